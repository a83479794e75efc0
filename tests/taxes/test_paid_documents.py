"""Tax by payment: what counts as paying a document, whatever way it is settled."""

from decimal import Decimal

from tests.taxes.tax_books import boxes, code, head, load, payment, sale

EURO = "EUR"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + '2026-01-01 custom "tax-scheme" "cash"\n'
    + "2020-01-01 open Expenses:Discounts\n"
    + '  role: "discount-given"\n'
    + "2020-01-01 open Assets:Doubtful\n"
    + '  role: "receivable"\n'
)
INVOICE = sale("2026-01-15", "1", [("1000", "190", "de19")], currency=EURO)


def tax(books, period):
    return boxes(books, period).get("81-tax", Decimal(0))


def test_a_discount_takes_its_tax_off_whole_when_it_is_taken(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        '2026-02-10 * "Client" "Less 2 %" ^1\n'
        "  Assets:Bank  1166.20 EUR\n"
        "  Expenses:Discounts  20 EUR\n"
        '    tax: "de19"\n'
        "  Liabilities:Tax  3.80 EUR\n"
        '    tax: "de19"\n'
        "  Assets:Receivable  -1190 EUR\n",
    )
    found = boxes(books, "2026-02")
    assert (found["81"], found["81-tax"]) == (Decimal(980), Decimal("186.20"))


def test_a_credit_note_set_off_makes_both_due_and_nothing_together(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        '2026-02-10 * "Client" "Too much" ^1\n'
        '  credit-note: "C1"\n'
        "  Assets:Receivable  -119 EUR\n"
        "  Income:Sales  100 EUR\n"
        '    tax: "de19"\n'
        "  Liabilities:Tax  19 EUR\n"
        '    tax: "de19"\n',
        payment("2026-03-10", "1", "1071", currency=EURO),
    )
    assert boxes(books, "2026-02") == {}
    assert tax(books, "2026-03") == Decimal("171.00")


def test_a_debt_put_on_another_account_is_due_when_it_is_paid_there(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        '2026-02-10 * "Client" "Taken over" ^1\n'
        "  Assets:Receivable  -1190 EUR\n"
        "  Assets:Doubtful  1190 EUR\n"
        '    client: "Guarantor"\n'
        '    invoice: "G1"\n',
        '2026-03-10 * "Guarantor" "Half" ^G1\n'
        "  Assets:Bank  595 EUR\n"
        "  Assets:Doubtful  -595 EUR\n",
    )
    assert boxes(books, "2026-02") == {}
    assert tax(books, "2026-03") == Decimal("95.00")


def test_a_returned_payment_takes_its_share_back(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        payment("2026-02-10", "1", "1190", currency=EURO),
        '2026-03-10 * "Client" "Returned" ^1\n'
        "  Assets:Receivable  1190 EUR\n"
        "  Assets:Bank  -1190 EUR\n",
    )
    assert (tax(books, "2026-02"), tax(books, "2026-03")) == (190, -190)
