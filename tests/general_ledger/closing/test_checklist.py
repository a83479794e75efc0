"""What the checklist of a close looks at, item by item."""

from datetime import date
from textwrap import dedent

import pytest

from ledgerkit.api import load
from ledgerkit.books.general_ledger.close_checklist import CHECKLIST, close_checklist
from ledgerkit.general_ledger.period import Period

QUARTER = Period(date(2025, 4, 1), date(2025, 6, 30), "2025-Q2")
ACCOUNTS = """\
option "operating_currency" "EUR"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Bank:Dollars
2020-01-01 open Assets:Stock
  role: "stock"
2020-01-01 open Assets:Receivable
2020-01-01 open Assets:Receivable-Revaluation EUR
  role: "fx-valuation"
2020-01-01 open Assets:Equipment
2020-01-01 open Income:Services
2020-01-01 open Income:Unrealised
  role: "unrealised-gain"
2020-01-01 open Expenses:Depreciation
2020-01-01 open Equity:Capital
"""


@pytest.fixture
def problems(tmp_path):
    def look(text, item, period=QUARTER):
        path = tmp_path / "main.beancount"
        path.write_text(ACCOUNTS + dedent(text))
        books = load(path)
        assert [e.message for e in books.errors] == []
        items = {each.name: each for each in close_checklist(books, period, {})}
        assert set(items) == set(CHECKLIST) - {"inbox"}
        return list(items[item].problems)

    return look


ASSET = """
    2025-04-01 custom "schedule" "press" "asset"
      cost: 3600.00 EUR
      account: Assets:Equipment
      expense-account: Expenses:Depreciation
      life: "36 months"
      every: "monthly"
    2025-04-01 * "Press"
      Assets:Equipment  3600.00 EUR
      Equity:Capital
"""
MONTH = """
    2025-{:02}-{} * "press: depreciation"
      schedule: "press"
      Expenses:Depreciation  100.00 EUR
      Assets:Equipment      -100.00 EUR
"""


def test_entries_of_schedules_that_are_due_are_to_be_written(problems):
    [problem] = problems(ASSET + MONTH.format(4, 30), "schedules")
    assert problem == (
        "press: 2 entries not written, the first of 2025-05-31; run ledgerkit schedules"
        " --write --until 2025-06-30"
    )
    written = ASSET + "".join(
        MONTH.format(month, day) for month, day in ((4, 30), (5, 31), (6, 30))
    )
    assert problems(written, "schedules") == []


DOLLARS = """
    2025-06-01 price USD 0.90 EUR
    2025-06-30 price USD 0.95 EUR
    2025-06-01 * "Acme" "Work" ^INV-1
      Assets:Receivable  600.00 USD @ 0.92 EUR
      Income:Services
"""
REVALUED = """
    2025-06-30 * "Revaluation"
      revalued: 2025-06-30
      Assets:Receivable-Revaluation  18.00 EUR
        revalues: "INV-1"
      Income:Unrealised
"""


def test_open_foreign_items_are_to_be_revalued(problems):
    """600 USD carried at 552.00 are worth 570.00: 18.00 are missing."""
    [problem] = problems(DOLLARS, "revaluation")
    assert problem == (
        "INV-1: 18.00 EUR not revalued at the end of the period; run ledgerkit revalue"
        " 2025-06-30"
    )
    assert problems(DOLLARS + REVALUED, "revaluation") == []
    [half] = problems(DOLLARS + REVALUED.replace("18.00", "8.00"), "revaluation")
    assert half.startswith("INV-1: 10.00 EUR not revalued")


def test_what_has_no_rate_cannot_be_revalued(problems):
    [problem] = problems(DOLLARS.replace("06-30 price", "07-01 price"), "revaluation")
    assert problem.startswith("the last rate of USD to EUR on 2025-06-30 is of")


def test_a_book_without_a_valuation_account_does_not_revalue(problems):
    book = 'option "operating_currency" "EUR"\n'
    assert problems(book, "revaluation") == []


def test_stock_below_zero_is_named_with_its_day(problems):
    text = """
        2025-05-01 * "Sold before it was bought"
          Assets:Stock    -2 WIDGET @ 10 EUR
          Equity:Capital
        2025-05-03 * "Bought"
          Assets:Stock     5 WIDGET @ 10 EUR
          Equity:Capital
    """
    assert problems(text, "stock") == [
        "Assets:Stock is below zero in WIDGET on 2025-05-01"
    ]


def test_a_trial_balance_that_is_out_by_a_cent_is_named(problems):
    text = """
        option "inferred_tolerance_default" "EUR:0.02"
        2025-05-01 * "A cent too much"
          Assets:Bank      10 EUR
          Equity:Capital  -10.01 EUR
    """
    [problem] = problems(text, "trial-balance")
    assert problem == (
        "transactions up to 2025-06-30 don't balance by -0.01 EUR, within the tolerance"
    )


def test_the_inbox_is_an_item_only_if_somebody_looked_into_it(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS)
    items = close_checklist(load(path), QUARTER, {}, ["inbox/june.csv waits"])
    assert [i.problems for i in items if i.name == "inbox"] == [
        ["inbox/june.csv waits"]
    ]
    assert [i.name for i in items] == list(CHECKLIST)
