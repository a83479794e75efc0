"""A payroll program's CSV: what is booked, remembered, and refused."""

from decimal import Decimal

import pytest
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli import main

BOOK = """\
option "operating_currency" "EUR"
2026-01-01 open Liabilities:Wages
2026-01-01 open Liabilities:Tax
2026-01-01 open Expenses:Wages
"""
ROWS = """\
Name;Gross;Tax;Net
Anna;3.000,00;450,00;2.550,00
Bruno;2.000,50;200,10;1.800,40
"""
TOTAL = "Total;5.000,50;650,10;4.350,40\n"
COLUMNS = (
    "--book", "Gross=Expenses:Wages", "--book", "Tax=-Liabilities:Tax",
    "--book", "Net=-Liabilities:Wages",
)  # fmt: skip


@pytest.fixture
def booked(tmp_path):
    """Imports a file, and tells what was said."""
    (tmp_path / "main.beancount").write_text(BOOK, encoding="utf-8")

    def run(text, *more, day="2026-01-31"):
        file = tmp_path / "wages.csv"
        file.write_text(text, encoding="utf-8")
        books = str(tmp_path / "main.beancount")
        command = ["import", "payroll", str(file), "-f", books, "--date", day, "--yes"]
        return CliRunner().invoke(main, [*command, *more]).output

    run.path = tmp_path / "main.beancount"
    return run


def balances(path):
    sums = {}
    for txn in load(path).directives:
        for posting in getattr(txn, "postings", ()):
            old = sums.get(posting.account, Decimal(0))
            sums[posting.account] = old + posting.units.number
    return sums


def test_each_column_is_booked_as_its_sum_and_remembered(booked):
    assert "Wrote payroll 2026-01 over 5000.50 EUR" in booked(ROWS, *COLUMNS)
    expected = {
        "Expenses:Wages": Decimal("5000.50"),
        "Liabilities:Tax": Decimal("-650.10"),
        "Liabilities:Wages": Decimal("-4350.40"),
    }
    assert balances(booked.path) == expected
    assert "Anna" not in booked.path.read_text()
    # The next month needs no more than the file.
    assert "Wrote payroll 2026-02" in booked(ROWS, day="2026-02-28")
    assert balances(booked.path) == {a: 2 * n for a, n in expected.items()}


def test_a_row_of_totals_is_not_booked_again(booked):
    assert "the last row is the total" in booked(ROWS + TOTAL, *COLUMNS)
    assert balances(booked.path)["Expenses:Wages"] == Decimal("5000.50")


def test_a_period_is_booked_once(booked):
    booked(ROWS, *COLUMNS)
    before = booked.path.read_bytes()
    assert "the wages of 2026-01 are booked already" in booked(ROWS)
    assert booked.path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        (ROWS, (), "nothing says where the columns are booked"),
        (ROWS, COLUMNS[:4], "the debits are 4350.40 EUR more than the credits"),
        (ROWS.replace("Net", "Pay"), COLUMNS, "there is no column 'Net'"),
        (ROWS.replace("450,00", "much"), COLUMNS, 'wages.csv:2: Tax: "much" is no am'),
        (ROWS, ("--book", "Gross"), "is no COLUMN=ACCOUNT"),
        (ROWS, ("--book", "Gross=Expenses:Wage"), 'did you mean "Expenses:Wages"'),
    ],
)
def test_what_can_not_be_booked_is_said_in_a_sentence(booked, text, columns, said):
    output = booked(text, *columns)
    assert said in output
    assert balances(booked.path) == {}
