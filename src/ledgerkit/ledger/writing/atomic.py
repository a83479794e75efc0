"""Atomic writes: all of a file's new bytes or none.

The bytes go to a temporary file in the same folder, are synced to the disk, and then
put in place in one step. A killed process leaves its temporary file behind, which the
next write in that folder removes.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
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
    from pathlib import Path

    from ledgerkit.ledger.writing.disk import Disk


def stage(disk: Disk, change: FileChange) -> StagedFile:
    """Put the new bytes on the disk beside the file they are for.

    Raises:
        OSError: If the disk fails; nothing is left behind.
    """
    temporary = change.path.parent / _temporary_name()
    is_ours_alone = change.private or change.like is not None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK
    descriptor = disk.open(temporary, flags, 0o600 if is_ours_alone else 0o666)
    staged = StagedFile(change=change, temporary=temporary, descriptor=descriptor)
    try:
        disk.claim(descriptor)
        _copy_access(disk, staged)
        write_all(disk, descriptor, change.new)
        disk.fsync(descriptor)
    except BaseException:
        discard(disk, [staged])
        raise
    return staged


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
    """Remove temporary files; published ones no longer have that name."""
    for file in staged:
        # If it can't be removed now, the next write will.
        with suppress(OSError):
            disk.unlink(file.temporary)
        disk.close(file.descriptor)


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
    with suppress(OSError):
        for name in disk.names(folder):
            if name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX):
                _remove_if_abandoned(disk, folder / name)


def _remove_if_abandoned(disk: Disk, path: Path) -> None:
    with suppress(OSError):
        descriptor = disk.open(path, os.O_RDONLY | NO_LINK)
        try:
            disk.claim(descriptor)
            disk.unlink(path)
        finally:
            disk.close(descriptor)
