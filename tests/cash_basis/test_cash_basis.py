"""Income and expenses by payment: what counts, when, and why it differs."""

from datetime import date
from decimal import Decimal

import pytest
from tests.taxes.tax_books import code, head, load, payment, purchase, sale

from ledgerkit.errors import UsageError

EURO = "EUR"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
    + "2020-01-01 open Expenses:Discounts\n"
    + '  role: "discount-given"\n'
    + "2020-01-01 open Expenses:Depreciation\n"
    + "2020-01-01 open Assets:Machine\n"
    + "2020-01-01 open Equity:Opening-Balances\n"
    + "2020-01-01 open Assets:Allowance\n"
    + '  role: "allowance"\n'
)
INVOICE = sale("2025-11-15", "1", [("1000", "190", "de19")], currency=EURO)


def results(books, period, **choices):
    """What each account comes to, and the result."""
    table = books.income_statement(period=period, basis="cash", **choices)
    return {
        row["line"]: row[table.columns[-1].key]
        for row in table.to_dicts()
        if row[table.columns[-1].key]
    }


def test_a_document_counts_by_the_share_that_is_paid(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        payment("2025-12-10", "1", "595", currency=EURO),
        payment("2026-02-10", "1", "595", currency=EURO),
    )
    sales = "Income:Sales"
    assert results(books, "2025")[sales] == Decimal("500.00")
    assert results(books, "2026")[sales] == Decimal("500.00")


def test_what_nobody_pays_never_counts(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        purchase("2025-11-20", "B1", [("100", "19", "de19-in")], currency=EURO),
    )
    assert results(books, "2025") == results(books, "2030") == {}


def test_a_returned_payment_takes_back_what_it_made_count(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        payment("2025-12-10", "1", "1190", currency=EURO),
        '2026-01-12 * "Client" "Returned" ^1\n'
        "  Assets:Receivable  1190 EUR\n"
        "  Assets:Bank  -1190 EUR\n",
    )
    assert results(books, "2025")["result"] == Decimal(1000)
    assert results(books, "2026")["result"] == Decimal(-1000)


def test_a_discount_counts_on_the_day_of_its_payment(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        '2025-12-10 * "Client" "Less 2 %" ^1\n'
        "  Assets:Bank  1166.20 EUR\n"
        "  Expenses:Discounts  20 EUR\n"
        '    tax: "de19"\n'
        "  Liabilities:Tax  3.80 EUR\n"
        '    tax: "de19"\n'
        "  Assets:Receivable  -1190 EUR\n",
    )
    assert results(books, "2025") == {
        "Income:Sales": Decimal(1000),
        "total-income": Decimal(1000),
        "Expenses:Discounts": Decimal(20),
        "total-expenses": Decimal(20),
        "result": Decimal(980),
    }


def test_income_that_was_never_paid_is_not_lost(tmp_path):
    written_off = (
        '2026-03-10 * "Client" "Given up" ^1\n'
        "  Expenses:Bad-Debt  {loss} EUR\n"
        "{tax}"
        "  Assets:Receivable  -595 EUR\n"
    )
    half = payment("2025-12-10", "1", "595", currency=EURO)
    with_tax = written_off.format(
        loss=500, tax='  Liabilities:Tax  95 EUR\n    tax: "de19"\n'
    )
    books = load(tmp_path, BOOK, INVOICE, half, with_tax)
    assert results(books, "2025")["result"] == Decimal(500)
    assert results(books, "2026") == {}
    # Tax that we owe all the same is lost.
    books = load(tmp_path, BOOK, INVOICE, half, written_off.format(loss=595, tax=""))
    assert results(books, "2026")["Expenses:Bad-Debt"] == Decimal(95)


def test_what_was_put_aside_for_a_debt_counted_then(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        '2025-12-31 * "Put aside"\n'
        "  Expenses:Bad-Debt  1000 EUR\n"
        "  Assets:Allowance  -1000 EUR\n",
        '2026-03-10 * "Client" "Given up" ^1\n'
        "  Assets:Allowance  1000 EUR\n"
        "  Liabilities:Tax  190 EUR\n"
        '    tax: "de19"\n'
        "  Assets:Receivable  -1190 EUR\n",
    )
    assert results(books, "2025")["result"] == Decimal(-1000)
    assert results(books, "2026")["result"] == Decimal(1000)


def test_depreciation_needs_no_payment(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2025-12-31 * "Depreciation"\n'
        "  Expenses:Depreciation  300 EUR\n"
        "  Assets:Machine  -300 EUR\n",
    )
    assert results(books, "2025")["result"] == Decimal(-300)
    [row] = books.income_statement_line(
        explain="Expenses:Depreciation", period="2025", basis="cash"
    ).to_dicts()
    assert row["why"] == "no payment: counted on its day"


