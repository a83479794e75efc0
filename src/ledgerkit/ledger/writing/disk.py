"""The system calls of a write, one method each.

This is the only place that opens a ledger for writing. Everything above goes through
a `Disk`, so that a test can make the N-th call fail, or die at it.
"""

from __future__ import annotations

import errno
import inspect
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from filelock import BaseFileLock

_CHUNK = 1 << 20
#: Not every system has these; a missing one is simply left out.
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
#: A link in place of one of our files is refused.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Disk:
    """The disk. Every method but `close` raises ``OSError`` if the system does."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """Open a file; child processes do not inherit the descriptor."""
        return os.open(path, flags | _CLOEXEC, mode)

    def close(self, descriptor: int) -> None:
        """Release a descriptor, and the claim on its file.

        It never fails: anything that had to last was synced before, and the system
        releases the descriptor in any case.
        """
        with suppress(OSError):
            os.close(descriptor)

    def lock(self, path: Path) -> BaseFileLock:
        """Take the lock of a path, or raise ``BlockingIOError`` at once.

        Whoever may write in the folder can lock; nothing is written into the file.
        """
        # Reading takes no lock, and should not wait for this import.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        writers = path.parent.stat().st_mode & 0o022
        mode = 0o600 | writers | writers << 1
        # Where the disk has no locks, it would fall back to one of its own making,
        # with the number of the process in it, that a killed process never gives back.
        known = inspect.signature(FileLock.__init__).parameters
        options: Any = (
            {"fallback_to_soft": False} if "fallback_to_soft" in known else {}
        )
        lock = FileLock(path, mode=mode, thread_local=False, **options)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BlockingIOError from None
        return lock

    def claim(self, descriptor: int) -> None:
        """Mark an open file as in use, or raise ``BlockingIOError`` if it is."""
        try:
            import fcntl  # noqa: PLC0415
        except ImportError:
            # On Windows, without such locks, an open file can't be removed.
            return
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def stat(self, path: Path) -> os.stat_result:
        """The status of a path, following links."""
        return path.stat()

    def read(self, descriptor: int, size: int) -> bytes:
        """Read at most this many bytes; none at the end."""
        return os.read(descriptor, size)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of the bytes; return how many."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Return when the bytes are on the disk itself."""
        os.fsync(descriptor)

    def chown(self, descriptor: int, owner: int, group: int) -> None:
        """Set an open file's owner and group, where files have them."""
        if hasattr(os, "fchown"):
            os.fchown(descriptor, owner, group)

    def chmod(self, descriptor: int, mode: int) -> None:
        """Set an open file's permissions."""
        os.fchmod(descriptor, mode)

    def copy_extended_attributes(self, source: Path, descriptor: int) -> None:
        """Copy access lists, tags and the like, where the system has them."""
        if not hasattr(os, "listxattr"):
            return
        for name in os.listxattr(source):
            os.setxattr(descriptor, name, os.getxattr(source, name))

    def replace(self, source: Path, target: Path) -> None:
        """Replace one file by another in one step."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def names(self, folder: Path) -> Sequence[str]:
        """The names in a folder."""
        return [path.name for path in folder.iterdir()]

    def wait(self, seconds: float) -> None:
        """Wait for somebody else to finish."""
        time.sleep(seconds)

    def seconds(self) -> float:
        """A monotonic clock."""
        return time.monotonic()


#: The real one.
DISK = Disk()


def private(path: str, flags: int) -> int:
    """Open a file for ``open``; if that makes it, only its owner may read it.

    Letters, exports and orders to a bank are nobody else's. A file that is there keeps
    its permissions.
    """
    return os.open(path, flags | _CLOEXEC, 0o600)


def read_file(disk: Disk, path: Path) -> bytes | None:
    """All of a file's bytes; None if there is no file."""
    try:
        descriptor = disk.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        chunks = []
        while chunk := disk.read(descriptor, _CHUNK):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        disk.close(descriptor)


def write_all(disk: Disk, descriptor: int, data: bytes) -> None:
    """Write every byte; one call may write only some of them."""
    remaining = memoryview(data)
    while remaining:
        remaining = remaining[disk.write(descriptor, remaining) :]


def sync_folder(disk: Disk, folder: Path) -> None:
    """Return when the names in a folder are on the disk itself."""
    if not _DIRECTORY:
        return  # A system that can't open a folder can't sync it either.
    descriptor = disk.open(folder, os.O_RDONLY | _DIRECTORY)
    try:
        disk.fsync(descriptor)
    except OSError as error:
        # Some network disks can't sync a folder at all and say so with EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        disk.close(descriptor)
