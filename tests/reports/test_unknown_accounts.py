"""A book whose control accounts nobody knows says so, and how to make them known."""

import inspect
from datetime import date

import pytest

import ledgerkit
from ledgerkit.open_items.side import Side

DAY = date(2026, 3, 1)
RECEIVABLE = (
    'No receivable account is known: write role: "receivable" below its open directive.'
)
PAYABLE = 'No payable account is known: write role: "payable" below its open directive.'

ODD = """
    2026-01-01 open Assets:Bank            EUR
    2026-01-01 open Assets:Mandanten       EUR
    2026-01-01 open Liabilities:Schulden   EUR
    2026-01-01 open Income:Fees            EUR
    2026-01-01 open Expenses:Paper         EUR
    2026-01-05 * "Acme" "Fee note" ^FN-1
      Assets:Mandanten       100.00 EUR
      Income:Fees
    2026-01-06 * "Paper Ltd" "Bill" ^B-7
      Liabilities:Schulden   -30.00 EUR
      Expenses:Paper
"""


@pytest.fixture
def book(tmp_path):
    def make(text):
        path = tmp_path / "main.beancount"
        path.write_text(inspect.cleandoc(text) + "\n", "utf-8")
        return ledgerkit.load(path)

    return make


@pytest.mark.parametrize(
    "report", ["aging", "open_items", "documents", "collection", "discounts"]
)
@pytest.mark.parametrize("side", Side)
def test_a_report_of_a_side_without_an_account_says_so(book, report, side):
    table = getattr(book(ODD), report)(as_of=DAY, side=side)
    said = [note for note in table.notes if " account is known" in str(note)]
    assert said == [RECEIVABLE if side is Side.RECEIVABLE else PAYABLE]


@pytest.mark.parametrize("report", ["client_list", "client_balances", "credit_limits"])
def test_a_list_of_clients_says_so(book, report):
    assert RECEIVABLE in getattr(book(ODD), report)(as_of=DAY).notes


def test_a_side_that_is_known_is_not_noted(book):
    known = book(ODD.replace("Mandanten", "1200-Clienti"))
    assert [row["balance"] for row in known.aging(as_of=DAY).to_dicts()] == [100]
    assert RECEIVABLE not in known.aging(as_of=DAY).notes


def messages(books):
    return {(found.place.lineno, found.message) for found in books.findings()}


def test_the_account_that_is_posted_to_as_a_claim_or_debt_is_named(book):
    known = "account is known: write role:"
    end = "below its open directive;"
    assert messages(book(ODD)) == {
        (
            2,
            (
                f'no receivable {known} "receivable" {end} Assets:Mandanten may be one,'
                " else write what its role is"
            ),
        ),
        (
            3,
            (
                f'no payable {known} "payable" {end} Liabilities:Schulden may be one,'
                " else write what its role is"
            ),
        ),
    }


def test_an_account_whose_role_is_stated_is_no_question(book):
    answered = ODD.replace(
        "Assets:Mandanten       EUR", 'Assets:Mandanten\n      role: "none"'
    ).replace("Liabilities:Schulden   EUR", 'Liabilities:Schulden\n      role: "card"')
    assert messages(book(answered)) == set()


def test_a_household_without_a_claim_or_debt_is_not_advised(book):
    household = book("""
        2026-01-01 open Assets:Checking   EUR
        2026-01-01 open Assets:Fund       EUR
        2026-01-01 open Income:Salary     EUR
        2026-01-01 open Expenses:Food     EUR
        2026-01-05 * "Employer" "Salary"
          Assets:Checking  1000.00 EUR
          Income:Salary
        2026-01-06 * "Shop" "Food"
          Assets:Checking   -30.00 EUR
          Expenses:Food
        2026-01-07 * "Saved"
          Assets:Checking  -100.00 EUR
          Assets:Fund
    """)
    assert messages(household) == set()
    assert not household.knows_control_account(Side.RECEIVABLE)
