"""Whichever call to the disk fails while bills are imported: the old books or the new.

The file of a bill is kept with the entry that names it, or not at all.
"""

import errno
import os
import shutil

from click.testing import CliRunner
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS

from ledgerkit.cli import main
from ledgerkit.ledger.writing.disk import Disk

BILL = SAMPLE_BOOKS / "shop" / "inbox" / "LT-51399.xml"
VENDOR = '2020-01-01 custom "vendor" "lindauer" "Lindauer Teile"\n'
#: What a disk can't refuse.
HARMLESS = {"close", "wait", "seconds"}


def failing_disk(monkeypatch, at):
    """Make one call fail, and count them."""
    calls = []

    def counted(real):
        def call(disk, *arguments):
            calls.append(real.__name__)
            if len(calls) == at:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(disk, *arguments)

        return call

    for name, real in list(vars(Disk).items()):
        if callable(real) and not name.startswith("_") and name not in HARMLESS:
            monkeypatch.setattr(Disk, name, counted(real))
    return calls


def run(book):
    command = ["bill", "import", str(BILL), "-f", str(book), "--yes"]
    return CliRunner().invoke(main, command)


def test_a_call_that_fails_leaves_the_old_books_or_the_new(tmp_path, monkeypatch):
    folder = tmp_path / "book"
    book = folder / "main.beancount"
    before = f"{ACCOUNTS}{VENDOR}".encode()

    def restore():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        book.write_bytes(before)

    restore()
    assert run(book).exit_code == 0
    after = book.read_bytes()
    (kept,) = (path.name for path in folder.rglob("*.xml"))
    refused = 0
    for at in range(1, 1000):
        restore()
        with monkeypatch.context() as patch:
            calls = failing_disk(patch, at)
            result = run(book)
        assert isinstance(result.exception, SystemExit | None), f"call {at}"
        assert book.read_bytes() == (before if result.exit_code else after), f"{at}"
        names = {path.name for path in folder.rglob("*") if path.is_file()}
        wanted = {book.name, kept} if not result.exit_code else {book.name}
        assert names - {".ledgerkit.lock"} == wanted, f"call {at}"
        if len(calls) < at:
            break
        if result.exit_code:
            refused += 1
            assert result.exit_code == 2, f"call {at}"
            if at % 4 == 0:
                # The same command once more does the rest.
                assert run(book).exit_code == 0
                assert book.read_bytes() == after
    assert len(calls) < at
    assert refused > 10
