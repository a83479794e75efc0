"""Measures and rates at their first day, their last cent and their highest value."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.allowance import as_percent, parse_rates
from ledgerkit.receivables.collection.measures import count_back
from ledgerkit.receivables.reminders.interest import late_amounts
from ledgerkit.running_total import RunningTotal

D = Decimal
FIRST = date(2026, 3, 1)


def counted(receivables, as_of, sales):
    return count_back(
        D(receivables), as_of, first_day=FIRST, sales_between=lambda *_days: D(sales)
    )


def test_the_very_first_day_of_the_books_counts():
    # One day, and half of what was sold on it is owed.
    assert counted(50, FIRST, 100) == D("0.5")
    assert counted(100, FIRST, 100) == 1
    assert counted(101, FIRST, 100) is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [("0", 0), ("100", 100), ("100.01", None), ("-0.01", None), ("x", None)],
)
def test_a_percentage_is_from_0_to_100(text, percent):
    assert as_percent(text) == percent


def test_all_of_a_debt_may_be_allowed_for():
    assert parse_rates("0 1 5 20 100") == (0, 1, 5, 20, 100)


def test_what_is_paid_too_much_is_never_late(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-10 * "Acme" "Part"
      invoice: "INV-1"
      Assets:Bank           40.00 EUR
      Assets:Receivable    -40.00 EUR

    2026-02-20 * "Acme" "Typed twice"
      invoice: "INV-1"
      Assets:Bank           70.00 EUR
      Assets:Receivable    -70.00 EUR
    """
    [invoice] = books.subledger(Side.RECEIVABLE, date(2026, 3, 1)).documents
    assert late_amounts(invoice, date(2026, 2, 20)) == [
        (date(2026, 1, 31), D("100.00")),
        (date(2026, 2, 10), D("60.00")),
        (date(2026, 2, 20), 0),
    ]
    assert len(late_amounts(invoice, date(2026, 2, 19))) == 2


def test_the_first_day_of_the_books_can_be_measured(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    [row] = books.collection(as_of=date(2026, 1, 15)).rows
    assert row.cells["owed"] == D("100.00")
    assert books.collection(as_of=date(2026, 1, 14)).rows == []


def test_centuries_without_a_sale_take_no_time_and_count_all_their_days():
    """Months without a sale are passed over at once."""
    history = RunningTotal()
    history.moved[date(1, 1, 10)] = Decimal(100)
    asked = []

    def sales(first, last):
        asked.append(first)
        return history.between(first, last)

    def counted(owed, **options):
        return count_back(
            Decimal(owed),
            date(9999, 12, 31),
            first_day=date(1, 1, 10),
            sales_between=sales,
            **options,
        )

    # Of January of the year 1 half is owed: 15.5 of its 31 days, and all the others.
    later = (date(9999, 12, 31) - date(1, 1, 31)).days
    assert counted(50, last_sale=history.last_day) == later + Decimal("15.5")
    assert len(asked) == 1
    assert counted(101, last_sale=history.last_day) is None
    assert history.last_day(date(1, 1, 9)) is None
