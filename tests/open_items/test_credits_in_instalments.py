"""Credits and documents of several parts: which part is filled, with which sign."""

from datetime import date
from decimal import Decimal

from ledgerkit.open_items.side import Side

D = Decimal
END = date(2026, 12, 31)


def parts(books, number):
    [found] = [
        d for d in books.subledger(Side.RECEIVABLE, END).documents if d.number == number
    ]
    return [(str(part.due), part.amount) for part in found.open_parts()]


def test_a_credit_note_fills_the_first_instalment_of_what_it_credits(books):
    """
    2026-01-15 * "Acme" "Machine" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-20 * "Acme" "A part was missing" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable   -400.00 EUR
      Income:Services      400.00 EUR
    """
    assert parts(books, "INV-1") == [("2026-03-16", D("600.00"))]
    assert parts(books, "CN-1") == [("2026-01-20", 0)]


def test_a_credit_note_in_instalments_is_used_up_the_earliest_first(books):
    """
    2026-01-20 * "Acme" "Bonus, in two halves"
      credit-note: "CN-1"
      terms: "50% 0, 50% 30"
      Assets:Receivable   -100.00 EUR
      Income:Services      100.00 EUR

    2026-02-01 * "Acme" "Refund" ^CN-1
      Assets:Receivable     30.00 EUR
      Assets:Bank          -30.00 EUR
    """
    assert parts(books, "CN-1") == [
        ("2026-01-20", D("-20.00")),
        ("2026-02-19", D("-50.00")),
    ]


def test_an_instalment_that_is_paid_to_the_cent_is_no_open_part(books):
    """
    2026-01-15 * "Acme" "Machine" ^INV-1
      terms: "30% 0, 30% 30, 40% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-20 * "Acme" "The first, and half of the second" ^INV-1
      Assets:Bank          450.00 EUR
      Assets:Receivable   -450.00 EUR
    """
    assert parts(books, "INV-1") == [
        ("2026-02-14", D("150.00")),
        ("2026-03-16", D("400.00")),
    ]


def test_what_is_paid_beyond_all_instalments_stands_against_the_last(books):
    """
    2026-01-15 * "Acme" "Machine" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-20 * "Acme" "Too much"
      invoice: "INV-1"
      Assets:Bank         1010.00 EUR
      Assets:Receivable  -1010.00 EUR
    """
    assert parts(books, "INV-1") == [("2026-03-16", D("-10.00"))]


def test_a_credit_of_both_instalments_leaves_none(books):
    """
    2026-01-15 * "Acme" "Machine" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-20 * "Acme" "Returned" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable  -1000.00 EUR
      Income:Services     1000.00 EUR
    """
    assert parts(books, "INV-1") == [("2026-03-16", 0)]
    assert parts(books, "CN-1") == [("2026-01-20", 0)]
