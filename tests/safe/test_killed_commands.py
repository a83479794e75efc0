"""Whatever fails or dies, and whenever: the old files, the new ones, or finished next.

Every command that writes is run in a child process. At one of its calls to the disk
the child is killed, or the call fails. Then another command reads the books, and every
file of the folder is as it was before, or as the whole command leaves it: the books,
the letters, the payment files, what was kept; and nothing else lies there.

The suite tries a few calls of each command; ``make safe`` tries every one, with every
failure.
"""

from __future__ import annotations

import errno
import os
import signal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.ledger.writing.disk import Disk
from tests.conftest import SAMPLE_BOOKS
from tests.safe.writing_commands import (
    AFTER,
    COMMANDS,
    arguments,
    write_books,
    writing_commands,
)

if TYPE_CHECKING:
    from pathlib import Path

BILL = (SAMPLE_BOOKS / "shop" / "inbox" / "LT-51399.xml").read_bytes()
LOCK = ".ledgerkit.lock"
#: One call in so many, counted over all commands; each by ``make safe``.
STEP = int(os.environ.get("LEDGERKIT_SAFE_STEP", "97"))
WHOLE = STEP == 1
KILL = 0
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR)
FAILURES = [KILL, *(ERRORS if WHOLE else ())]
#: What a disk can't refuse; reading kills as writing does, and leaves as little.
HARMLESS = {"close", "wait", "seconds"}


def everything(folder: Path) -> dict[str, bytes]:
    """The bytes of every file, without the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def in_child(folder: Path, command: str, at: int, failure: int) -> tuple[int, int]:
    """Run a command that fails or dies at its n-th call to the disk.

    Returns:
        How many calls it made, and its exit status; -1 if it was killed.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        os.chdir(folder)
        calls = _watch_disk(at, failure)
        done = CliRunner().invoke(main, arguments(command))
        crashed = not isinstance(done.exception, SystemExit | None)
        status = 99 if crashed else done.exit_code
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


def prepare(folder: Path, command: str) -> None:
    """The books, and what must have been done to them before this command."""
    write_books(folder, BILL)
    if command in AFTER:
        _calls, status = in_child(folder, AFTER[command], 0, KILL)
        assert status == 0


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


def points(command: str, calls: int) -> list[int]:
    """The calls to try: all, or a few that are the same each time."""
    first = sum(map(ord, command)) % STEP + 1
    return [n for n in range(1, calls + 1) if n % STEP == first % STEP]


def test_every_command_that_writes_is_tried():
    """Whoever adds one says here how it is called."""
    assert sorted(COMMANDS) == sorted(writing_commands())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_done_or_not_begun_wherever_it_dies(command, tmp_path):
    prepare(tmp_path / "whole", command)
    before = everything(tmp_path / "whole")
    calls, status = in_child(tmp_path / "whole", command, 0, KILL)
    after = everything(tmp_path / "whole")
    assert (status, after != before) == (0, True)
    for failure in FAILURES:
        for at in points(command, calls):
            folder = tmp_path / f"{failure}-{at}"
            prepare(folder, command)
            _count, status = in_child(folder, command, at, failure)
            where = f"call {at}, {errno.errorcode.get(failure, 'killed')}"
            assert status != 99, where
            # What it said is true before any other command has looked.
            if status == 0:
                assert everything(folder) == after, where
            read = CliRunner().invoke(
                main, ["aging", str(folder / "books" / "main.beancount")]
            )
            assert read.exit_code == 0, f"{where}: {read.output}"
            now = everything(folder)
            assert now in (before, after), where
            if status > 0:
                assert now == before, where
