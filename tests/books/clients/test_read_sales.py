"""Revenue is net of tax and credit notes, and belongs to the right client."""

from datetime import date
from decimal import Decimal


def lines(books):
    return [(s.client, s.account, s.amount, s.currency, s.is_cost) for s in books.sales]


def test_revenue_is_what_is_posted_to_income_without_tax(books):
    """
    2026-01-01 open Income:Web
    2026-01-01 open Liabilities:VAT
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-15 * "Acme S.r.l." "Site" ^INV-1
      Assets:Receivable  1220.00 EUR
      Income:Web        -1000.00 EUR
      Liabilities:VAT    -220.00 EUR
    2026-02-15 * "Acme S.r.l." "Credit" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable  -122.00 EUR
      Income:Web          100.00 EUR
      Liabilities:VAT      22.00 EUR
    """
    assert lines(books) == [
        ("acme", "Income:Web", Decimal("1000.00"), "EUR", False),
        ("acme", "Income:Web", Decimal("-100.00"), "EUR", False),
    ]
    assert [(s.number, s.is_credit) for s in books.sales] == [
        ("INV-1", False),
        ("CN-1", True),
    ]


def test_what_closes_a_year_is_no_revenue_and_gains_have_roles_that_are_named(books):
    """
    2025-01-01 open Income:Found
      role: "cash-over-short"
    2025-02-01 * "Over the counter"
      Assets:Bank          300.00 EUR
      Income:Services     -298.00 EUR
      Income:Found          -2.00 EUR
    2025-12-31 * "The year is closed"
      Income:Services      298.00 EUR
      Income:Found           2.00 EUR
      Equity:Opening-Balances
    """
    assert lines(books) == [("", "Income:Services", Decimal("298.00"), "EUR", False)]
    (note,) = books.retention(as_of=date(2026, 6, 30)).notes[1:]
    assert note == (
        "Revenue is net of tax and credit notes, and without accounts of role"
        " cash-over-short."
    )
    table = books.concentration(as_of=date(2025, 12, 31))
    assert [(r["name"], r["revenue"]) for r in table.to_dicts()] == [
        ("(names nobody)", Decimal("298.00"))
    ]


def test_costs_count_where_they_name_a_client(books):
    """
    2026-01-01 open Expenses:Delivery
    2026-01-01 open Expenses:Rent
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-20 * "Freelancer" "Work"
      Expenses:Delivery   150.00 EUR
        client: "acme"
      Expenses:Rent        50.00 EUR
      Assets:Bank        -200.00 EUR
    """
    assert lines(books) == [
        ("acme", "Expenses:Delivery", Decimal("-150.00"), "EUR", True)
    ]


def test_a_cash_sale_is_of_the_client_that_the_payee_names(books):
    """
    2026-01-01 open Income:Shop
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-20 * "ACME SRL" "Over the counter"
      Assets:Bank   50.00 EUR
      Income:Shop  -50.00 EUR
    2026-01-21 * "Somebody" "Over the counter"
      Assets:Bank   60.00 EUR
      Income:Shop  -60.00 EUR
    """
    assert [(s.client, s.amount) for s in books.sales] == [
        ("acme", Decimal("50.00")),
        ("", Decimal("60.00")),
    ]


def test_what_was_deferred_is_revenue_of_the_invoices_client_when_it_is_earned(books):
    """
    2026-01-01 open Income:Hosting
    2026-01-01 open Liabilities:Deferred
      role: "deferred-revenue"
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-15 * "Acme S.r.l." "Hosting" ^INV-1
      Assets:Receivable      120.00 EUR
      Liabilities:Deferred  -120.00 EUR
        recognise: "Income:Hosting"
        period-from: 2026-01-01
        period-to: 2026-12-31
    2026-01-31 * "Earned in January"
      recognises: "INV-1"
      Liabilities:Deferred   10.00 EUR
      Income:Hosting        -10.00 EUR
    """
    assert [(s.client, s.day, s.amount, s.is_recognised) for s in books.sales] == [
        ("acme", date(2026, 1, 15), Decimal(0), False),
        ("acme", date(2026, 1, 31), Decimal("10.00"), True),
    ]
    sales = books.clients_read.sales(date(2026, 12, 31))
    assert sales.invoice_days("acme") == [date(2026, 1, 15)]


def test_foreign_revenue_is_in_the_books_currency_where_a_rate_was_known(books):
    """
    option "operating_currency" "EUR"
    2026-01-01 open Income:Web
    2026-01-01 price USD 0.90 EUR
    2026-01-15 * "Usco" "Site" ^INV-1
      Assets:Receivable  1000.00 USD
      Income:Web        -1000.00 USD
    2026-01-16 * "Ukco" "Site" ^INV-2
      Assets:Receivable  1000.00 GBP
      Income:Web        -1000.00 GBP
    """
    assert [(s.amount, s.currency) for s in books.sales] == [
        (Decimal("900.0000"), "EUR"),
        (Decimal("1000.00"), "GBP"),
    ]


def test_a_sale_taken_back_is_credited_and_no_payment(books):
    """
    2026-01-15 * "Acme" "Site" ^INV-1
      due: 2026-02-15
      Assets:Receivable  1000.00 EUR
      Income:Services
    2026-02-15 * "Acme" "Late by a month, so less of it" ^INV-1
      Assets:Receivable  -100.00 EUR
      Income:Services     100.00 EUR
    2026-02-10 * "Acme" "Paid early, so less of it" ^INV-1
      Assets:Bank         880.00 EUR
      Income:Services      20.00 EUR
      Assets:Receivable  -900.00 EUR
    """
    assert [(s.amount, s.is_credit) for s in books.sales] == [
        (1000, False),
        (-20, False),
        (-100, True),
    ]
    (found,) = books.client_measures(as_of=date(2026, 3, 1)).to_dicts()
    assert (found["revenue"], found["days_late"]) == (880, -5)
    assert found["dispute_rate"] == Decimal("10.2")
