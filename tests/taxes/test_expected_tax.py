"""Tax in a forecast: what is expected, and what a scenario changes, runs through it."""

from datetime import date
from decimal import Decimal

import pytest
from tests.taxes.tax_books import code, file_return, head, load, sale
from tests.taxes.test_filing import OFFICE

EURO, APRIL = "EUR", date(2026, 4, 1)
BOOK = (
    head("IT", EURO)
    + OFFICE
    + code("it22", "0.22", "sales", "S")
    + code("it22-in", "0.22", "purchase", "S")
    + '2020-01-01 custom "client" "client" "Client"\n'
)
#: A first return, without which nobody knows for how long a period returns are.
FILED = sale("2025-11-15", "1", [("100", "22", "it22")], currency=EURO, paid=True)
WHAT_IF = """
2026-04-20 custom "scenario" "fair" "amount" 1220.00 EUR
  tax: "it22"
2026-05-20 custom "scenario" "fair" "amount" -610.00 EUR
  tax: "it22-in"
2026-04-01 custom "scenario" "late" "delay" 60
2026-04-01 custom "scenario" "never" "unpaid" "client"
"""
CASH = '2026-01-01 custom "tax-scheme" "cash"\n'


def taxes(books, scenario=""):
    """The tax of the second and third quarters in a forecast from 1 April."""
    table = books.forecast_items(as_of=APRIL, weeks=40, scenario=scenario)
    found = {}
    for row in table.to_dicts():
        if row["kind"] == "tax" and "2025" not in row["label"]:
            found[row["label"].split()[-1]] = -row["amount"]
    return found


def book(tmp_path, *more):
    books = load(tmp_path, BOOK, *more, FILED, WHAT_IF)
    return file_return(books, "2025-Q4", date(2026, 2, 28))


def test_a_sale_and_a_purchase_of_a_scenario_are_in_the_return_of_their_day(tmp_path):
    books = book(tmp_path)
    assert taxes(books) == {}
    assert taxes(books, "fair") == {"2026-Q2": Decimal("110.00")}


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("", {"2026-Q2": Decimal("220.00")}),
        # Sixty days later the payment is of the third quarter, and so is its tax.
        ("late", {"2026-Q3": Decimal("220.00")}),
        ("never", {}),
    ],
)
def test_by_payment_tax_moves_with_the_payment(tmp_path, scenario, expected):
    due = ("due: 2026-06-10",)
    lines = [("1000", "220", "it22")]
    books = book(
        tmp_path, CASH, sale("2026-03-30", "2", lines, currency=EURO, keys=due)
    )
    assert taxes(books, scenario) == expected


def test_by_invoice_a_late_payment_changes_no_tax(tmp_path):
    lines = [("1000", "220", "it22")]
    books = book(tmp_path, sale("2026-04-01", "2", lines, currency=EURO))
    assert taxes(books) == taxes(books, "never") == {"2026-Q2": Decimal("220.00")}


def test_a_code_that_is_not_declared_is_named(tmp_path):
    text = '2026-04-20 custom "scenario" "x" "amount" 10.00 EUR\n  tax: "it23"\n'
    [found] = load(tmp_path, BOOK, text).trust_findings()
    assert 'tax code "it23" is not declared; did you mean "it22"?' in found.message
