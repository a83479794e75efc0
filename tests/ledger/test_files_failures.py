"""Whatever fails, and whenever: the old books or the new, and nothing left behind.

Every system call of a write is made to fail in turn, once and from then on, and a
child process is killed at every one of them. The calls are counted by a disk that
stands where the real one does and hands every call on to it; it writes a few bytes
at a time, so that a failure also falls in the middle of the text.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.disk import Disk
from ledgerkit.ledger.writing.journal import JOURNAL_NAME
from ledgerkit.ledger.writing.writer import (
    BooksWriter,
    append,
    splice_append,
    write_books,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

MAIN = b"""\
option "title" "Books"
include "journal/*.beancount"
2026-01-01 open Assets:Bank EUR
2026-01-01 open Income:Sales EUR
"""
JOURNAL = b'2026-01-02 note Assets:Bank "first"\n'
NOTE = '2026-01-03 note Assets:Bank "added"'


class CountingDisk(Disk):
    """The disk, and something that happens at one of its calls."""

    def __init__(self, happen: Callable[[int], None]) -> None:
        self.happen = happen
        self.calls = 0

    def write(self, descriptor: int, data: memoryview) -> int:
        return super().write(descriptor, data[:100])


def _counted(name: str) -> Any:
    real = getattr(CountingDisk, name)

    def call(self: CountingDisk, *arguments: Any) -> Any:
        self.calls += 1
        self.happen(self.calls)
        return real(self, *arguments)

    return call


# Closing never fails, and the clock is no disk.
for _name in set(vars(Disk)) - {"close", "wait", "seconds"}:
    if not _name.startswith("_"):
        setattr(CountingDisk, _name, _counted(_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Books in a folder, a write that somebody wants, and what must come of it."""

    main: Path
    changes: Mapping[Path, str]
    verify: bool
    before: Mapping[Path, bytes | None]

    @property
    def after(self) -> Mapping[Path, bytes | None]:
        added = {p: splice_append(self.before[p] or b"", t) for p, t in self._texts()}
        return {**self.before, **added}

    def _texts(self) -> Iterator[tuple[Path, str]]:
        return iter(self.changes.items())

    def restore(self) -> None:
        (self.main.parent / JOURNAL_NAME).unlink(missing_ok=True)
        for path, data in self.before.items():
            path.parent.mkdir(exist_ok=True)
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)

    def write(self, disk: Disk) -> None:
        changes = {path: append(text) for path, text in self.changes.items()}
        BooksWriter(main=self.main, disk=disk).write(changes, verify=self.verify)

    def now(self) -> Mapping[Path, bytes | None]:
        return {p: p.read_bytes() if p.exists() else None for p in self.before}

    def leftovers(self) -> set[str]:
        names = {path.name for path in self.main.parent.rglob("*") if path.is_file()}
        return names - {path.name for path in self.before} - {".ledgerkit.lock"}

    def is_each_file_whole(self) -> bool:
        now = self.now()
        return all(now[p] in (self.before[p], self.after[p]) for p in now)


