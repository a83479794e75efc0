"""Run a command in a child that dies, or whose disk fails, at its n-th call to it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.ledger.writing.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LOCK = ".ledgerkit.lock"
#: The failure that is none: the process is gone.
KILL = 0
#: What a command that ended with an exception is said to have returned.
CRASHED = 99
#: What a disk can't refuse; reading kills as writing does, and leaves as little.
HARMLESS = {"close", "wait", "seconds"}


def everything(folder: Path) -> dict[str, bytes]:
    """The bytes of every file, without the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def in_child(
    folder: Path, arguments: Sequence[str], at: int = 0, failure: int = KILL
) -> tuple[int, int]:
    """Run a command that fails or dies at its n-th call to the disk; at 0, at none.

    Returns:
        How many calls it made, and its exit status; -1 if it was killed.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        os.chdir(folder)
        calls = _watch_disk(at, failure)
        done = CliRunner().invoke(main, list(arguments))
        crashed = not isinstance(done.exception, SystemExit | None)
        status = CRASHED if crashed else done.exit_code
        os.write(theirs, f"{calls[0]} {status}".encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        told = pipe.read()
    _pid, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return at, -1
    count, status = map(int, told.split())
    return count, status


def _watch_disk(at: int, failure: int) -> list[int]:
    calls = [0]

    def watched(real):  # type: ignore[no-untyped-def]
        def call(self, *arguments):  # type: ignore[no-untyped-def]
            calls[0] += 1
            if calls[0] == at and failure == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            if calls[0] == at:
                raise OSError(failure, os.strerror(failure))
            return real(self, *arguments)

        return call

    for name, real in list(vars(Disk).items()):
        if callable(real) and not name.startswith("_") and name not in HARMLESS:
            setattr(Disk, name, watched(real))
    return calls
