"""Early-payment discounts: offered, earned and taken, by document."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.open_items.side import Side

AS_OF = date(2026, 3, 1)
HEAD = """
1970-01-01 open Liabilities:VAT
1970-01-01 open Assets:VAT
1970-01-01 open Expenses:Discounts
  role: "discount-given"
1970-01-01 open Income:Discounts
  role: "discount-taken"
1970-01-01 open Expenses:Bank-Fees
  role: "bank-fees"
2024-01-01 custom "tax-code" "be21" 0.21
  account: Liabilities:VAT
1970-01-01 custom "ledgerkit" "payment-terms" "2/7 net 30"
"""


def invoice(number, tax="21.00"):
    gross = Decimal(100) + Decimal(tax)
    return f"""
2026-01-15 * "Acme" "An invoice" ^{number}
  Assets:Receivable  {gross} EUR
  Income:Services   -100.00 EUR
    tax: "be21"
  Liabilities:VAT   -{tax} EUR
    tax: "be21"
"""


@pytest.fixture
def loaded(tmp_path):
    def load_text(text):
        path = tmp_path / "main.beancount"
        path.write_text(ACCOUNTS + HEAD + text)
        books = load(path)
        assert books.errors == []
        return books

    return load_text


def rows(books, side=Side.RECEIVABLE, as_of=AS_OF):
    keys = ("number", "offered", "earned", "taken", "state")
    table = books.discounts(as_of=as_of, side=side)
    return [tuple(str(row[k]) for k in keys) for row in table.to_dicts()]


def test_a_discount_booked_with_the_payment_is_taken(loaded):
    books = loaded(
        invoice("A")
        + """
2026-01-20 * "Acme" "Payment" ^A
  Assets:Bank         118.58 EUR
  Expenses:Discounts    2.00 EUR
  Liabilities:VAT       0.42 EUR
  Assets:Receivable  -121.00 EUR
"""
    )
    assert rows(books) == [("A", "2.42", "2.42", "2.42", "earned and taken")]
    assert rows(books, as_of=date(2026, 1, 19)) == [
        ("A", "2.42", "0.00", "0.00", "on offer")
    ]


def test_a_discount_booked_later_counts_from_the_day_of_the_payment(loaded):
    books = loaded(
        invoice("A")
        + """
2026-01-20 * "Acme" "Payment" ^A
  Assets:Bank         118.58 EUR
  Assets:Receivable  -118.58 EUR
2026-02-28 * "Acme" "Discount" ^A
  Expenses:Discounts    2.00 EUR
  Liabilities:VAT       0.42 EUR
  Assets:Receivable    -2.42 EUR
"""
    )
    assert rows(books, as_of=date(2026, 2, 1))[0][-1] == "earned, not booked"
    assert rows(books)[0][-1] == "earned and taken"
    assert books.discounts(as_of=AS_OF).rows[0].cells["paid_on"] == date(2026, 1, 20)


def test_a_write_off_is_no_payment_in_time(loaded):
    books = loaded(
        invoice("A")
        + """
2026-01-20 * "Acme" "Gone" ^A
  Expenses:Bank-Fees  121.00 EUR
  Assets:Receivable  -121.00 EUR
"""
    )
    assert rows(books) == [("A", "2.42", "0.00", "0.00", "lapsed")]


def test_one_payment_takes_the_discounts_of_several_documents_as_it_names_them(loaded):
    books = loaded(
        invoice("A")
        + invoice("B")
        + """
2026-01-20 * "Acme" "Both, and only one discount" ^A ^B
  Assets:Bank         239.58 EUR
  Expenses:Discounts    2.00 EUR
    invoice: "B"
  Liabilities:VAT       0.42 EUR
    invoice: "B"
  Assets:Receivable  -242.00 EUR
"""
    )
    assert rows(books) == [
        ("A", "2.42", "2.42", "0.00", "earned, not taken"),
        ("B", "2.42", "2.42", "2.42", "earned and taken"),
    ]


def test_one_payment_that_names_none_fills_what_each_offers(loaded):
    books = loaded(
        invoice("A")
        + invoice("B")
        + """
