"""Whatever fails while statements are imported: the old books or the new, whole."""

import errno
import shutil

from tests.entries.bank.bank_statements import (
    bank_file,
    certainly,
    line,
    statement,
    told,
)
from tests.ledger.test_files_failures import failing

from ledgerkit.api import load
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.entries.bank.import_statements import (
    BankImportChange,
    choices_above,
    plan_bank_import,
)
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.writer import BooksWriter, LoadedFiles

MAIN = """\
include "journal.beancount"
1970-01-01 open Assets:Bank:Intesa EUR
  iban: "IT60X0542811101000000123456"
1970-01-01 open Expenses:Purchases
"""
JOURNAL = """\
2026-01-09 ! "Rossi" "Paper"
  Assets:Bank:Intesa     -90.00 EUR
  Expenses:Purchases
"""
FILE = bank_file(
    statement(
        [
            line("2026-01-12", "-90.00", reference="A-1"),
            line("2026-01-13", "5.00", reference="A-2"),
        ],
        opening="0.00",
    )
)


def clears(one, known):
    """The first line is Rossi's; nobody knows the other."""
    found = [m for m in known.booked if m.amount == one.amount]
    return certainly(one, MatchKind.BOOKED, booked=tuple(found)) if found else None


def test_a_disk_that_fails_leaves_the_old_books_or_the_new(tmp_path):
    main, journal = tmp_path / "main.beancount", tmp_path / "journal.beancount"
    outcomes = set()
    for at in range(1, 500):
        shutil.rmtree(tmp_path / "documents", ignore_errors=True)
        main.write_text(MAIN, encoding="utf-8")
        journal.write_text(JOURNAL, encoding="utf-8")
        books = load(main)
        prepared = prepare_bank_import(books, [FILE], match=told(clears))
        planned = plan_bank_import(books, prepared, choices_above(prepared))
        change = BankImportChange(
            books, planned, known=LoadedFiles.of(books), into=main
        )
        disk = failing(at, errno.ENOSPC, for_good=False)
        try:
            BooksWriter(main=main, disk=disk).write_planned(change._plan)
        except (WriteRefusedError, OSError):
            is_new = False
        else:
            is_new = True
        now = main.read_text("utf-8"), journal.read_text("utf-8")
        is_old = now == (MAIN, JOURNAL)
        assert is_old != (now[0] != MAIN and now[1] != JOURNAL), f"call {at}"
        assert is_old or is_new, f"call {at}"
        outcomes.add(is_old)
        kept = list(tmp_path.glob("documents/**/*.ofx"))
        assert [path.read_bytes() for path in kept] == [FILE.content] * (not is_old)
        assert [path for path in kept if path.stat().st_mode & 0o777 != 0o600] == []
        if disk.calls < at:
            break
    assert outcomes == {True, False}
    assert disk.calls < at
    again = load(main)
    assert [e.message for e in again.errors] == []
    assert [s.closing for s in again.bank_read.statements] == [-85]
