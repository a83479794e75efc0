"""What an auditor's tests of the journal bring up, and what they leave alone."""

from collections import defaultdict
from textwrap import dedent

import pytest

from ledgerkit.api import load
from ledgerkit.reports.general_ledger.journal_tests import journal_tests

ACCOUNTS = """\
option "operating_currency" "EUR"
2025-01-01 custom "company" "Studio"
  country: "IT"
1970-01-01 custom "ledgerkit" "approval-above" 1000.00 EUR
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivable
2025-01-01 open Assets:Suspense
  role: "suspense"
2025-01-01 open Liabilities:Payable
2025-01-01 open Liabilities:Loan
2025-01-01 open Income:Services
2025-01-01 open Expenses:Rent
"""
#: Nothing is odd about three weeks' rent and work, all on Wednesdays.
USUAL = "".join(
    f"""\
2025-02-{day:02} * "Landlord" "Rent of a week"
  Expenses:Rent   123.45 EUR
  Assets:Bank
2025-02-{day:02} * "Acme" "Work" ^INV-{day}
  Assets:Receivable  234.56 EUR
  Income:Services
2025-02-{day:02} * "Acme" "Transfer" ^INV-{day}
  Assets:Bank  234.56 EUR
  Assets:Receivable
"""
    for day in (5, 12, 19)
)


@pytest.fixture
def found(tmp_path):
    def look(text=""):
        path = tmp_path / "main.beancount"
        path.write_text(ACCOUNTS + USUAL + dedent(text))
        books = load(path)
        assert [e.message for e in books.errors] == []
        rows = defaultdict(list)
        for row in journal_tests(books, period="2025").rows:
            rows[row.cells["test"]].append((row.cells["text"], row.cells["account"]))
        return dict(rows)

    return look


def test_usual_entries_bring_up_nothing(found):
    assert found() == {}


@pytest.mark.parametrize("amount", ["2000.00", "999.00", "4999.99"])
def test_amounts_of_whole_thousands_and_just_short_of_one(found, amount):
    text = f"""
        2025-03-05 * "Landlord" "Rent"
          Expenses:Rent  {amount} EUR
          Assets:Bank
    """
    assert found(text) == {"round": [("Rent", "Expenses:Rent")]}


def test_an_amount_well_short_of_a_thousand_is_usual(found):
    text = """
        2025-03-05 * "Landlord" "Rent"
          Expenses:Rent  998.99 EUR
          Assets:Bank
    """
    assert found(text) == {}


@pytest.mark.parametrize("day", ["2025-03-08", "2025-04-25"])
def test_weekends_and_holidays_of_our_country(found, day):
    """A Saturday, and Liberation Day, a Friday."""
    text = f"""
        {day} * "Landlord" "Rent"
          Expenses:Rent  123.45 EUR
          Assets:Bank
    """
    assert found(text) == {"day": [("Rent", "Expenses:Rent")]}


def test_accounts_that_are_seldom_used(found):
    text = """
        2025-03-05 * "Bank" "A loan"
          Assets:Bank  123.45 EUR
          Liabilities:Loan
    """
    assert found(text) == {"seldom": [("A loan", "Liabilities:Loan")]}


def test_revenue_against_an_unusual_account(found):
    text = """
        2025-03-05 * "Landlord" "Set off"
          Expenses:Rent  123.45 EUR
          Income:Services
    """
    assert found(text) == {"pair": [("Set off", "Income:Services")]}


def test_entries_that_say_nothing(found):
    text = """
        2025-03-05 * "x"
          Expenses:Rent  123.45 EUR
          Assets:Bank
    """
    assert found(text) == {"text": [("x", "Expenses:Rent")]}


def test_suspense_accounts(found):
    text = "".join(
        f"""
        2025-03-{day:02} * "Landlord" "Who knows"
          Assets:Suspense  123.45 EUR
          Assets:Bank
        """
        for day in (5, 12, 19)
    )
    assert found(text) == {"suspense": [("Who knows", "Assets:Suspense")] * 3}


@pytest.mark.parametrize(
    ("amount", "is_found"),
    [("950.00", True), ("1000.00", True), ("949.99", False), ("1000.01", False)],
)
def test_bills_just_under_a_limit_of_approval(found, amount, is_found):
    bills = "".join(
        f"""
        2025-03-{day:02} * "Mill" "Wares" ^B-{day}
          Liabilities:Payable  -{amount if day == 5 else "200.00"} EUR
          Expenses:Rent
        """
        for day in (5, 12, 19)
    )
    limit = found(bills).get("limit", [])
    assert limit == ([("Wares", "Liabilities:Payable")] if is_found else [])


def test_the_notes_say_what_each_test_is_and_how_many_it_brings_up(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + USUAL)
    notes = journal_tests(load(path), period="2025").notes
    assert notes[0] == "From 2025-01-01 to 2025-12-31; 9 entries."
    assert "suspense: entries on suspense accounts: 0." in notes
    assert len(notes) == 8
