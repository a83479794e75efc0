"""One writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock

    from ledgerkit.ledger.writing.disk import Disk

#: It is kept when the lock is released: removing it would let two writers lock two
#: files of one name.
LOCK_NAME = ".ledgerkit.lock"

_SHORTEST_WAIT, _LONGEST_WAIT = 0.001, 0.05


@contextmanager
def ledger_lock(folder: Path, *, timeout: float, disk: Disk) -> Iterator[None]:
    """Keep every other ledgerkit process from writing to the books in a folder.

    The lock is on a file of its own, never on the ledger: replacing the ledger would
    leave the lock on the old file. The system releases it when the process ends,
    however it ends.

    Args:
        folder: The folder of the main ledger.
        timeout: Seconds to wait for another writer.
        disk: The disk to use.

    Raises:
        WriteRefusedError: If another writer holds it all that time.
        OSError: If the disk can't lock.
    """
    lock = _wait_for_lock(folder / LOCK_NAME, timeout=timeout, disk=disk)
    try:
        yield
    finally:
        lock.release()


def _wait_for_lock(path: Path, *, timeout: float, disk: Disk) -> BaseFileLock:
    end = disk.seconds() + timeout
    pause = _SHORTEST_WAIT
    while True:
        try:
            return disk.lock(path)
        except BlockingIOError:
            if disk.seconds() >= end:
                raise WriteRefusedError(
                    f"{path}: another program has been writing to these books for"
                    f" {timeout:g} seconds; nothing was written, try again when it"
                    " is done"
                ) from None
        disk.wait(pause)
        pause = min(pause * 2, _LONGEST_WAIT)
