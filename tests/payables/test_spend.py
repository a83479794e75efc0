"""Purchases without tax, the largest first, beside the period before."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.payables.spend import Purchase, period_before, spending


@pytest.mark.parametrize(
    ("since", "until", "first"),
    [
        ("2025-01-01", "2025-12-31", "2024-01-01"),
        ("2026-02-01", "2026-02-28", "2026-01-01"),
        ("2026-01-01", "2026-01-31", "2025-12-01"),
        ("2026-01-01", "2026-01-30", "2025-12-02"),
        ("2024-03-01", "2025-02-28", "2023-03-01"),
        ("2024-03-16", "2025-03-15", "2023-03-16"),
    ],
)
def test_whole_months_are_compared_with_whole_months(since, until, first):
    day = date.fromisoformat(since)
    found = period_before(day, date.fromisoformat(until))
    assert found == (date.fromisoformat(first), date.fromordinal(day.toordinal() - 1))


def test_bills_credits_and_what_was_paid_at_once_are_purchases(books):
    """
    1970-01-01 open Assets:VAT
    1970-01-01 open Assets:Machines
    1970-01-01 open Expenses:Fees
    2026-01-01 custom "tax-code" "it22" 0.22
      account: Assets:VAT
    2026-01-01 custom "vendor" "rossi" "Rossi"
    2025-12-31 * "Rossi" "In the period before" ^A0
      Liabilities:Payable  -50.00 EUR
      Expenses:Purchases
    2026-01-10 * "Rossi" "Wood and a saw" ^A1
      Liabilities:Payable  -366.00 EUR
      Expenses:Purchases    100.00 EUR
        tax: "it22"
      Assets:Machines       200.00 EUR
        tax: "it22"
      Assets:VAT             66.00 EUR
        tax: "it22"
    2026-01-12 * "Rossi" "Wood sent back" ^A1
      vendor-credit: "C1"
      Liabilities:Payable    12.20 EUR
      Expenses:Purchases    -10.00 EUR
        tax: "it22"
      Assets:VAT             -2.20 EUR
        tax: "it22"
    2026-01-20 * "Rossi" "Nails, at the counter"
      Assets:Bank            -5.00 EUR
      Expenses:Purchases
    2026-01-21 * "Rossi" "Transfer" ^A1
      Liabilities:Payable   353.80 EUR
      Assets:Bank
    2026-01-22 * "A stranger" "Stamps"
      Assets:Bank            -9.00 EUR
      Expenses:Purchases
    2026-01-25 * "Bank" "Interest" ^B1
      Liabilities:Payable  -105.00 EUR
      Expenses:Fees
    2026-01-01 * "Rossi" "From before the books" ^OLD
      Liabilities:Payable   -70.00 EUR
      Equity:Opening-Balances
    """
    table = books.spend(since=date(2026, 1, 1), as_of=date(2026, 1, 31))
    keys = ("party", "amount", "share", "running_share", "before", "change_percent")
    assert [tuple(row[key] for key in keys) for row in table.to_dicts()] == [
        ("rossi", 295, Decimal("73.8"), Decimal("73.8"), 50, Decimal("490.0")),
        ("Bank", 105, Decimal("26.3"), 100, 0, None),
    ]


def test_goods_and_fees_are_bought_whatever_the_role_of_their_account(books):
    """
    1970-01-01 open Assets:VAT
    1970-01-01 open Assets:Stock
      role: "stock"
    1970-01-01 open Assets:Advances
      role: "vendor-advance"
    1970-01-01 open Expenses:Delivered
      role: "cost-of-sales"
    1970-01-01 open Expenses:Bank
      role: "bank-fees"
    2026-01-01 custom "tax-code" "it22" 0.22
      account: Assets:VAT
    2026-01-01 custom "vendor" "rossi" "Rossi"
    2026-01-10 * "Rossi" "Goods, some sent on at once" ^A1
      Liabilities:Payable    -366.00 EUR
      Assets:Advances        -244.00 EUR
      Assets:Stock            300.00 EUR
        tax: "it22"
      Expenses:Delivered      190.00 EUR
        tax: "it22"
      Expenses:Bank            10.00 EUR
        tax: "it22"
      Assets:VAT              110.00 EUR
        tax: "it22"
    2026-01-12 * "Rossi" "Some sent back" ^A1
      vendor-credit: "C1"
      Liabilities:Payable      61.00 EUR
      Assets:Stock            -50.00 EUR
        tax: "it22"
      Assets:VAT              -11.00 EUR
        tax: "it22"
    2026-01-20 * "Rossi" "More, at the counter"
      Assets:Bank             -25.00 EUR
      Assets:Stock
    """
    table = books.spend(since=date(2026, 1, 1), as_of=date(2026, 1, 31), by="account")
    assert {row["account"]: row["amount"] for row in table.to_dicts()} == {
        "Assets:Stock": 275,  # 300 - 50 + 25
        "Expenses:Delivered": 190,
        "Expenses:Bank": 10,
    }
    assert table.notes[1] == (
        "Nothing bought, and left out: accounts of role payable, bank, vendor-advance."
    )


def test_where_nothing_says_which_assets_are_tax_the_report_says_what_it_leaves_out(
    books,
):
    """
    1970-01-01 open Assets:Input-Tax
    1970-01-01 open Assets:Stock
      role: "stock"
    2026-01-10 * "Rossi" "Goods" ^A1
      Liabilities:Payable  -122.00 EUR
      Assets:Stock          100.00 EUR
      Assets:Input-Tax       22.00 EUR
    """
    table = books.spend(since=date(2026, 1, 1), as_of=date(2026, 1, 31))
    assert [row["amount"] for row in table.to_dicts()] == [100]
    assert table.notes[2] == (
        "Left out: 22.00 EUR on Assets:Input-Tax; no custom "
        '"tax-code" with an account: says which assets are tax.'
    )


def test_of_equal_sums_the_one_that_was_larger_before_comes_first():
    def bought(vendor, amount, day):
        return Purchase(
            party=vendor,
            account="Expenses:Purchases",
            day=date.fromisoformat(day),
            amount=Decimal(amount),
            currency="EUR",
        )

    found = spending(
        [
            bought("rossi", 50, "2026-01-01"),
            bought("verdi", 50, "2026-01-31"),
            bought("verdi", 20, "2025-12-31"),
            bought("bianchi", 60, "2026-01-05"),
        ],
        date(2026, 1, 1),
        lambda purchase: purchase.party,
    )
    assert [(one.key, one.amount, one.before) for one in found] == [
        ("bianchi", 60, 0),
        ("verdi", 50, 20),
        ("rossi", 50, 0),
    ]
    assert [one.running_share for one in found] == [37.5, 68.75, 100]
