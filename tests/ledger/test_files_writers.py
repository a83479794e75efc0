"""Several writers: those that take our lock, and those that know nothing of it."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.disk import Disk
from ledgerkit.ledger.writing.journal import JOURNAL_NAME
from ledgerkit.ledger.writing.lock import LOCK_NAME
from ledgerkit.ledger.writing.writer import (
    BooksWriter,
    append,
    splice_append,
    write_books,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock

MAIN = b"2026-01-01 open Assets:Bank EUR\n"
NOTE = '2026-01-03 note Assets:Bank "added"'
OTHERS = b'2026-01-04 note Assets:Bank "by hand"\n'


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_bytes(MAIN)
    return path


def _write_many(main: Path, name: str, count: int, *, verify: bool) -> None:
    writer = BooksWriter(main=main, lock_timeout=120)
    for number in range(count):
        note = f'2026-01-02 note Assets:Bank "{name} {number}"'
        writer.write({main: append(note)}, verify=verify)


@pytest.mark.parametrize(("count", "verify"), [(200, False), (25, True)])
def test_two_processes_that_append_lose_nothing(
    main: Path, count: int, *, verify: bool
) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(
            target=_write_many, args=(main, name, count), kwargs={"verify": verify}
        )
        for name in ("one", "two")
    ]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0]
    text = main.read_bytes().decode()
    assert text.startswith(MAIN.decode())
    for name in ("one", "two"):
        found = [text.index(f'"{name} {number}"') for number in range(count)]
        assert found == sorted(found)
    assert text.count("note") == 2 * count


@pytest.fixture
def lock_of_another_process(main: Path) -> Iterator[Path]:
    code = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX);"
        " print('locked', flush=True); sys.stdin.read()"
    )
    path = main.parent / LOCK_NAME
    with subprocess.Popen(
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        yield path
        assert process.stdin is not None
        process.stdin.close()


def test_a_lock_that_another_process_keeps_is_waited_for_and_then_refused(
    main: Path, lock_of_another_process: Path
) -> None:
    begun = time.monotonic()
    with pytest.raises(WriteRefusedError) as refused:
        BooksWriter(main=main, lock_timeout=0.3).write({main: append(NOTE)})
    assert 0.3 <= time.monotonic() - begun < 5
    assert str(refused.value) == (
        f"{lock_of_another_process}: another program has been writing to these books"
        " for 0.3 seconds; nothing was written, try again when it is done"
    )
    assert main.read_bytes() == MAIN


def test_a_lock_given_back_in_time_is_taken(main: Path) -> None:
    class BusyTwice(Disk):
        waits = 0

        def lock(self, path: Path) -> BaseFileLock:
            if self.waits < 2:
                raise BlockingIOError
            return super().lock(path)

        def wait(self, seconds: float) -> None:
            assert seconds <= 0.05
            self.waits += 1

    BooksWriter(main=main, disk=BusyTwice()).write({main: append(NOTE)})
    assert main.read_bytes() == splice_append(MAIN, NOTE)


def test_books_reached_by_a_link_share_the_lock_of_the_real_ones(
    tmp_path: Path, main: Path, lock_of_another_process: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.beancount"
    link.parent.mkdir()
    link.symlink_to(main)
    with pytest.raises(WriteRefusedError, match=str(lock_of_another_process)):
        BooksWriter(main=link, lock_timeout=0).write({link: append(NOTE)})


@pytest.mark.parametrize("verify", [True, False])
def test_what_somebody_saves_between_read_and_replace_stays_and_is_spliced_again(
    main: Path, *, verify: bool
) -> None:
    seen = []

    def splice(old: bytes) -> bytes:
        seen.append(old)
        if len(seen) == 1:
            main.write_bytes(MAIN + OTHERS)
        return splice_append(old, NOTE)

    write_books(main, {main: splice}, verify=verify)
    assert seen == [MAIN, MAIN + OTHERS]
    assert main.read_bytes() == splice_append(MAIN + OTHERS, NOTE)


def test_a_file_made_by_somebody_else_in_the_meantime_is_added_to(main: Path) -> None:
    new = main.parent / "2027.txt"
    seen = []

    def splice(old: bytes) -> bytes:
        seen.append(old)
        new.write_bytes(OTHERS)
        return splice_append(old, NOTE)

    write_books(main, {new: splice})
    assert seen == [b"", OTHERS]
    assert new.read_bytes() == splice_append(OTHERS, NOTE)


def test_the_new_books_are_checked_again_when_another_file_of_theirs_is_saved(
    main: Path,
) -> None:
    accounts = main.parent / "accounts.beancount"
    accounts.write_bytes(b"2026-01-01 open Assets:Cash EUR\n")
    main.write_bytes(MAIN + b'include "accounts.beancount"\n')
    before = main.read_bytes()
    steps = []

    def progress(step: str) -> None:
        steps.append(step)
        if steps == ["checking the new books", "writing"]:
            accounts.write_bytes(b"2026-01-01 open Assets:Till EUR\n")

    note = '2026-01-03 note Assets:Cash "added"'
    with pytest.raises(WriteRefusedError, match="unknown account 'Assets:Cash'"):
        write_books(main, {main: append(note)}, progress=progress)
    assert steps == ["checking the new books", "writing", "checking the new books"]
    assert main.read_bytes() == before


def test_when_somebody_keeps_saving_the_write_gives_up_and_overwrites_nothing(
    main: Path,
) -> None:
    def splice(old: bytes) -> bytes:
        main.write_bytes(old + OTHERS)
        return splice_append(old, NOTE)

    with pytest.raises(WriteRefusedError, match="saved the books 5 times"):
        write_books(main, {main: splice}, verify=False)
    assert main.read_bytes() == MAIN + OTHERS * 5


def test_a_file_saved_after_the_first_of_two_is_in_place_starts_both_again(
    main: Path,
) -> None:
    side = main.parent / "register.txt"
    side.write_bytes(b"1\n")

    class SavedInBetween(Disk):
        replaced: list[str] = []  # noqa: RUF012 - one disk, one test

        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            if target.name == JOURNAL_NAME:
                return
            if not self.replaced:
                main.write_bytes(MAIN + OTHERS)
            self.replaced.append(target.name)

    disk = SavedInBetween()
    BooksWriter(main=main, disk=disk).write({side: append("2"), main: append(NOTE)})
    assert side.read_bytes() == b"1\n\n2\n"
    assert main.read_bytes() == splice_append(MAIN + OTHERS, NOTE)
    # In place, put back, and both again.
    assert disk.replaced == [side.name, side.name, side.name, main.name]


def test_a_file_saved_again_on_top_of_ours_is_not_put_back(main: Path) -> None:
    side = main.parent / "register.txt"
    side.write_bytes(b"1\n")

    class FailsAtTheSecond(Disk):
        def replace(self, source: Path, target: Path) -> None:
            if target == main:
                side.write_bytes(b"by hand")
                raise OSError(5, "Input/output error")
            super().replace(source, target)

    with pytest.raises(WriteRefusedError, match=r"register.txt: may hold the new text"):
        BooksWriter(main=main, disk=FailsAtTheSecond()).write(
            {side: append("2"), main: append(NOTE)}
        )
    assert side.read_bytes() == b"by hand"
    assert main.read_bytes() == MAIN


def test_a_file_that_an_editor_has_just_emptied_is_read_once_it_is_filled(
    main: Path,
) -> None:
    main.write_bytes(b"")

    class Filled(Disk):
        def wait(self, _seconds: float) -> None:
            main.write_bytes(MAIN)

    BooksWriter(main=main, disk=Filled()).write({main: append(NOTE)})
    assert main.read_bytes() == splice_append(MAIN, NOTE)


def test_the_unpublished_text_is_seen_by_no_other_loader(main: Path) -> None:
    from beancount import loader  # noqa: PLC0415

    seen: list[Any] = []

    def progress(_step: str) -> None:
        seen.append(loader.load_file(str(main))[0])

    write_books(main, {main: append(NOTE)}, progress=progress)
    assert [len(directives) for directives in seen] == [1, 1]
