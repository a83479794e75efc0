"""What a document says, read from the postings that make it."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

D = Decimal


def test_lines_tax_and_totals_are_read_from_the_postings(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 open Assets:Bank:Main
      iban: "IT60 X054 2811 1010 0000 0123 456"
    2024-01-01 custom "company" "Studio Aurora"
      legal-name: "Studio Aurora S.r.l."
      country: "IT"
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT
      category: "S"
    2024-01-01 custom "client" "acme" "Acme S.r.l."
      payment-terms: "net 30"

    2026-01-15 * "Acme S.r.l." "Website redesign" ^INV-2026-001
      order: "PO-7"
      Assets:Receivable            1159.00 EUR
      Income:Services             -1000.00 EUR
        description: "Design"
        quantity: 10
        unit: "HUR"
        unit-price: 100.00 EUR
        tax: "it22"
      Income:Services                50.00 EUR
        allowance: "Old friends"
        tax: "it22"
      Liabilities:VAT              -209.00 EUR
        tax: "it22"
    """
    invoice = books.invoice("INV-2026-001")
    [line] = invoice.lines
    assert (line.description, line.quantity, line.unit) == ("Design", D(10), "HUR")
    assert (line.unit_price, line.net) == (D("100.00"), D("1000.00"))
    assert invoice.allowances_total == D("50.00")
    [subtotal] = invoice.taxes
    assert (subtotal.base, subtotal.tax) == (D("950.00"), D("209.00"))
    assert (invoice.net, invoice.tax, invoice.gross, invoice.payable) == (
        D("950.00"), D("209.00"), D("1159.00"), D("1159.00"),
    )  # fmt: skip
    assert (invoice.seller.legal_name, invoice.buyer.name) == (
        "Studio Aurora S.r.l.",
        "Acme S.r.l.",
    )
    assert invoice.payment_account.iban == "IT60X0542811101000000123456"
    assert (invoice.due, invoice.order) == (date(2026, 2, 14), "PO-7")
    assert books.findings() == []


