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
#: What is not committed has this commit.
_NOT_YET = "0" * 40


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
        lines = _lines_of_directive(path, place.lineno)
        blame = self._ask(
            path, "blame", "--porcelain", "-L", f"{place.lineno},+{lines}"
        )
        commits = _commits(blame)
        if not commits:
            return ""
        if _NOT_YET in commits:
            return " (not committed yet)"
        found = max(commits.values())
        day = datetime.fromtimestamp(found[0], UTC).date()
        return f" (commit {found[1][:10]} of {day} by {found[2]})"

    def _ask(self, path: Path, *words: str) -> str:
        left = self._ends - datetime.now(UTC).timestamp()
        if left <= 0:
            return ""
        command = [
            *(str(self._git), "-C", str(path.parent)),
            # A repository can name programs for these, and it may be somebody else's.
            *("-c", "core.fsmonitor=false", "-c", "blame.ignoreRevsFile="),
            *(words[0], "--no-textconv", *words[1:], "--", path.name),
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


def _commits(blame: str) -> dict[str, tuple[int, str, str]]:
    """By commit, its time, itself and its author."""
    found: dict[str, tuple[int, str, str]] = {}
    commit, author = "", ""
    for line in blame.split("\n"):
        head = re.match(r"([0-9a-f]{40}) \d+ \d+", line)
        if head:
            commit = head[1]
        elif line.startswith("author "):
            author = line.removeprefix("author ")
        elif line.startswith("author-time "):
            found[commit] = (int(line.removeprefix("author-time ")), commit, author)
    return found
