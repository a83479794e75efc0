"""What holds on a cash basis on all books, whatever was paid in whatever parts."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.taxes.tax_books import code, head

from ledgerkit.api import load

BOOK = (
    head("DE", "EUR")
    + code("de19", "0.19", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
    + "2020-01-01 open Expenses:Discounts\n"
    + '  role: "discount-given"\n'
)
START = date(2024, 1, 1)
cents = st.integers(1, 50_000).map(lambda n: Decimal(n) / 100)
days = st.integers(0, 700).map(lambda n: START + timedelta(days=n))


@st.composite
def settled_documents(draw):
    """An invoice or bill that is settled whole, in up to four ways, and its day."""
    number = draw(st.integers(1, 10**9))
    net, tax = draw(cents), draw(cents)
    day, is_sale = draw(days), draw(st.booleans())
    sign = 1 if is_sale else -1
    control = "Assets:Receivable" if is_sale else "Liabilities:Payable"
    result = "Income:Sales" if is_sale else "Expenses:Goods"
    account = "Liabilities:Tax" if is_sale else "Assets:Input-Tax"
    code_ = "de19" if is_sale else "de19-in"
    of = f'"Party {number}" "Text" ^N{number}'
    text = [
        f"{day} * {of}",
        f"  {control}  {sign * (net + tax)} EUR",
        f"  {result}  {-sign * net} EUR",
        f'    tax: "{code_}"',
        f"  {account}  {-sign * tax} EUR",
        f'    tax: "{code_}"',
    ]
    left = net + tax
    ways = st.sampled_from(["pay", "return", "write-off", "discount", "credit"])
    for way, again in zip(draw(st.lists(ways, max_size=3)), count(1), strict=False):
        part = min(left, draw(cents))
        on = day + timedelta(days=draw(st.integers(0, 300)))
        if not part or (way in {"write-off", "discount", "credit"} and not is_sale):
            continue
        meets = {
            "write-off": "Expenses:Bad-Debt",
            "discount": "Expenses:Discounts",
            "credit": "Income:Sales",
        }.get(way, "Assets:Bank")
        text.append(f"{on} * {of}")
        if way == "credit":
            text.append(f'  credit-note: "C{number}-{again}"')
        text += [
            f"  {control}  {-sign * part} EUR",
            f"  {meets}  {sign * part} EUR",
        ]
        if way == "return":
            text += [
                f"{on + timedelta(days=9)} * {of}",
                f"  {control}  {sign * part} EUR",
                f"  Assets:Bank  {-sign * part} EUR",
            ]
        else:
            left -= part
    if left:
        text += [
            f"{day + timedelta(days=400)} * {of}",
            f"  Assets:Bank  {sign * left} EUR",
            f"  {control}  {-sign * left} EUR",
        ]
    return "\n".join(text) + "\n"


books_texts = st.lists(settled_documents(), min_size=1, max_size=5).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def books_of(folder, text):
    path = folder / "main.beancount"
    path.write_text(BOOK + text, encoding="utf-8")
    return load(path)


def result(books, period, basis):
    table = books.income_statement(period=period, basis=basis)
    key = table.columns[-1].key
    found = [row[key] for row in table.to_dicts() if row["line"] == "result"]
    return found[0] if found else Decimal(0)


@settings(max_examples=60)
@given(books_texts)
def test_both_views_meet_when_everything_is_settled(folder, text):
    books = books_of(folder, text)
    whole = "2024-01-01..2030-12-31"
    assert result(books, whole, "cash") == result(books, whole, "accrual")


@settings(max_examples=30)
@given(books_texts)
def test_the_quarters_sum_to_the_whole(folder, text):
    books = books_of(folder, text)
    whole = "2024-01-01..2027-12-31"
    table = books.income_statement(period=whole, basis="cash", by="quarter")
    for row in table.to_dicts():
        parts = [row[c.key] or 0 for c in table.columns if "-Q" in c.key]
        # An account that comes to nothing is left out of the whole.
        whole_rows = books.income_statement(period=whole, basis="cash").to_dicts()
        same = {other["line"]: other[whole] for other in whole_rows}
        assert sum(parts) == (same.get(row["line"]) or 0)


@settings(max_examples=30)
@given(books_texts)
def test_the_reconciliation_comes_to_the_result(folder, text):
    books = books_of(folder, text)
    table = books.cash_basis_reconciliation(period="2024")
    for total in table.totals:
        assert total["cash"] == result(books, "2024", "cash")
        assert total["accrual"] == result(books, "2024", "accrual")
        assert (
            sum(row["difference"] for row in table.to_dicts()) == (total["difference"])
        )