def test_a_revaluation_is_no_income(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        "2020-01-01 open Income:Unrealised\n"
        '  role: "unrealised-gain"\n'
        '2025-12-31 * "Revaluation"\n'
        "  Assets:Machine  30 EUR\n"
        "  Income:Unrealised  -30 EUR\n",
    )
    assert results(books, "2025") == {}


def test_money_on_account_and_items_from_before_are_named_and_not_counted(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2025-01-01 * "Client" "Of last year" ^0\n'
        "  Assets:Receivable  119 EUR\n"
        "  Equity:Opening-Balances\n",
        payment("2025-02-01", "0", "119", currency=EURO),
        '2025-12-01 * "Client" "In advance"\n'
        "  Assets:Bank  50 EUR\n"
        "  Assets:Receivable\n",
    )
    table = books.income_statement(period="2025", basis="cash")
    assert table.rows == []
    notes = "\n".join(map(str, table.notes))
    assert "50.00 EUR on account on 2025-12-31 is for no document yet, and" in notes
    assert "119.00 EUR received on documents from before the books is not" in notes


def test_the_difference_is_told_document_by_document(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        sale("2026-01-20", "2", [("200", "38", "de19")], currency=EURO),
        sale("2026-01-21", "3", [("50", "9.50", "de19")], currency=EURO, paid=True),
        purchase("2026-01-25", "B1", [("100", "19", "de19-in")], currency=EURO),
        payment("2026-02-10", "1", "1190", currency=EURO),
        payment("2026-02-11", "2", "119", currency=EURO),
    )
    table = books.cash_basis_reconciliation(period="2026")
    keys = ("number", "accrual", "cash", "difference", "why")
    assert [tuple(row[key] for key in keys) for row in table.to_dicts()] == [
        (None, 50, 50, 0, None),
        ("1", 0, 1000, 1000, "posted 2025-11-15; paid 2026-02-10"),
        ("2", 200, 100, -100, "paid 2026-02-11"),
        ("B1", -100, 0, 100, "not paid by 2026-12-31"),
    ]
    [total] = table.totals
    assert (total["accrual"], total["cash"], total["difference"]) == (150, 1150, 1000)
    statement = books.income_statement(period="2026", basis="cash")
    assert (
        "Result on accruals 150.00 EUR; by payment 1,150.00 EUR; difference"
        " 1,000.00 EUR." in statement.notes
    )


def test_a_line_opens_as_what_was_paid_of_each_posting(tmp_path):
    books = load(
        tmp_path, BOOK, INVOICE, payment("2026-02-11", "1", "119", currency=EURO)
    )
    table = books.income_statement_line(
        explain="Income:Sales", period="2026", basis="cash"
    )
    [row] = table.to_dicts()
    assert (row["date"], row["posted_on"]) == (date(2026, 2, 11), date(2025, 11, 15))
    assert (row["posted"], row["amount"]) == (Decimal(1000), Decimal(100))
    assert row["why"] == "paid 2026-02-11"
    assert table.totals == [{"currency": "EUR", "amount": Decimal(100)}]


def test_periods_stand_side_by_side_and_sum(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        INVOICE,
        payment("2026-02-10", "1", "595", currency=EURO),
        payment("2026-05-10", "1", "595", currency=EURO),
    )
    table = books.income_statement(period="2026", basis="cash", by="quarter")
    [row] = [r for r in table.to_dicts() if r["line"] == "result"]
    quarters = [row[f"2026-Q{n}"] for n in (1, 2, 3, 4)]
    assert quarters == [500, 500, None, None]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"basis": "casch"}, '"casch" is no basis; write accrual or cash'),
        (
            {"basis": "cash", "project": "web"},
            "--basis cash goes without a project or cost centre",
        ),
        ({"basis": "cash", "in_currency": "USD"}, "--basis cash goes without --in"),
        (
            {"basis": "accrual", "layout": "german-eur-skr03"},
            "the layout german-eur-skr03 is for --basis cash",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path, choices, message):
    books = load(tmp_path, BOOK, INVOICE)
    with pytest.raises(UsageError, match=message):
        books.income_statement(period="2025", **choices)


def test_the_layout_by_payment_has_no_balance_sheet(tmp_path):
    books = load(tmp_path, BOOK, INVOICE)
    with pytest.raises(UsageError, match="german-eur-skr04 has no balance sheet"):
        books.balance_sheet(period="2025", layout="german-eur-skr04")
