"""The auditor's folder: all of it, the same each time, and nothing overwritten."""

import csv
from hashlib import sha256

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.reports.general_ledger.completeness import completeness

BOOK = """
option "operating_currency" "EUR"
2025-01-01 open Assets:Bank EUR
2025-01-01 open Assets:Receivable EUR
2025-01-01 open Income:Work EUR
2025-01-01 open Equity:Retained EUR
2025-01-02 * "Acme" "=cmd|' /C calc'!A1" ^F-1
  document: "docs/F-1.pdf"
  Assets:Receivable 100.00 EUR
  Income:Work
2025-01-20 * "Acme" "Payment" ^F-1
  Assets:Bank 60.00 EUR
    bank-ref: "1"
  Assets:Receivable
2025-01-31 custom "statement" Assets:Bank "2025-01" 60.00 EUR
  opening: 0.00 EUR
2025-01-31 document Assets:Bank "docs/statement.pdf"
2025-12-31 * "Closing"
  closing: TRUE
  Income:Work 100.00 EUR
  Equity:Retained
"""


@pytest.fixture
def book(tmp_path):
    def write(name, text=BOOK):
        folder = tmp_path / name
        (folder / "docs").mkdir(parents=True)
        (folder / "docs" / "F-1.pdf").write_bytes(b"invoice")
        (folder / "docs" / "statement.pdf").write_bytes(b"statement")
        (folder / "main.beancount").write_text(text)
        return folder

    return write


def pack(book, folder, *options):
    return CliRunner().invoke(main, ["pack", "2025", str(folder), str(book), *options])


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_books_same_bytes_wherever_they_lie(book, tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    result = pack(book("a"), first)
    assert result.exit_code == 0, result.output
    assert pack(book("else/where"), second).exit_code == 0
    assert contents(first) == contents(second)
    again = pack(tmp_path / "a", first)
    assert "0 files written" in again.output
    assert (first / "journal.csv").stat().st_mode & 0o777 == 0o600


def test_the_manifest_lists_every_other_file(book, tmp_path):
    pack(book("a"), tmp_path / "out")
    files = contents(tmp_path / "out")
    manifest = files.pop("SHA256SUMS").decode()
    assert manifest == "".join(
        f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )
    assert {
        "statements/balance-sheet.html", "statements/completeness.csv", "journal.csv",
        "cards/Assets-Bank.csv", "open-items/receivable.csv", "closed-periods.csv",
        "bank/Assets-Bank-EUR-2025-01-31-2025-01.html", "books.csv", "findings.csv",
        "schedules.csv",
    } <= set(files)  # fmt: skip
    assert b"'=cmd" in files["journal.csv"]


def test_documents_are_listed_with_their_digest(book, tmp_path):
    pack(book("a"), tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out" / "documents.csv").open()))
    assert [(row["file"], row["sha256"]) for row in rows] == [
        ("docs/F-1.pdf", sha256(b"invoice").hexdigest()),
        ("docs/statement.pdf", sha256(b"statement").hexdigest()),
    ]
    folder = book("b", BOOK)
    (folder / "docs" / "F-1.pdf").unlink()
    assert "1 of 2 documents are missing" in pack(folder, tmp_path / "new").output


def test_a_folder_with_other_content_is_left_alone(book, tmp_path):
    folder, out = book("a"), tmp_path / "out"
    assert pack(folder, out).exit_code == 0
    before = contents(out)
    (folder / "main.beancount").write_text(BOOK.replace("60.00", "70.00"))
    refused = pack(folder, out)
    assert (refused.exit_code, "--force" in refused.output) == (2, True)
    assert contents(out) == before
    assert pack(folder, out, "--force").exit_code == 0
    assert b"70.00" in contents(out)["journal.csv"]
    (out / "notes.txt").write_text("mine")
    assert "not of the pack" in pack(folder, out, "--force").output


@pytest.mark.parametrize("name", ["agency", "shop"])
@pytest.mark.parametrize("period", ["2025", "2025-Q2"])
def test_opening_balances_and_entries_make_the_closing_ones(name, period):
    books = load(SAMPLE_BOOKS / name / "main.beancount")
    table = completeness(books, period=period)
    assert table.notes[-1].startswith("Proven")
    assert not any(row.cells["difference"] for row in table.rows)
    assert sum(row.cells["entries"] for row in table.rows) == len(
        books.journal(period=period).rows
    )
