"""Which commit changed a line, and whose it is, where git keeps the books."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerkit.errors import Place

#: All questions together wait no longer, in seconds.
_SECONDS = 10.0
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class Changes:
    """Asks git who changed what; says nothing where git can't tell."""

    def __init__(self) -> None:
        """Look for git."""
        self._git = shutil.which("git")
        self._ends = datetime.now(UTC).timestamp() + _SECONDS

    def who(self, place: Place) -> str:
        """In brackets, the commit that last changed what begins there; mostly empty."""
        path = Path(place.filename)
        if self._git is None or not path.is_file() or path.suffix == ".digests":
            return ""
        first = place.lineno
        last = first + _lines_of_directive(path, first) - 1
        shift = _shift(self._ask(path, "diff", "-U0", "HEAD"), first, last)
        if shift is None:
            return " (not committed yet)"
        # A line that was taken out shows in the log of the lines, and not in blame.
        lines = f"-L{first + shift},{last + shift}:./{path.name}"
        said = self._ask(path, "log", "-1", "-s", "--format=%h%x09%as%x09%an", lines)
        commit, _, rest = said.strip().partition("\t")
        day, _, author = rest.partition("\t")
        return f" (commit {commit} of {day} by {author})" if author else ""

    def _ask(self, path: Path, *words: str) -> str:
        left = self._ends - datetime.now(UTC).timestamp()
        if left <= 0:
            return ""
        command = [
            *(str(self._git), "-C", str(path.parent)),
            # A repository can name programs for these, and it may be somebody else's.
            *("-c", "core.fsmonitor=false", "-c", "log.showSignature=false"),
            *(words[0], "--no-textconv", "--no-ext-diff", *words[1:]),
            *(() if words[0] == "log" else ("--", path.name)),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a list, and git's own path
                command,
                capture_output=True,
                check=False,
                timeout=left,
                env={**os.environ, **_ENVIRONMENT},
            )
        except (subprocess.TimeoutExpired, OSError):
            return ""
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _lines_of_directive(path: Path, lineno: int) -> int:
    """The number of lines from its first to the one before the next directive."""
    text = path.read_text(encoding="utf-8", errors="replace").split("\n")
    count = 1
    for line in text[lineno:]:
        if not line[:1].isspace():
            break
        count += 1
    return count


def _shift(diff: str, first: int, last: int) -> int | None:
    """What to add to a line's number for that in the last commit; None if changed."""
    shift = 0
    for match in _HUNK.finditer(diff):
        gone, start, new = (int(1 if part is None else part) for part in match.groups())
        # What was only taken out stands after the line that the hunk names.
        end = start + max(new, 1) - 1
        if start <= last and end >= first:
            return None
        if end < first:
            shift += gone - new
    return shift
