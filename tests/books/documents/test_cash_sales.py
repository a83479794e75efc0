"""Invoices that were paid at once have numbers, though nothing was owed."""

from datetime import date

from ledgerkit.books.documents.next_number import number_for
from ledgerkit.open_items.document import DocumentKind

DAY = date(2026, 1, 20)


def test_the_number_of_a_sale_paid_at_once_is_in_use_and_no_gap(books):
    """
    2026-01-08 * "Acme" "Work" ^INV-1
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR

    2026-01-09 * "Bar Sport" "Paid at once" ^INV-2
      Assets:Bank           10.00 EUR
      Income:Services      -10.00 EUR

    2026-01-10 * "Acme" "Work" ^INV-3
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR

    2026-01-11 * "Bar Sport" "Paid at once"
      invoice: "INV-4"
      Assets:Bank           10.00 EUR
      Income:Services      -10.00 EUR
    """
    assert number_for(books, DocumentKind.INVOICE, DAY) == "INV-5"
    assert "number-gap" not in [finding.kind.name for finding in books.findings()]


def test_a_link_of_another_kind_is_no_number_of_ours(books):
    """
    2026-01-08 * "Acme" "Work" ^INV-1
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR

    2026-01-09 * "Fair" "Takings" ^FAIR-7
      Assets:Bank           10.00 EUR
      Income:Services      -10.00 EUR

    2026-01-10 * "Landlord" "Transfer between accounts" ^INV-9
      Assets:Bank           10.00 EUR
      Equity:Opening-Balances
    """
    assert number_for(books, DocumentKind.INVOICE, DAY) == "INV-2"
