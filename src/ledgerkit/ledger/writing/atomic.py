"""Atomic writes: all of a file's new bytes or none.

The bytes go to a temporary file in the same folder, are synced to the disk, and then
put in place in one step. A killed process leaves its temporary file behind, which the
next write in that folder removes.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.change import FileChange, StagedFile
from ledgerkit.ledger.writing.disk import NO_LINK, read_file, sync_folder, write_all
from ledgerkit.ledger.writing.journal import (
    TEMPORARY_PREFIX,
    TEMPORARY_SUFFIX,
    begin,
    end,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledgerkit.ledger.writing.disk import Disk


#: A temporary file is claimed as soon as it is there; a sweep may come between.
_TRIES = 5
_CLOSED = -1
#: What a note of other folders begins with, and how long one can be.
_NOTE, _NOTE_MAX = '{"ledgerkit-sweep": ', 1 << 20


def stage(disk: Disk, change: FileChange, *, hold: bool = True) -> StagedFile:
    """Put the new bytes on the disk beside the file they are for.

    Args:
        disk: The disk to use.
        change: The change.
        hold: Whether to keep the temporary file open and claimed. There may be
            thousands of letters; what isn't held is only safe under the books' lock.

    Raises:
        OSError: If the disk fails; nothing is left behind.
    """
    for _ in range(_TRIES - 1):
        with suppress(BlockingIOError):
            return _stage(disk, change, hold=hold)
    return _stage(disk, change, hold=hold)


def _stage(disk: Disk, change: FileChange, *, hold: bool) -> StagedFile:
    temporary = change.path.parent / _temporary_name()
    is_ours_alone = change.private or change.like is not None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK
    descriptor = disk.open(temporary, flags, 0o600 if is_ours_alone else 0o666)
    staged = StagedFile(change=change, temporary=temporary, descriptor=descriptor)
    try:
        disk.claim(descriptor)
        _check_there(temporary)
        _copy_access(disk, staged)
        write_all(disk, descriptor, change.new)
        disk.fsync(descriptor)
    except BaseException:
        discard(disk, [staged])
        raise
    if hold:
        return staged
    disk.close(descriptor)
    return replace(staged, descriptor=_CLOSED)


def _check_there(temporary: Path) -> None:
    if not temporary.exists():
        raise BlockingIOError(errno.EAGAIN, "swept away", str(temporary))


def _temporary_name() -> str:
    return f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"


def _copy_access(disk: Disk, staged: StagedFile) -> None:
    """Keep the file's owner and permissions, where the system lets us."""
    like, descriptor = staged.change.like, staged.descriptor
    if like is None:
        return
    for owner in (like.st_uid, -1):
        with suppress(PermissionError):
            disk.chown(descriptor, owner, like.st_gid)
            break
    disk.chmod(descriptor, stat.S_IMODE(like.st_mode))
    if staged.change.old is not None:
        try:
            disk.copy_extended_attributes(staged.change.path, descriptor)
        except OSError as error:
            if error.errno not in {errno.ENOTSUP, errno.EPERM, errno.EACCES}:
                raise


def discard(disk: Disk, staged: Iterable[StagedFile]) -> None:
    """Remove temporary files; published ones no longer have that name.

    Each is tried, and twice; an interruption from the keyboard comes after that.
    """
    interruption: BaseException | None = None
    for file in staged:
        for _ in range(2):
            try:
                disk.unlink(file.temporary)
            except FileNotFoundError:
                break
            except OSError:
                continue  # If it can't be removed now, the next command will.
            except BaseException as error:  # noqa: BLE001 - raised below
                interruption = error
                continue
            break
        if file.descriptor != _CLOSED:
            disk.close(file.descriptor)
    if interruption is not None:
        raise interruption


def publish(disk: Disk, staged: Sequence[StagedFile], folder: Path) -> bool:
    """Put staged files in place, in order, each only if the old bytes are still there.

    Args:
        disk: The disk to use.
        staged: The files.
        folder: Where a journal of the change is kept, if it is of several files.

    Returns:
        Whether they are in place. If not, somebody has saved one of the files since it
        was read, and every file is as they left it.

    Raises:
        OSError: If the disk fails; the old bytes are back in place.
        WriteRefusedError: If the disk fails and they are not; the message says so.
    """
    if len(staged) < 2:
        return _publish(disk, staged)
    try:
        begin(disk, folder, staged)
        is_in_place = _publish(disk, staged)
    except BaseException as error:
        # Only a dead process leaves some files in place and others not.
        if not end(disk, folder) and isinstance(error, OSError):
            raise WriteRefusedError(
                f"{folder}: may hold the new text after the next command, because the"
                f" disk failed and the change's journal can't be removed: {error}"
            ) from error
        raise
    end(disk, folder)
    return is_in_place