2026-01-20 * "Acme" "Both" ^A ^B
  Assets:Bank         237.16 EUR
  Expenses:Discounts    4.00 EUR
  Liabilities:VAT       0.84 EUR
  Assets:Receivable  -242.00 EUR
"""
    )
    assert [row[3:] for row in rows(books)] == [("2.42", "earned and taken")] * 2


def test_a_discount_that_no_terms_offer_is_taken_and_not_earned(loaded):
    books = loaded(
        """
2026-01-15 * "Acme" "No discount agreed" ^A
  terms: "net 30"
  Assets:Receivable  100.00 EUR
  Income:Services   -100.00 EUR
2026-01-20 * "Acme" "Payment" ^A
  Assets:Bank          98.00 EUR
  Expenses:Discounts    2.00 EUR
  Assets:Receivable  -100.00 EUR
"""
    )
    assert rows(books) == [("A", "0.00", "0.00", "2.00", "taken, not earned")]
    assert "2.00 EUR taken and not earned." in books.discounts(as_of=AS_OF).notes


def test_a_credit_note_shrinks_what_is_offered(loaded):
    books = loaded(
        invoice("A")
        + """
2026-01-18 * "Acme" "Half of it back" ^A
  credit-note: "CN-1"
  Assets:Receivable  -60.50 EUR
  Income:Services     50.00 EUR
    tax: "be21"
  Liabilities:VAT     10.50 EUR
    tax: "be21"
2026-01-20 * "Acme" "Payment" ^A
  Assets:Bank          59.29 EUR
  Expenses:Discounts    1.00 EUR
  Liabilities:VAT       0.21 EUR
  Assets:Receivable   -60.50 EUR
"""
    )
    assert rows(books) == [("A", "1.21", "1.21", "1.21", "earned and taken")]


@pytest.mark.parametrize(
    ("treatment", "tax", "offered"),
    [
        ("always", "20.58", "2.00"),
        ("early", "21.00", "2.42"),
        ("never", "21.00", "2.00"),
    ],
)
def test_each_treatment_of_tax_offers_what_odoo_has(loaded, treatment, tax, offered):
    setting = f'1970-01-01 custom "ledgerkit" "discount-tax" "{treatment}"\n'
    books = loaded(setting + invoice("A", tax))
    assert rows(books, as_of=date(2026, 1, 20)) == [
        ("A", offered, "0.00", "0.00", "on offer")
    ]
    assert books.findings() == []


def test_tax_on_the_whole_is_a_finding_where_the_discount_always_reduces_it(loaded):
    setting = '1970-01-01 custom "ledgerkit" "discount-tax" "always"\n'
    [found] = loaded(setting + invoice("A")).findings()
    assert found.message.startswith("A: be21 on 100.00 is 20.58 EUR, and 21.00 is")


def test_discounts_from_vendors_are_counted_the_same(loaded):
    books = loaded(
        """
2026-01-15 * "Paper Ltd" "Paper" ^P-1
  terms: "3/10 net 30"
  Liabilities:Payable   -100.00 EUR
  Expenses:Purchases     100.00 EUR
2026-01-25 * "Paper Ltd" "Payment" ^P-1
  Liabilities:Payable    100.00 EUR
  Assets:Bank            -97.00 EUR
  Income:Discounts        -3.00 EUR
"""
    )
    assert rows(books, Side.PAYABLE) == [
        ("P-1", "3.00", "3.00", "3.00", "earned and taken")
    ]


def test_the_agency_took_two_discounts_and_let_three_lapse(agency):
    # 2 % of 1220.00, 1647.00, 3025.60, 780.80, and of 1439.60 less a credit of 366.00.
    table = agency.discounts(as_of=date(2025, 12, 31), side=Side.PAYABLE)
    assert [str(row["offered"]) for row in table.to_dicts()] == [
        "24.40", "32.94", "60.51", "21.47", "15.62",
    ]  # fmt: skip
    assert table.totals[0]["taken"] == Decimal("57.34")


def test_books_without_discounts_have_an_empty_report():
    existing = load(SAMPLE_BOOKS / "existing_ledger" / "main.beancount")
    assert list(existing.discounts(as_of=AS_OF).rows) == []
