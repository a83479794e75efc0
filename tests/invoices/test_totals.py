"""What a line comes to, and what is to be paid of a document in the end."""

from decimal import Decimal

import pytest

from ledgerkit.invoices.line_amount import line_discount, line_net

D = Decimal


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "net"),
    [
        ("1", "0.005", "0.01", "0"),
        ("1", "0.005", "0", "0.01"),
        ("3", "9.99", "3.00", "26.97"),
        ("-1", "10.00", "-1.00", "-9.00"),
        ("-1", "10.00", "0", "-10.00"),
        ("0", "10.00", "1.00", "-1.00"),
    ],
)
def test_a_discount_that_was_rounded_up_takes_off_no_more_than_there_is(
    quantity, price, discount, net
):
    assert line_net(D(quantity), D(price), D(discount), "EUR") == D(net)


def test_a_percentage_off_a_line_is_rounded_half_up():
    assert line_discount(D(1), D("0.50"), D(1), "EUR") == D("0.01")
    assert line_discount(D(1), D("0.49"), D(1), "EUR") == D("0.00")


def test_what_is_rounded_is_part_of_what_is_to_be_paid(books):
    """
    2024-01-01 open Income:Rounding
      role: "rounding"

    2026-01-15 * "Acme" "To the franc" ^INV-1
      Assets:Receivable   100.00 EUR
      Income:Services     -99.98 EUR
      Income:Rounding      -0.02 EUR
    """
    invoice = books.invoice("INV-1")
    assert (invoice.gross, invoice.rounding) == (D("99.98"), D("0.02"))
    assert invoice.payable == invoice.owed == D("100.00")
