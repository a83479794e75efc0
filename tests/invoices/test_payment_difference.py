"""What a payment left of a document: to the tolerance, and of which payment."""

from datetime import date
from decimal import Decimal

D = Decimal


def differences(books):
    table = books.differences(as_of=date(2026, 12, 31))
    return [
        (row["number"], row["difference"], str(row["paid_on"]))
        for row in table.to_dicts()
    ]


def test_a_difference_of_the_whole_tolerance_is_small_and_a_cent_more_is_not(books):
    """
    1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-15 * "Acme" "Logo" ^INV-2
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank           99.00 EUR
      Assets:Receivable    -99.00 EUR
    2026-02-01 * "Acme" "Transfer" ^INV-2
      Assets:Bank           98.99 EUR
      Assets:Receivable    -98.99 EUR
    """
    assert differences(books) == [("INV-1", D("1.00"), "2026-02-01")]


def test_a_difference_is_of_the_last_of_several_payments(books):
    """
    1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Half" ^INV-1
      Assets:Bank           50.00 EUR
      Assets:Receivable    -50.00 EUR
    2026-03-01 * "Acme" "The rest, nearly" ^INV-1
      Assets:Bank           49.50 EUR
      Assets:Receivable    -49.50 EUR
    """
    assert differences(books) == [("INV-1", D("0.50"), "2026-03-01")]


def test_what_a_credit_note_leaves_of_an_invoice_is_no_difference_of_a_payment(books):
    """
    1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Nearly all of it back" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable    -99.50 EUR
      Income:Services       99.50 EUR
    """
    assert differences(books) == []


def test_a_credit_note_after_a_payment_leaves_the_day_of_the_payment(books):
    """
    1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR
    2026-03-01 * "Acme" "Some of it back" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable    -39.50 EUR
      Income:Services       39.50 EUR
    """
    assert differences(books) == [("INV-1", D("0.50"), "2026-02-01")]
