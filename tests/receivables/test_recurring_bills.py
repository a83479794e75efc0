"""Bills and mere entries that come again, by the templates of invoices."""

from datetime import date
from decimal import Decimal

import pytest
from beancount.core.data import Transaction

from ledgerkit.api import load
from ledgerkit.entries.documents.recurring import plan_recurring, recurring_record
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

BOOK = """\
option "operating_currency" "EUR"
2026-01-01 open Assets:Bank EUR
2026-01-01 open Assets:VAT
2026-01-01 open Assets:Prepaid
2026-01-01 open Liabilities:Payable
2026-01-01 open Liabilities:VAT
2026-01-01 open Expenses:Rent
2026-01-01 open Expenses:Insurance
2026-01-01 custom "tax-code" "it22p" 0.22
  kind: "purchase"
  account: Assets:VAT
2026-01-01 custom "tax-code" "rc22" 0.22
  kind: "purchase"
  category: "AE"
  account: Assets:VAT
  reverse-charge-account: Liabilities:VAT
2026-01-01 custom "vendor" "casa" "Casa S.r.l."
  payment-terms: "net 30"
"""
RENT = """\
2026-01-01 custom "recurring" "rent" "monthly"
  vendor: "casa"
  account: Expenses:Rent
  amount: 900.00 EUR
  tax: "it22p"
"""
INSURANCE = """\
2026-01-01 custom "recurring" "insurance" "monthly"
  against: Assets:Prepaid
  account: Expenses:Insurance
  amount: 50.00 EUR
  invoiced: "in arrears"
"""
DAY = date(2026, 2, 28)


def book(tmp_path, *parts):
    path = tmp_path / "main.beancount"
    path.write_text("".join((BOOK, *parts)), encoding="utf-8")
    return load(path)


def postings(txn):
    return {p.account: p.units.number for p in txn.postings}


def test_a_template_of_a_vendor_makes_its_bills_with_tax(tmp_path):
    books = book(tmp_path, RENT)
    first, second = plan_recurring(books, until=DAY)
    assert (first.number, second.number) == ("rent-2026-01-01", "rent-2026-02-01")
    assert postings(first.directive) == {
        "Liabilities:Payable": Decimal("-1098.00"),
        "Expenses:Rent": Decimal("900.00"),
        "Assets:VAT": Decimal("198.00"),
    }
    assert first.directive.meta["recurring"] == "rent"


def test_reverse_charge_posts_both_halves_and_the_forecast_pays_without(tmp_path):
    books = book(tmp_path, RENT.replace("it22p", "rc22"))
    [bill, _second] = plan_recurring(books, until=DAY)
    assert postings(bill.directive) == {
        "Liabilities:Payable": Decimal("-900.00"),
        "Expenses:Rent": Decimal("900.00"),
        "Assets:VAT": Decimal("198.00"),
        "Liabilities:VAT": Decimal("-198.00"),
    }


def test_an_entry_is_debited_to_its_lines_and_credited_to_the_other(tmp_path):
    line = """\
2026-01-01 custom "recurring-line" "insurance" "office"
  account: Expenses:Rent
  amount: 20.00 EUR
"""
    [january, february] = plan_recurring(book(tmp_path, INSURANCE, line), until=DAY)
    assert january.directive.date == date(2026, 1, 31)
    assert postings(february.directive) == {
        "Expenses:Insurance": Decimal("50.00"),
        "Expenses:Rent": Decimal("20.00"),
        "Assets:Prepaid": Decimal("-70.00"),
    }


def test_what_is_written_is_not_written_again_whoever_wrote_it(tmp_path):
    book(tmp_path, RENT, INSURANCE)
    path = tmp_path / "main.beancount"
    by_hand = """\
2026-01-04 * "Casa S.r.l." "Their own number" ^F-77
  recurring: "rent"
  Liabilities:Payable  -1098.00 EUR
  Expenses:Rent
"""
    path.write_text(path.read_text() + by_hand, encoding="utf-8")
    planned = recurring_record(load(path), until=DAY)
    assert planned.done == (
        "3 entries (insurance-2026-01-01, rent-2026-02-01, insurance-2026-02-01)"
    )
    assert all(isinstance(d, Transaction) for d in planned.directives)


def test_a_bill_that_comes_again_is_forecast_once(tmp_path):
    paid = "".join(
        f"""\
2025-{month:02}-01 * "Casa S.r.l." "Rent" ^R-{month}
  Liabilities:Payable  -900.00 EUR
  Expenses:Rent
2025-{month:02}-28 * "Casa S.r.l." "Rent" ^R-{month}
  Assets:Bank  -900.00 EUR
  Liabilities:Payable
"""
        for month in range(1, 13)
    )
    accounts = BOOK.replace("2026-01-01 open", "2025-01-01 open")
    path = tmp_path / "main.beancount"
    path.write_text(accounts + paid + RENT, encoding="utf-8")
    books = load(path)
    rows = books.forecast_items(as_of=date(2025, 12, 31)).to_dicts()
    # The rent of 2025, 900.00, would otherwise be expected beside it.
    assert {row["amount"] for row in rows} == {Decimal("-1098.00")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('  vendor: "casa"\n', "", "write client:"),
        ('"casa"\n', '"cassa"\n', 'did you mean "casa"?'),
    ],
)
def test_a_template_of_nobody_is_named(tmp_path, old, new, said):
    books = book(tmp_path, RENT.replace(old, new, 1))
    assert any(said in finding.message for finding in books.findings())
    with pytest.raises(UsageError, match="recurring rent"):
        plan_recurring(books, until=DAY)


def test_the_list_says_what_each_template_makes(tmp_path):
    books = book(tmp_path, RENT, INSURANCE)
    rows = books.recurring_invoices(as_of=DAY).to_dicts()
    made = {row["template"]: (row["makes"], row["missing"]) for row in rows}
    assert made == {"rent": ("bills", 2), "insurance": ("entries", 2)}
    assert books.recurring.templates["rent"].party(DAY) == (Side.PAYABLE, "casa")
