"""Tax withheld falls on payments, and together they bear exactly all of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.payables.withheld_tax import (
    TaxWithheld,
    last_day_to_pay_over,
    parts_by_payment,
)
from ledgerkit.reports.payables.withholding import WithholdingBy

cents = st.integers(1, 10**7).map(lambda n: Decimal(n) / 100)


def whole(gross, taxable, withheld):
    return TaxWithheld(
        kind="RT01",
        reason="A",
        percent=Decimal(20),
        gross=gross,
        taxable=taxable,
        withheld=withheld,
    )


@settings(max_examples=50)
@given(st.lists(cents, min_size=1, max_size=5), st.tuples(cents, cents, cents))
def test_the_parts_of_a_bill_paid_in_full_sum_to_what_it_says(paid, figures):
    tax = whole(*figures)
    parts = list(parts_by_payment(tax, sum(paid), paid, "EUR"))
    for key in ("gross", "taxable", "withheld"):
        assert sum(getattr(part, key) for part in parts) == getattr(tax, key)
        assert all(getattr(part, key) >= 0 for part in parts)


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        ("2026-03-31", "2026-04-16"),
        ("2026-01-31", "2026-02-16"),
        ("2026-04-01", "2026-05-18"),  # 16 May is a Saturday.
        ("2026-07-20", "2026-08-20"),
        ("2025-12-05", "2026-01-16"),
    ],
)
def test_tax_is_paid_over_in_the_next_month(paid, due):
    day = last_day_to_pay_over(date.fromisoformat(paid))
    assert day == date.fromisoformat(due)


def test_a_vendor_credit_takes_its_part_back(books):
    """
    1970-01-01 open Liabilities:Withholding
    2026-01-10 * "Bassi" "Advice" ^F1
      Liabilities:Payable      -800.00 EUR
      Liabilities:Withholding  -200.00 EUR
        withholding: "RT01 20 A"
      Expenses:Purchases       1000.00 EUR
    2026-01-20 * "Bassi" "Too much" ^F1
      vendor-credit: "C1"
      Liabilities:Payable        80.00 EUR
      Liabilities:Withholding    20.00 EUR
        withholding: "RT01 20 A"
      Expenses:Purchases       -100.00 EUR
    2026-02-10 * "Bassi" "Transfer" ^F1
      Liabilities:Payable       720.00 EUR
      Assets:Bank
    """
    table = books.withholding(
        since=date(2026, 1, 1), as_of=date(2026, 12, 31), by=WithholdingBy.MONTH
    )
    assert [(r["month"], r["taxable"], r["withheld"]) for r in table.to_dicts()] == [
        ("2026-01", 0, 0),
        ("2026-02", 900, 180),
    ]