def _publish(disk: Disk, staged: Sequence[StagedFile]) -> bool:
    begun: list[FileChange] = []
    try:
        for file in staged:
            change = file.change
            if read_file(disk, change.path) != change.old:
                break
            begun.append(change)
            disk.replace(file.temporary, change.path)
        else:
            for folder in {file.change.path.parent for file in staged}:
                sync_folder(disk, folder)
            return True
    except BaseException:
        _undo(disk, begun)
        raise
    _undo(disk, begun)
    return False


def _undo(disk: Disk, begun: Sequence[FileChange]) -> None:
    """Put the old bytes back, unless somebody has built on the new ones."""
    for change in reversed(begun):
        try:
            content = read_file(disk, change.path)
            if content == change.new != change.old:
                _put_back(disk, change)
            undone = content in (change.old, change.new)
        except OSError:
            undone = False
        if not undone:
            raise WriteRefusedError(
                f"{change.path}: may hold the new text, because the disk failed in the"
                " middle of the write and the old text could not be put back; look at"
                " the file before you try again"
            )


def _put_back(disk: Disk, change: FileChange) -> None:
    if change.old is None:
        disk.unlink(change.path)
    else:
        back = FileChange(
            path=change.path, old=change.new, new=change.old, like=change.like
        )
        staged = stage(disk, back)
        try:
            disk.replace(staged.temporary, change.path)
        finally:
            discard(disk, [staged])
    with suppress(OSError):
        sync_folder(disk, change.path.parent)


def sweep(disk: Disk, folder: Path) -> None:
    """Remove temporary files whose writers are dead.

    A writer keeps its temporary file locked, and the system drops the lock when the
    writer dies. It is a courtesy: a file that can't be removed stays.
    """
    for other in _swept(disk, folder):
        _swept(disk, other)


def has_left_over(disk: Disk, folder: Path) -> bool:
    """Whether there are temporary files, in use or not."""
    try:
        return any(map(_is_temporary, disk.names(folder)))
    except OSError:
        return False


def note_folders(disk: Disk, folder: Path, others: Iterable[Path]) -> StagedFile:
    """Note beside the books that temporary files are about to lie in other folders.

    Should the writer die, the next sweep of the books' folder goes there too. Discard
    the note when they are gone.

    Raises:
        OSError: If the disk fails.
    """
    text = f"{_NOTE}{json.dumps(sorted(map(str, others)))}}}"
    path = folder / "note"
    note = stage(
        disk,
        FileChange(path=path, old=None, new=text.encode(), like=None, private=True),
    )
    try:
        # It lasts before anything lies in the other folders.
        sync_folder(disk, folder)
    except BaseException:
        discard(disk, [note])
        raise
    return note


def _is_temporary(name: str) -> bool:
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX)


def _swept(disk: Disk, folder: Path) -> Sequence[Path]:
    """Sweep one folder; the other folders that dead writers have noted there."""
    others: list[Path] = []
    with suppress(OSError):
        for name in filter(_is_temporary, disk.names(folder)):
            others += _remove_if_abandoned(disk, folder / name)
    return others


def _remove_if_abandoned(disk: Disk, path: Path) -> Sequence[Path]:
    with suppress(OSError):
        descriptor = disk.open(path, os.O_RDONLY | NO_LINK)
        try:
            disk.claim(descriptor)
            noted = _noted(disk.read(descriptor, _NOTE_MAX))
            disk.unlink(path)
        finally:
            disk.close(descriptor)
        return noted
    return ()


def _noted(data: bytes) -> Sequence[Path]:
    if not data.startswith(_NOTE.encode()):
        return ()
    try:
        (names,) = json.loads(data).values()
        return [Path(str(name)) for name in names]
    except (ValueError, TypeError, RecursionError):
        return ()
