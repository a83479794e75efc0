"""Killed, without power, or refused at any call: old, new, or finished by the next.

As `tests.safe.test_killed_commands`, for every call to the operating system that
touches the books' folder, reading too (`tests.safe.system_calls`). The suite tries one
command; ``make safe`` all of them.
"""

from __future__ import annotations

import errno
import gc
from random import Random

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from tests.safe.campaign import SEED, SHARD, SHARDS, WHOLE, is_time_left, share
from tests.safe.dying import CRASHED
from tests.safe.system_calls import (
    HALF,
    KILLED,
    NAMES,
    POWER,
    can_mount,
    explore,
    files,
    restore,
)
from tests.safe.test_killed_commands import prepare
from tests.safe.writing_commands import COMMANDS, arguments

GONE = (KILLED, POWER, NAMES)
OF_THE_BOOKS = (".beancount", ".digests", ".filed")
FAILING = (HALF, errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR)
#: Outside the whole campaign one that writes into a new folder beside the books'.
TRIED = list(share(sorted(COMMANDS))) if WHOLE else ["payment-run"]


class Books:
    """The books before and after a command that nothing disturbs."""

    def __init__(self, folder, command):
        self.folder, self.arguments = folder / "work", arguments(command)
        prepare(self.folder, command)
        self.before = files(self.folder)
        # In this process, so that every fork has what the command imports.
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            assert CliRunner().invoke(main, self.arguments).exit_code == 0
        self.after, self.seen = files(self.folder), {}
        self._new_files_are_private()
        restore(self.folder, self.before)
        gc.freeze()

    def _new_files_are_private(self):
        """What is part of the books gets their mode; nobody else reads the rest."""
        for name in self.after.keys() - self.before.keys():
            mode = (self.folder / name).stat().st_mode
            assert name.endswith(OF_THE_BOOKS) or not mode & 0o077, name

    def try_all(self, failures, is_tried):
        """How many points were tried, and what was wrong at which."""
        status, outcomes = explore(self.folder, self.arguments, failures, is_tried)
        assert (status, files(self.folder) == self.after) == (0, True)
        return len(outcomes), [
            f"call {found.at}, {found.call}, {found.failure}: {wrong}"
            for found in outcomes
            for wrong in self._wrong(found)
        ]

    def _wrong(self, found):
        if found.status == CRASHED:
            yield "it ended in an exception"
        if found.status == 0 and found.state != self.after:
            yield "it said that it was done"
        now = self._after_next(found.state)
        if now not in ("old", "new"):
            yield now
        if found.status > 0 and now == "new":
            yield "it said that nothing was done"

    def _after_next(self, state):
        """What the next command of any kind leaves; asked once for each state."""
        key = tuple(sorted(state.items()))
        if key not in self.seen:
            restore(self.folder, state)
            book = self.folder / "books" / "main.beancount"
            read = CliRunner().invoke(main, ["aging", str(book)])
            now = files(self.folder)
            self.seen[key] = (
                f"aging ends with {read.exit_code}: {read.output}"
                if read.exit_code
                else {0: "half of it is done"}.get(
                    (now == self.before) + 2 * (now == self.after),
                    "old" if now == self.before else "new",
                )
            )
        return self.seen[key]


@pytest.mark.skipif(not can_mount(), reason="this user may not mount")
@pytest.mark.parametrize("command", TRIED)
def test_a_command_that_is_gone_at_any_call_is_old_or_new(command, tmp_path, counts):
    if is_time_left():
        tried, wrong = Books(tmp_path, command).try_all(GONE, lambda _at, _how: True)
        counts.add(
            "calls of any kind at which the process or the power was gone", tried
        )
        assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not can_mount(), reason="this user may not mount")
@pytest.mark.parametrize("command", TRIED)
def test_a_command_of_which_any_call_fails_says_what_is_true(command, tmp_path, counts):
    chance = Random(f"{SEED} {SHARD} {command}")
    one_in = SHARDS if WHOLE else 97

    def is_tried(_at, _how):
        return chance.random() * one_in < 1 and is_time_left()

    if is_time_left():
        tried, wrong = Books(tmp_path, command).try_all(FAILING, is_tried)
        counts.add("calls of any kind that failed", tried)
        assert not wrong, "\n".join(wrong)