def test_an_advance_and_a_withholding_leave_the_rest_to_be_paid(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 open Assets:Withheld
    2024-01-01 open Liabilities:Client-Advances
      role: "client-advance"
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT

    2026-01-15 * "Acme" "Advice" ^INV-1
      Assets:Receivable             720.00 EUR
      Liabilities:Client-Advances   300.00 EUR
      Assets:Withheld               200.00 EUR
        withholding: "RT02 20 A"
      Income:Services             -1000.00 EUR
        tax: "it22"
      Liabilities:VAT              -220.00 EUR
        tax: "it22"
    """
    invoice = books.invoice("INV-1")
    [withholding] = invoice.withholdings
    assert (withholding.kind, withholding.percent, withholding.reason) == (
        "RT02", D(20), "A",
    )  # fmt: skip
    assert (invoice.gross, invoice.prepaid, invoice.payable) == (
        D("1220.00"), D("300.00"), D("920.00"),
    )  # fmt: skip
    assert invoice.owed == invoice.payable - invoice.withheld == D("720.00")


def test_an_advance_that_was_taxed_takes_its_part_off_the_tax(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 open Liabilities:Client-Advances
      role: "client-advance"
    2024-01-01 open Assets:Vendor-Advances
      role: "vendor-advance"
    2024-01-01 custom "tax-code" "v20" 0.20
      account: Liabilities:VAT

    2026-01-15 * "Acme" "Half in advance" ^INV-1
      Assets:Receivable              60.00 EUR
      Liabilities:Client-Advances   -50.00 EUR
        tax: "v20"
      Liabilities:VAT               -10.00 EUR
        tax: "v20"

    2026-02-15 * "Acme" "Advice" ^INV-2
      Assets:Receivable              60.00 EUR
      Income:Services              -100.00 EUR
        tax: "v20"
      Liabilities:Client-Advances    50.00 EUR
        tax: "v20"
      Liabilities:VAT               -10.00 EUR
        tax: "v20"

    2026-02-16 * "Rossi" "Posters, of which a part is paid" ^R-1
      Liabilities:Payable           -90.00 EUR
      Expenses:Purchases            100.00 EUR
        tax: "v20"
      Assets:Vendor-Advances        -25.00 EUR
        tax: "v20"
      Liabilities:VAT                15.00 EUR
        tax: "v20"
    """
    first, last = books.invoice("INV-1"), books.invoice("INV-2")
    bill = books.invoice("R-1", side=Side.PAYABLE)
    assert [line.net for line in last.lines] == [D("100.00"), D("-50.00")]
    assert [(i.net, i.tax, i.prepaid, i.payable) for i in (first, last, bill)] == [
        (D("50.00"), D("10.00"), 0, D("60.00")),
        (D("50.00"), D("10.00"), 0, D("60.00")),
        (D("75.00"), D("15.00"), 0, D("90.00")),
    ]
    assert books.findings() == []


def test_a_credit_notes_amounts_are_positive_and_it_names_what_it_credits(books):
    """
    2026-01-15 * "Acme" "Posters" ^INV-1
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR

    2026-01-20 * "Acme" "Posters with the wrong date" ^INV-1
      credit-note: "CN-1"
      Income:Services      30.00 EUR
      Assets:Receivable   -30.00 EUR
    """
    credit = books.invoice("CN-1")
    assert (credit.kind, credit.gross) == ("credit note", D("30.00"))
    assert credit.preceding == (("INV-1", date(2026, 1, 15)),)


def test_without_tax_codes_what_is_posted_to_a_balance_is_tax(books):
    """
    2024-01-01 open Liabilities:VAT
    2026-01-15 * "Acme" "Posters" ^INV-1
      Assets:Receivable   122.00 EUR
      Income:Services    -100.00 EUR
      Liabilities:VAT     -22.00 EUR
    """
    invoice = books.invoice("INV-1")
    assert (invoice.net, invoice.tax) == (D("100.00"), D("22.00"))


def test_a_bill_is_read_like_an_invoice_with_the_two_sides_changed(books):
    """
    2026-01-15 * "Paper Ltd" "Paper" ^B-1
      Expenses:Purchases    80.00 EUR
        quantity: 4
      Liabilities:Payable  -80.00 EUR
    """
    bill = books.invoice("B-1", side=Side.PAYABLE)
    assert (bill.seller.name, bill.gross) == ("Paper Ltd", D("80.00"))
    assert bill.lines[0].unit_price == D(20)


def test_a_document_in_a_foreign_currency_is_read_in_it_however_it_is_booked(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT

    2026-01-15 * "Acme" "Booked in our own currency" ^INV-1
      Assets:Receivable            1220.00 USD @ 0.9137 EUR
      Income:Services             -913.70 EUR
        tax: "it22"
      Liabilities:VAT             -201.01 EUR
        tax: "it22"

    2026-01-15 * "Acme" "Booked in theirs" ^INV-2
      Assets:Receivable            1220.00 USD @ 0.9137 EUR
      Income:Services            -1000.00 USD @ 0.9137 EUR
        tax: "it22"
      Liabilities:VAT             -220.00 USD @ 0.9137 EUR
        tax: "it22"
    """
    for number in ("INV-1", "INV-2"):
        invoice = books.invoice(number)
        assert (invoice.currency, invoice.accounting_currency) == ("USD", "EUR")
        assert (invoice.net, invoice.tax) == (D("1000.00"), D("220.00"))
        assert invoice.owed == invoice.payable == D("1220.00")
        assert invoice.accounting_tax == D("201.01")


def test_an_opening_balance_has_no_lines_and_says_so(books):
    """
    2026-01-01 * "Acme" "Still open" ^INV-1
      Assets:Receivable          122.00 EUR
      Equity:Opening-Balances   -122.00 EUR
    """
    with pytest.raises(UsageError, match="came in as an opening balance"):
        books.invoice("INV-1")


def test_a_slip_in_a_number_is_answered_with_the_nearest(books):
    """
    2026-01-15 * "Acme" "Posters" ^INV-2026-001
      Assets:Receivable   122.00 EUR
      Income:Services    -122.00 EUR
    """
    with pytest.raises(UsageError, match='did you mean "INV-2026-001"'):
        books.invoice("INV-2026-01")


def test_a_tax_rate_holds_from_its_day_on(books):
    """
    2024-01-01 custom "tax-code" "de" 0.19
    2020-07-01 custom "tax-code" "de" 0.16
    """
    assert books.tax_codes.on("de", date(2020, 8, 1)).percent == D(16)
    assert books.tax_codes.on("de", date(2024, 1, 1)).percent == D(19)
    assert books.tax_codes.on("fr", date(2024, 1, 1)) is None


def test_where_no_company_is_declared_the_title_of_the_books_is_our_name(books):
    """
    option "title" "Studio Aurora"

    2026-01-15 * "Acme" "Posters" ^INV-1
      Assets:Receivable   122.00 EUR
      Income:Services    -122.00 EUR
    """
    assert books.invoice("INV-1").seller.name == "Studio Aurora"