@pytest.fixture(params=["one file", "two files", "new file", "checked"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Books:
    main, journal = tmp_path / "main.beancount", tmp_path / "journal/2026.beancount"
    new = tmp_path / "journal/2027.beancount"
    opened = "2026-01-01 open Assets:Cash EUR"
    changes = {
        "one file": {main: opened},
        "two files": {journal: NOTE, main: opened},
        "new file": {new: NOTE, main: opened},
        "checked": {new: NOTE, main: opened},
    }[request.param]
    before = {main: MAIN, journal: JOURNAL, new: None}
    verify = request.param == "checked"
    return Books(main=main, changes=changes, verify=verify, before=before)


def failing(at: int, code: int, *, for_good: bool) -> CountingDisk:
    def happen(call: int) -> None:
        if call == at or (for_good and call > at):
            raise OSError(code, os.strerror(code))

    return CountingDisk(happen)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_call_that_fails_leaves_all_old_or_all_new_and_no_other_file(
    books: Books, code: int
) -> None:
    refused = 0
    for at in range(1, 1000):
        books.restore()
        disk = failing(at, code, for_good=False)
        try:
            books.write(disk)
        except WriteRefusedError:
            refused += 1
            assert books.now() == books.before, f"call {at}"
        else:
            assert books.now() == books.after, f"call {at}"
        assert not books.leftovers(), f"call {at}"
        if disk.calls < at:
            break
    assert disk.calls < at
    assert refused > 10


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_for_good_leaves_whole_files_and_says_what_it_left(
    books: Books, code: int
) -> None:
    for at in range(1, 1000):
        books.restore()
        disk = failing(at, code, for_good=True)
        try:
            books.write(disk)
        except WriteRefusedError as error:
            # A disk that removes nothing keeps the temporary file, too.
            assert books.is_each_file_whole(), f"call {at}"
            if "may hold the new text" not in str(error):
                assert books.now() == books.before, f"call {at}"
        else:
            assert books.now() == books.after, f"call {at}"
        if disk.calls < at:
            break
    assert disk.calls < at
    books.restore()
    books.write(Disk())
    assert not books.leftovers()


def test_an_interrupted_write_leaves_all_old_or_all_new_and_no_other_file(
    books: Books,
) -> None:
    for at in range(1, 1000):
        books.restore()

        def happen(call: int, at: int = at) -> None:
            if call == at:
                raise KeyboardInterrupt

        disk = CountingDisk(happen)
        with suppress(KeyboardInterrupt):
            books.write(disk)
        assert books.now() in (books.before, books.after), f"call {at}"
        assert not books.leftovers(), f"call {at}"
        if disk.calls < at:
            break
    assert disk.calls < at


def test_a_process_killed_at_any_call_leaves_whole_files_and_the_next_write_cleans_up(
    books: Books,
) -> None:
    outcomes = set()
    for at in range(1, 1000):
        books.restore()
        survived = _write_and_be_killed(books, at)
        assert books.is_each_file_whole(), f"call {at}"
        outcomes.add(books.now() == books.after)
        write_books(books.main, {books.main: append(NOTE)}, verify=books.verify)
        if not set(books.changes) - {books.main}:
            assert not books.leftovers(), f"call {at}"
        # What was begun is finished or was not begun: never one file of two.
        assert books.now() in [
            {**left, books.main: splice_append(left[books.main] or b"", NOTE)}
            for left in (books.before, books.after)
        ], f"call {at}"
        if survived:
            break
    assert survived
    assert outcomes == {False, True}
    # A temporary file is removed by the next write in its own folder.
    for path in books.changes:
        write_books(books.main, {path: append(NOTE)}, verify=False)
    assert not books.leftovers()


def _write_and_be_killed(books: Books, at: int) -> bool:
    """Write in a child that gets killed at its n-th call; whether it made fewer."""

    def happen(call: int) -> None:
        if call == at:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        try:
            books.write(CountingDisk(happen))
        except BaseException:  # noqa: BLE001 - nothing of the parent may run here
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def test_files_put_in_place_before_a_crash_are_the_first_ones_given(
    tmp_path: Path,
) -> None:
    main, journal = tmp_path / "main.beancount", tmp_path / "journal.beancount"
    main.write_bytes(MAIN)
    journal.write_bytes(JOURNAL)
    BooksWriter(main=main, disk=(disk := RecordingDisk())).write(
        {journal: append(NOTE), main: append(NOTE)}, verify=False
    )
    assert [step for step in disk.steps if step.startswith("place")] == [
        "place .ledgerkit-journal",
        "place journal.beancount",
        "place main.beancount",
    ]


def test_every_byte_is_synced_before_it_is_in_place_and_the_name_after(
    tmp_path: Path,
) -> None:
    main, new = tmp_path / "main.beancount", tmp_path / "new.txt"
    main.write_bytes(MAIN)
    BooksWriter(main=main, disk=(disk := RecordingDisk())).write(
        {new: append(NOTE), main: append(NOTE)}, verify=False
    )
    assert disk.steps == [
        "write",
        "sync file",
        "write",
        "sync file",
        "write",
        "sync file",
        "place .ledgerkit-journal",
        "sync folder",
        "place new.txt",
        "place main.beancount",
        "sync folder",
        "sync folder",
    ]


class RecordingDisk(Disk):
    """The disk, and what happens to it in which order."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def write(self, descriptor: int, data: memoryview) -> int:
        self.steps.append("write")
        return super().write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        self.steps.append("sync folder" if folder else "sync file")
        super().fsync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        self.steps.append(f"place {target.name}")
        super().replace(source, target)


def test_a_temporary_file_in_use_is_not_cleaned_up(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_bytes(MAIN)
    (tmp_path / ".ledgerkit-dead.lktmp").write_bytes(b"half")
    alive = tmp_path / ".ledgerkit-alive.lktmp"
    descriptor = os.open(alive, os.O_CREAT | os.O_WRONLY)
    Disk().claim(descriptor)
    write_books(main, {main: append(NOTE)}, verify=False)
    os.close(descriptor)
    assert [p.name for p in tmp_path.glob(".*.lktmp")] == [alive.name]
