"""Whether the accounts of tax moved by what the return has, or by what else."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.taxes.tax_books import code, head, load, payment, sale

from ledgerkit.api import load as load_books

EURO = "EUR"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
    + '2026-01-01 custom "tax-scheme" "cash"\n'
)


def amounts(books, period):
    table = books.tax_proof(period)
    found = {row["what"]: row["amount"] for row in table.to_dicts() if row["amount"]}
    return found, table.totals[0]["amount"], table.notes


def test_what_is_not_due_yet_and_what_was_paid_explain_the_account(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2026-01-15", "1", [("100", "19", "de19")], currency=EURO),
        sale("2026-02-15", "2", [("200", "38", "de19")], currency=EURO),
        payment("2026-02-20", "1", "119", currency=EURO),
        '2026-02-10 * "Finanzamt" "December"\n'
        "  Liabilities:Tax  70 EUR\n"
        "  Assets:Bank  -70 EUR\n",
    )
    found, moved, notes = amounts(books, "2026-02")
    assert found == {
        "Fell due in the period, and is in its return": Decimal(19),
        "Posted in it, and due in another": Decimal(38),
        "Due in it, and posted in another": Decimal(-19),
        "Without a code: paid to the office, or back": Decimal(-70),
    }
    assert moved == Decimal(-32)
    assert notes == []


def test_tax_without_a_code_is_named(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-02-10 * "Telephone" ""\n'
        "  Expenses:Goods  40 EUR\n"
        "  Assets:Input-Tax  7.60 EUR\n"
        "  Assets:Bank  -47.60 EUR\n",
    )
    _found, _moved, [note] = amounts(books, "2026-02")
    assert "tax without a code is in no return; write tax: below it." in note


@pytest.mark.parametrize("book", ["agency", "shop"])
def test_every_quarter_of_the_stories_is_explained(book):
    books = load_books(SAMPLE_BOOKS / book / "main.beancount")
    for quarter in (1, 2, 3, 4):
        table = books.tax_proof(f"2025-Q{quarter}")
        assert table.is_whole
        assert table.notes == []


@pytest.mark.parametrize("book", ["agency", "shop"])
def test_the_periods_have_what_their_returns_have(book):
    books = load_books(SAMPLE_BOOKS / book / "main.beancount")
    table = books.tax_periods(as_of=date(2025, 12, 31))
    result = {"agency": "VP14", "shop": "83"}[book]
    for row in table.to_dicts():
        boxes = books.tax_return(row["period"]).to_dicts()
        assert [row["amount"]] == [b["amount"] for b in boxes if b["box"] == result]
