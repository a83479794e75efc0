"""Budgets and dimensions: what is planned by the day, and sums that tie."""

from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

from ledgerkit.api import load
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.management.budget import (
    Budget,
    BudgetInterval,
    BudgetPlan,
)
from ledgerkit.general_ledger.period import Period

HEAD = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
2020-01-01 open Assets:Bank
2020-01-01 open Liabilities:Payable
2020-01-01 open Income:Services
2020-01-01 open Expenses:Food
2020-01-01 open Expenses:Food:Lunch
2020-01-01 open Expenses:FoodBank
2020-01-01 open Expenses:Rent
"""


@pytest.fixture
def book(tmp_path):
    def write(text):
        path = tmp_path / "main.beancount"
        path.write_text(HEAD + dedent(text))
        books = load(path)
        assert [e.message for e in books.errors] == []
        return books

    return write


def rows(table, *columns):
    return {
        row.cells["account"]: tuple(row.cells[column] for column in columns)
        for row in table.rows
    }


def amounts(table, column):
    return {
        row.cells["line"]: row.cells[column]
        for row in table.rows
        if row.cells[column] is not None
    }


def spent(day, account, number, meta=""):
    return f"""
{day} * "Spent"
{meta}  {account}  {number} EUR
  Assets:Bank
"""


BUDGETS = """
2025-01-01 custom "budget" Expenses:Food "monthly" 100.00 EUR
2025-01-01 custom "budget" Expenses:FoodBank "monthly" 50.00 EUR
2025-01-01 custom "budget" Income:Services "yearly" -3650.00 EUR
"""


def test_a_budget_is_of_an_account_and_those_below_it_alone(book):
    books = book(
        BUDGETS
        + spent("2025-01-10", "Expenses:Food:Lunch", "30.00")
        + spent("2025-01-11", "Expenses:FoodBank", "20.00")
        + spent("2025-01-12", "Expenses:Rent", "900.00")
        + spent("2025-01-13", "Income:Services", "-400.00")
    )
    table = books.budget(period="2025-01")
    found = rows(table, "budget", "actual", "available")
    assert found["Expenses:Food"] == (100, 30, 70)
    assert found["Expenses:FoodBank"] == (50, 20, 30)
    assert found["Income:Services"] == (310, 400, -90)
    assert found["Expenses without a budget"] == (0, 900, -900)
    assert found["Total expenses"] == (150, 950, -800)


def test_a_budget_is_spread_by_day_and_rounded_at_the_end(book):
    books = book(
        """
        2025-01-10 custom "budget" Expenses:Food "monthly" 200.00 EUR
        2025-02-01 custom "budget" Expenses:Food "yearly" 365.00 EUR
        2025-03-01 custom "budget" Expenses:Food "weekly" 0.00 EUR
        """
    )
    found = {
        period: rows(books.budget(period=period), "budget")["Expenses:Food"][0]
        for period in ("2025-01", "2025-02", "2025-03", "2025")
    }
    # 22 of 31 days; 28 of 365; ended.
    assert found == {
        "2025-01": Decimal("141.94"),
        "2025-02": Decimal("28.00"),
        "2025-03": Decimal("0.00"),
        "2025": Decimal("169.94"),
    }


def budget_of(interval, number, day=date(2020, 1, 1)):
    return Budget(
        account="Expenses:Food",
        currency="EUR",
        day=day,
        interval=interval,
        number=number,
        place=Place("a", 1),
    )


def test_a_year_of_months_is_whole():
    plan = BudgetPlan([budget_of(BudgetInterval.YEAR, Decimal(200))])
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert list(plan.amounts(year).values()) == [Decimal(200)]


@given(
    st.sampled_from(BudgetInterval),
    st.decimals(min_value=1, max_value=10**6, places=2),
    st.dates(date(2021, 1, 1), date(2022, 6, 30)),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_parts_of_a_budget_sum_to_the_whole(interval, number, first, some, more):
    budget = budget_of(interval, number)
    middle = date.fromordinal(first.toordinal() + some)
    after = date.fromordinal(middle.toordinal() + 1)
    last = date.fromordinal(after.toordinal() + more)
    parts = budget.between(first, middle) + budget.between(after, last)
    assert parts == budget.between(first, last)


APPROVAL = """
2025-01-01 custom "approval-rule" "anna"
2025-01-01 custom "manager" "anna" "Anna"
2025-01-01 custom "budget" Expenses:Food "monthly" 100.00 EUR
2025-01-05 * "Rossi" "Before" ^B-1
  approved-by: "anna"
  approved-on: 2025-01-05
  Expenses:Food  20.00 EUR
  Liabilities:Payable
2025-01-20 * "Rossi" "Approved" ^B-2
  approved-by: "anna"
  approved-on: 2025-01-10
  Expenses:Food  30.00 EUR
  Liabilities:Payable
2025-01-21 * "Rossi" "Nobody approved it" ^B-3
  Expenses:Food  7.00 EUR
  Liabilities:Payable
