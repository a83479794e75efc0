"""The folders whose code may run, as the user says.

Books name code: plugins, extensions, import configurations. What is installed is the
user's own. What lies with the books may be a stranger's, so it runs only if the user
has said once that the folder can be trusted, as editors ask of a folder of programs.

The list is kept in the user's own settings, never beside the books. It is read by a
door, which then allows its folders to this process; nothing is allowed by itself.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.disk import private

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Folders whose code this process may run; what lies below them included.
_ALLOWED: set[Path] = set()
#: Directories on Python's path that nobody chose: where a command was started.
_BEWARE_OF: set[Path] = set()
_NAME = "trusted-folders.json"


def allow(folders: Iterable[Path]) -> None:
    """Let code in these folders, and below them, run in this process."""
    _ALLOWED.update(folder.absolute() for folder in folders)


def forbid_all() -> None:
    """Allow nothing any more, and beware of no folder: as at the start."""
    _ALLOWED.clear()
    _BEWARE_OF.clear()


def beware_of(folder: Path) -> None:
    """Take code that Python finds in the very folder for a stranger's."""
    _BEWARE_OF.add(folder.absolute())


def places_to_beware_of() -> Iterable[Path]:
    """The folders whose code is not the user's because Python finds it."""
    return frozenset(_BEWARE_OF)


def is_allowed(folder: Path) -> bool:
    """Whether code in a folder may run: it, or one above it, has been allowed."""
    return covers(_ALLOWED, folder)


def covers(trusted: Iterable[Path], folder: Path) -> bool:
    """Whether a folder is one of these, or lies below one.

    Compared as the disk does: links are followed, and where it ignores case, so do we.
    """
    wanted = [identity for path in _upward(folder) if (identity := _identity(path))]
    return any(_identity(path) in wanted for path in trusted)


def _upward(folder: Path) -> Sequence[Path]:
    real = folder.resolve()
    return [real, *real.parents]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def trust_file(environment: Mapping[str, str]) -> Path | None:
    """Where the list is kept; None for a user without a home.

    Args:
        environment: Its ``XDG_CONFIG_HOME`` comes first, then what the system uses.
    """
    chosen = environment.get("XDG_CONFIG_HOME", "")
    if os.path.isabs(chosen):  # noqa: PTH117 - a relative one is to be ignored
        return Path(chosen) / "ledgerkit" / _NAME
    if sys.platform == "win32" and environment.get("APPDATA"):
        return Path(environment["APPDATA"]) / "ledgerkit" / _NAME
    try:
        home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "ledgerkit" / _NAME
    return home / ".config" / "ledgerkit" / _NAME


def trusted_folders(file: Path | None) -> Sequence[Path]:
    """The folders that the user has trusted, in order; none if there is no list.

    Raises:
        UsageError: If the list can't be read.
    """
    if file is None:
        return []
    try:
        named = json.loads(file.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    except (ValueError, RecursionError):
        named = None
    if not isinstance(named, list) or not all(isinstance(n, str) for n in named):
        raise UsageError(
            f"{file}: is no list of folders; delete it, and trust your folders again"
            " with ledgerkit trust FOLDER"
        )
    return [Path(name) for name in named if os.path.isabs(name)]  # noqa: PTH117


def trust_folder(file: Path | None, folder: Path) -> bool:
    """Add a folder to the list; False if it is covered already.

    Raises:
        UsageError: If there is no such folder, or the list can't be written.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    folders = trusted_folders(file)
    if covers(folders, folder):
        return False
    _write(file, [*folders, folder.resolve()])
    return True


def distrust_folder(file: Path | None, folder: Path) -> None:
    """Take a folder off the list; it need not exist any more.

    Raises:
        UsageError: If it isn't on the list, or the list can't be written.
    """
    folders = trusted_folders(file)
    same = {folder.absolute(), folder.resolve()}
    wanted = _identity(folder)
    left = [
        trusted
        for trusted in folders
        if trusted not in same and (not wanted or _identity(trusted) != wanted)
    ]
    if len(left) == len(folders):
        above = next((f for f in folders if covers([f], folder)), None)
        reason = f"; it is trusted as a part of {above}" if above else ""
        raise UsageError(f"{folder}: is not on the list of trusted folders{reason}")
    _write(file, left)


def _write(file: Path | None, folders: Sequence[Path]) -> None:
    """Replace the list in one step; only its owner may read it."""
    if file is None:
        raise UsageError("there is no home directory to keep the list in; set $HOME")
    draft = file.with_name(f"{_NAME}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(draft, "w", encoding="utf-8", opener=private) as text:
            json.dump([str(folder) for folder in folders], text, indent=1)
            text.flush()
            os.fsync(text.fileno())
        draft.replace(file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise UsageError(
            f"{file}: the list of trusted folders can't be written:"
            f" {error.strerror or error}"
        ) from None
