"""What git still knows of a text that is no longer in the files. Read only."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: A history of many years is searched in seconds; what takes longer is not waited for.
_SECONDS = 60
#: Its messages in English; nothing is locked, fetched or asked.
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


def files_in_history(folder: Path, words: Sequence[str]) -> Sequence[str] | None:
    """The files in whose history, on any branch, one of the words stands or stood.

    Args:
        folder: A folder; where it is in no repository, there is no history.
        words: What to look for, exactly.

    Returns:
        Names from the top of the repository, of files that are gone too; None if git
        could not tell.
    """
    git = shutil.which("git")
    if git is None:
        return None if _is_in_repository(folder) else []
    found: set[str] = set()
    for word in words:
        names = _files_with(git, folder, word)
        if names is None:
            return None if _is_in_repository(folder) else []
        found.update(names)
    return sorted(found)


def _is_in_repository(folder: Path) -> bool:
    return any((one / ".git").exists() for one in (folder, *folder.parents))


def _files_with(git: str, folder: Path, word: str) -> set[str] | None:
    """The files of the commits that added or took away a word."""
    # The list is the command: no shell reads it.
    command = [
        *(git, "-C", str(folder)),
        # A repository can name programs for these, and it may be somebody else's.
        *("-c", "log.showSignature=false", "-c", "core.fsmonitor=false"),
        *("log", "--all", "--no-textconv", "--no-ext-diff", "--no-renames"),
        *("--format=", "--name-only", "-z", f"-S{word}"),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a list, and git's own path
            command,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, **_ENVIRONMENT},
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    if done.returncode != 0:
        return None
    names = done.stdout.decode("utf-8", "replace").split("\0")
    return {name.strip() for name in names if name.strip()}
