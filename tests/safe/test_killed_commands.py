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
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from tests.conftest import SAMPLE_BOOKS
from tests.safe.campaign import WHOLE, share
from tests.safe.dying import CRASHED, KILL, everything, in_child
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
#: The suite tries one call in so many of each command.
ONE_IN = 97
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR)
FAILURES = [KILL, *(ERRORS if WHOLE else ())]


def prepare(folder: Path, command: str) -> None:
    """The books, and what must have been done to them before this command."""
    write_books(folder, BILL)
    if command in AFTER:
        _calls, status = in_child(folder, arguments(AFTER[command]))
        assert status == 0


def points(command: str, calls: int) -> list[tuple[int, int]]:
    """Every call with every failure, the suite's from another call on each time."""
    begin = sum(map(ord, command)) % ONE_IN
    at = range(1, calls + 1) if WHOLE else range(ONE_IN - begin, calls + 1)
    return [(failure, n) for n in at for failure in FAILURES]


def test_every_command_that_writes_is_tried():
    """Whoever adds one says here how it is called."""
    assert sorted(COMMANDS) == sorted(writing_commands())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_done_or_not_begun_wherever_it_dies(command, tmp_path, counts):
    prepare(tmp_path / "whole", command)
    before = everything(tmp_path / "whole")
    calls, status = in_child(tmp_path / "whole", arguments(command))
    after = everything(tmp_path / "whole")
    assert (status, after != before) == (0, True)
    for failure, at in share(points(command, calls), ONE_IN):
        folder = tmp_path / f"{failure}-{at}"
        prepare(folder, command)
        _try(folder, command, (failure, at), (before, after))
        counts.add("calls to the disk that killed or failed a command")


def _try(folder, command, point, states):
    """Kill, look with another command, and compare the files."""
    (failure, at), (before, after) = point, states
    _count, status = in_child(folder, arguments(command), at, failure)
    where = f"call {at}, {errno.errorcode.get(failure, 'killed')}"
    assert status != CRASHED, where
    # What it said is true before any other command has looked.
    if status == 0:
        assert everything(folder) == after, where
    read = CliRunner().invoke(main, ["aging", str(folder / "books" / "main.beancount")])
    assert read.exit_code == 0, f"{where}: {read.output}"
    now = everything(folder)
    assert now in (before, after), where
    if status > 0:
        assert now == before, where
