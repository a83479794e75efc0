"""Debts given up, and bills left unpaid, with figures that a person worked out."""

from decimal import Decimal

from tests.taxes.tax_books import boxes, code, head, load, purchase, sale

POUNDS = "GBP"
BOOK = (
    head("GB", POUNDS)
    + code("gb20", "0.20", "sales", "S")
    + code("gb20-in", "0.20", "purchase", "S")
)


def given_up(day, amount="120", tax="20"):
    return (
        f'{day} * "Client" "Given up" ^1\n'
        f"  Expenses:Bad-Debt  {Decimal(amount) - Decimal(tax)} GBP\n"
        f'  Liabilities:Tax  {tax} GBP\n    tax: "gb20"\n'
        f"  Assets:Receivable  -{amount} GBP\n"
    )


def bill_payment(day, amount):
    return (
        f'{day} * "Vendor" "Payment" ^B1\n'
        f"  Liabilities:Payable  {amount} GBP\n  Assets:Bank  -{amount} GBP\n"
    )


def test_the_tax_of_a_debt_given_up_waits_for_six_months_after_it_fell_due(tmp_path):
    due = ("due: 2026-02-28",)
    books = load(
        tmp_path,
        BOOK,
        sale("2026-01-28", "1", [("100", "20", "gb20")], currency=POUNDS, keys=due),
        given_up("2026-03-20"),
    )
    assert boxes(books, "2026-Q1")["1"] == Decimal(20)
    assert "4" not in boxes(books, "2026-Q1")
    assert boxes(books, "2026-Q3")["4"] == Decimal(20)


def test_by_cash_accounting_giving_up_takes_nothing_back(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-28", "1", [("100", "20", "gb20")], currency=POUNDS),
        given_up("2026-09-20"),
    )
    assert boxes(books, "2026") == {}


def test_a_debt_from_before_cash_accounting_is_reclaimed(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-02-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-28", "1", [("100", "20", "gb20")], currency=POUNDS),
        given_up("2026-09-20"),
    )
    assert boxes(books, "2026-Q3")["4"] == Decimal(20)


def test_input_tax_of_a_bill_left_unpaid_is_repaid_and_reclaimed_when_paid(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2026-01-10", "B1", [("100", "20", "gb20-in")], currency=POUNDS),
        bill_payment("2026-02-10", "30"),
        bill_payment("2026-11-10", "90"),
    )
    by_quarter = {q: boxes(books, f"2026-Q{q}").get("4") for q in (1, 2, 3, 4)}
    # A quarter was paid; three quarters are repaid on 10 July, and come back.
    assert by_quarter == {1: Decimal(20), 2: None, 3: Decimal(-15), 4: Decimal(15)}


def test_a_discount_taken_with_the_payment_reduces_what_the_payment_makes_due(
    tmp_path,
):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-28", "1", [("1000", "200", "gb20")], currency=POUNDS),
        '2026-02-05 * "Client" "Less 2 %" ^1\n'
        "  Assets:Bank  1176 GBP\n"
        '  Income:Sales  20 GBP\n    tax: "gb20"\n'
        '  Liabilities:Tax  4 GBP\n    tax: "gb20"\n'
        "  Assets:Receivable  -1200 GBP\n",
    )
    found = boxes(books, "2026-Q1")
    assert (found["1"], found["6"]) == (Decimal(196), Decimal(980))