"""


def test_approved_bills_of_later_are_committed(book):
    books = book(APPROVAL)
    table = books.budget(period="2025-01", as_of=date(2025, 1, 15))
    found = rows(table, "budget", "actual", "committed", "available")
    assert found["Expenses:Food"] == (100, 20, 30, 50)
    assert "1 bill after 2025-01-15" in " ".join(table.notes)
    # At the end all are spent, approved or not.
    found = rows(books.budget(period="2025-01"), "actual", "committed")
    assert found["Expenses:Food"] == (57, 0)


def test_an_income_statement_beside_its_budget(book):
    books = book(
        BUDGETS
        + spent("2025-01-10", "Expenses:Food:Lunch", "130.00")
        + spent("2025-01-13", "Income:Services", "-400.00")
    )
    table = books.income_statement(period="2025-01", compare="budget")
    assert amounts(table, "budget")["total-expenses"] == 150
    assert amounts(table, "difference")["total-expenses"] == -20
    assert amounts(table, "difference")["Income:Services"] == 90
    assert amounts(table, "difference")["result"] == 110
    both = books.income_statement(period="2025-01", compare="previous budget")
    keys = [c.key for c in both.columns][-4:]
    assert keys == ["2025-01", "2024-12", "budget", "difference"]


def test_a_book_without_a_budget_says_what_to_write(book):
    with pytest.raises(
        UsageError, match='write for instance 2025-01-01 custom "budget"'
    ):
        book("").income_statement(period="2025", compare="budget")
    assert "write for instance" in " ".join(book("").budget(period="2025").notes)


PROJECTS = (
    spent("2025-01-10", "Expenses:Food", "10.00", '  project: "site"\n')
    + spent("2025-01-11", "Expenses:Rent", "5.00")
    + spent("2024-01-11", "Expenses:Rent", "8.00", '  project: "old"\n')
    + """
2025-02-01 * "Two projects in one"
  project: "site"
  cost-center: "north"
  Expenses:Food  20.00 EUR
  Expenses:Rent  30.00 EUR
    project: "shop"
  Income:Services  -100.00 EUR
  Assets:Bank  50.00 EUR
"""
)


def test_the_columns_of_a_dimension_sum_to_the_whole(book):
    books = book(PROJECTS)
    table = books.income_statement(period="2025", dimension="project")
    assert [c.key for c in table.columns][-4:] == ["shop", "site", "none", "2025"]
    assert amounts(table, "site") == {
        "Expenses:Food": 30,
        "Income:Services": 100,
        "total-income": 100,
        "total-expenses": 30,
        "result": 70,
    }
    assert amounts(table, "shop")["total-expenses"] == 30
    assert amounts(table, "none")["total-expenses"] == 5
    for row in table.rows:
        parts = [row.cells[key] or 0 for key in ("shop", "site", "none")]
        assert sum(parts) == (row.cells["2025"] or 0)


def test_one_project_alone(book):
    books = book(PROJECTS)
    found = amounts(books.income_statement(period="2025", project="site"), "2025")
    assert found["result"] == 70
    of_both = books.income_statement(
        period="2025", cost_center="north", dimension="project"
    )
    assert amounts(of_both, "shop")["total-expenses"] == 30
    assert amounts(of_both, "2025")["result"] == 50
    old = books.income_statement(period="2025", project="old", compare="year-before")
    assert amounts(old, "2024")["total-expenses"] == 8
    with pytest.raises(UsageError, match='did you mean "site"'):
        books.income_statement(period="2025", project="siet")


def test_a_closing_entry_is_of_no_project(book):
    books = book(
        PROJECTS.replace('"Spent"', '"Spent"', 1)
        + """
2020-01-01 open Equity:Retained
2025-12-31 * "Result of 2025"
  closing: TRUE
  Income:Services   100.00 EUR
  Expenses:Food     -30.00 EUR
  Expenses:Rent     -35.00 EUR
  Equity:Retained   -35.00 EUR
"""
    )
    table = books.income_statement(period="2025", dimension="project")
    assert amounts(table, "none")["total-expenses"] == 5
    assert amounts(table, "2025")["result"] == 35


def test_what_excludes_each_other_is_said(book):
    books = book(PROJECTS + BUDGETS)
    for choices in (
        {"dimension": "project", "by": "month"},
        {"dimension": "project", "compare": "2024"},
        {"project": "site", "compare": "budget"},
        {"project": "site", "in_currency": "USD"},
        {"compare": "budget", "in_currency": "USD"},
        {"dimension": "client"},
    ):
        with pytest.raises(UsageError):
            books.income_statement(period="2025", **choices)


@pytest.mark.parametrize("name", ["agency", "shop"])
def test_a_book_without_projects_has_all_in_none(name):
    books = load(ROOT / "sample_books" / name / "main.beancount")
    table = books.income_statement(period="2025", dimension="project")
    assert amounts(table, "none") == amounts(table, "2025")
    assert amounts(table, "2025") == amounts(
        books.income_statement(period="2025"), "2025"
    )
