"""A reverse charge whose halves stand in several postings, and tax of several codes."""

from decimal import Decimal

from ledgerkit.open_items.side import Side

D = Decimal


def test_halves_of_a_reverse_charge_in_several_postings_are_summed(books):
    """
    2024-01-01 open Assets:Input-VAT
    2024-01-01 open Liabilities:VAT
    2024-01-01 custom "tax-code" "rc22" 0.22
      kind: "purchase"
      account: Assets:Input-VAT
      category: "AE"
      reverse-charge-account: Liabilities:VAT

    2026-01-15 * "Paper Ltd" "Paper and ink" ^B-1
      Expenses:Purchases     100.00 EUR
        tax: "rc22"
      Assets:Input-VAT        22.00 EUR
        tax: "rc22"
      Liabilities:VAT        -22.00 EUR
        tax: "rc22"
      Expenses:Purchases      50.00 EUR
        tax: "rc22"
      Assets:Input-VAT        11.00 EUR
        tax: "rc22"
      Liabilities:VAT        -11.00 EUR
        tax: "rc22"
      Liabilities:Payable   -150.00 EUR
    """
    bill = books.invoice("B-1", side=Side.PAYABLE)
    [subtotal] = bill.taxes
    assert subtotal.base == D("150.00")
    assert (subtotal.tax, subtotal.reverse_charged) == (0, D("33.00"))
    assert (bill.net, bill.tax, bill.payable) == (D("150.00"), 0, D("150.00"))
    assert books.findings() == []


def test_each_tax_code_sums_its_own_lines_and_postings(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT
    2024-01-01 custom "tax-code" "it10" 0.10
      account: Liabilities:VAT

    2026-01-15 * "Acme" "Posters and books" ^INV-1
      Assets:Receivable      299.00 EUR
      Income:Services       -100.00 EUR
        tax: "it22"
      Income:Services        -50.00 EUR
        tax: "it10"
      Income:Services       -100.00 EUR
        tax: "it22"
      Liabilities:VAT        -40.00 EUR
        tax: "it22"
      Liabilities:VAT         -5.00 EUR
        tax: "it10"
      Liabilities:VAT         -4.00 EUR
        tax: "it22"
    """
    invoice = books.invoice("INV-1")
    assert [(s.code.id, s.base, s.tax) for s in invoice.taxes] == [
        ("it22", D("200.00"), D("44.00")),
        ("it10", D("50.00"), D("5.00")),
    ]
    assert (invoice.net, invoice.tax) == (D("250.00"), D("49.00"))
    assert books.findings() == []
