"""A practice sees all its clients' books, a row a book, and none is left out."""

import json

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.ledger.trust import allow

ACME = """
option "operating_currency" "EUR"
2025-01-01 custom "company" "Studio Uno"
2025-01-01 custom "client" "beta" "Beta Ltd"
2025-01-01 open Assets:Bank EUR
2025-01-01 open Assets:Receivable
2025-01-01 open Liabilities:Payable
2025-01-01 open Income:Sales
2025-01-01 open Expenses:Rent
2025-10-01 * "Beta Ltd" "Design" ^INV-1
  due: 2025-10-31
  Assets:Receivable      100.00 EUR
  Income:Sales
2025-10-01 * "Beta Ltd" "Overseas" ^INV-2
  due: 2025-11-30
  Assets:Receivable       30.00 USD
  Income:Sales
2025-12-01 * "Beta Ltd" "Not due" ^INV-3
  due: 2025-12-31
  Assets:Receivable      500.00 EUR
  Income:Sales
2025-11-20 * "Landlord" "Rent" ^R-1
  due: 2025-12-05
  Liabilities:Payable    -70.00 EUR
  Expenses:Rent
2025-11-20 * "Landlord" "Rent" ^R-2
  due: 2025-12-08
  Liabilities:Payable    -80.00 EUR
  Expenses:Rent
"""
#: A payment that settles more than its invoice: a check of receivables fails.
WRONG = """
2025-12-01 * "Beta Ltd" "Transfer"
  Assets:Bank             90.00 EUR
  Assets:Receivable      -90.00 EUR
    invoice: "INV-1"
2025-12-01 * "Beta Ltd" "Transfer"
  Assets:Bank             90.00 EUR
  Assets:Receivable      -90.00 EUR
    invoice: "INV-1"
"""


@pytest.fixture
def folder(tmp_path):
    def book(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    book("uno/main.beancount", ACME)
    book("uno/old/main.beancount", ACME)
    book("group/due/main.beancount", ACME + WRONG)
    book(
        "tre/books.beancount",
        'option "insert_pythonpath" "TRUE"\nplugin "ours"\n' + ACME,
    )
    book("tre/ours.py", "__plugins__ = ()\n")
    book("two/a.beancount", ACME)
    book("two/b.beancount", ACME)
    book("void/main.beancount", "")
    book(".git/main.beancount", ACME)
    return tmp_path


def asked(folder, *options):
    arguments = ["practice", str(folder), "--as-of", "2025-12-03", *options]
    return CliRunner().invoke(main, arguments)


def rows(folder):
    result = asked(folder, "--format", "json")
    assert result.exit_code == 1, result.stderr
    return {row["book"]: row for row in json.loads(result.stdout)["rows"]}


def test_each_book_has_a_row_and_what_cannot_be_read_says_why(folder):
    found = rows(folder)
    assert list(found) == ["group/due", "tre/books.beancount", "two", "uno", "void"]
    unread = {book: row["unread"] for book, row in found.items() if row["unread"]}
    assert list(unread) == ["tre/books.beancount", "two", "void"]
    assert "ledgerkit trust" in unread["tre/books.beancount"]
    assert unread["two"].startswith("which is the main ledger of a.beancount, b.bean")
    assert "the file is empty" in unread["void"]


def test_what_is_overdue_and_due_counts_by_currency(folder):
    row = rows(folder)["uno"]
    assert row["name"] == "Studio Uno"
    # INV-1 alone is late in euros; of our bills one falls due by Sunday, 7 December.
    assert (row["overdue"], row["due"], row["currency"]) == ("100.00", "70.00", "EUR")
    assert row["other_currencies"] == "30.00 USD overdue"
    assert row["most_overdue"] == "Beta Ltd, 33 days"
    assert row["failing"] is None


def test_checks_that_fail_are_named_with_their_count(folder):
    assert rows(folder)["group/due"]["failing"].startswith("receivables 1")


def test_a_trusted_folder_is_read(folder):
    allow([folder / "tre"])
    assert asked(folder / "tre").exit_code in {0, 1}
    assert "trust" not in asked(folder / "tre").stdout


def test_good_books_alone_are_no_finding(folder):
    assert asked(folder / "uno").exit_code == 0


def test_a_folder_without_books_is_refused(tmp_path):
    result = asked(tmp_path)
    assert result.exit_code == 2
    assert "no folder below it holds a main.beancount" in result.stderr
