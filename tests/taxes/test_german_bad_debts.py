"""German debts that can't be got in: §17, whose lines are memoranda of the form."""

from decimal import Decimal

from tests.taxes.tax_books import boxes, code, head, load, purchase, sale

EURO = "EUR"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + code("de7", "0.07", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
)


def test_what_a_client_never_pays_is_taken_off_its_lines_and_named_beside(tmp_path):
    lines = [("1000", "190", "de19"), ("100", "7", "de7")]
    books = load(
        tmp_path,
        BOOK,
        sale("2026-03-15", "1", lines, currency=EURO),
        sale("2026-06-15", "2", [("3000", "570", "de19")], currency=EURO),
        '2026-06-20 * "Client" "Insolvent" ^1\n'
        '  Expenses:Bad-Debt  1000 EUR\n    tax: "de19"\n'
        '  Liabilities:Tax  190 EUR\n    tax: "de19"\n'
        '  Expenses:Bad-Debt  100 EUR\n    tax: "de7"\n'
        '  Liabilities:Tax  7 EUR\n    tax: "de7"\n'
        "  Assets:Receivable  -1297 EUR\n",
    )
    # "In den Zeilen für Umsätze enthalten": 50 stands beside, and 37 is of input tax.
    assert boxes(books, "2026-06") == {
        "81": Decimal(2000),
        "81-tax": Decimal("380.00"),
        "86": Decimal(-100),
        "86-tax": Decimal("-7.00"),
        "50": Decimal(1100),
        "83": Decimal("373.00"),
    }


def test_what_we_never_pay_is_taken_off_the_input_tax(tmp_path):
    books = load(
        tmp_path,
        BOOK + code("unpaid", "0.19", "purchase", "S", 'tax-box: "66, -37"'),
        purchase("2026-03-20", "B1", [("100", "19", "de19-in")], currency=EURO),
        purchase("2026-06-02", "B2", [("200", "38", "de19-in")], currency=EURO),
        '2026-06-20 * "Vendor" "Never paid" ^B1\n'
        "  Liabilities:Payable  119 EUR\n"
        '  Expenses:Goods  -100 EUR\n    tax: "unpaid"\n'
        '  Assets:Input-Tax  -19 EUR\n    tax: "unpaid"\n',
    )
    assert boxes(books, "2026-06") == {
        "66": Decimal("19.00"),
        "37": Decimal("19.00"),
        "83": Decimal("-19.00"),
    }
