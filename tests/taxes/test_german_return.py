"""The German return in advance, with figures that a person worked out."""

from decimal import Decimal

import pytest
from tests.taxes.tax_books import (
    amounts,
    boxes,
    code,
    head,
    load,
    payment,
    purchase,
    sale,
)

EURO = "EUR"
OWED = "reverse-charge-account: Liabilities:Tax"
BOOK = (
    head("DE", EURO)
    + code("de19", "0.19", "sales", "S")
    + code("de7", "0.07", "sales", "S")
    + code("de19-in", "0.19", "purchase", "S")
    + code("eu-goods-in", "0.19", "purchase", "K", 'reason: "EU"')
    + code("eu-services-in", "0.19", "purchase", "AE", 'reason: "§13b"')
    + code(
        "other-services-in",
        "0.19",
        "purchase",
        "AE",
        'reason: "§13b"',
        'base-box: "84"',
        'reverse-charge-box: "85"',
    )
)


def test_a_month_of_both_rates_and_input_tax(tmp_path):
    lines = [("10000", "1900", "de19"), ("1000", "70", "de7")]
    books = load(
        tmp_path,
        BOOK,
        sale("2026-03-15", "1", lines, currency=EURO),
        purchase("2026-03-20", "B1", [("2105.26", "400.00", "de19-in")], currency=EURO),
    )
    assert boxes(books, "2026-03") == {
        "81": Decimal(10000),
        "81-tax": Decimal("1900.00"),
        "86": Decimal(1000),
        "86-tax": Decimal("70.00"),
        "66": Decimal("400.00"),
        "83": Decimal("1570.00"),
    }


def test_cents_of_a_base_are_cut_and_the_difference_is_said(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2026-03-15", "1", [("10000.60", "1900.11", "de19")], currency=EURO),
    )
    table = books.tax_return("2026-03")
    rows = {row["box"]: (row["amount"], row["exact"]) for row in table.to_dicts()}
    assert rows["81"] == (Decimal(10000), Decimal("10000.60"))
    assert rows["83"] == (Decimal("1900.00"), Decimal("1900.11"))
    assert "The form's rounding makes 0.11 EUR less of what is owed." in table.notes


def test_what_is_bought_in_the_eu_is_owed_and_deducted(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2026-03-20", "B1", [("500", "0", "eu-goods-in")], currency=EURO),
    )
    assert boxes(books, "2026-03") == {
        "89": Decimal(500),
        "89-tax": Decimal("95.00"),
        "61": Decimal("95.00"),
    }


def test_services_from_abroad_have_boxes_by_where_they_come_from(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2026-03-20", "B1", [("100", "0", "eu-services-in")], currency=EURO),
        purchase("2026-03-21", "B2", [("50", "0", "other-services-in")], currency=EURO),
    )
    expected = {"46": "100", "47": "19.00", "84": "50", "85": "9.50", "67": "28.50"}
    assert boxes(books, "2026-03") == {k: Decimal(v) for k, v in expected.items()}


def test_by_payment_only_sales_wait(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-03-15", "1", [("100", "19", "de19")], currency=EURO),
        purchase("2026-03-20", "B1", [("50", "9.50", "de19-in")], currency=EURO),
        payment("2026-04-02", "1", "119", currency=EURO),
    )
    assert boxes(books, "2026-03") == {"66": Decimal("9.50"), "83": Decimal("-9.50")}
    assert boxes(books, "2026-04") == amounts(
        _81="100", _83="19", **{"81-tax": "19.00"}
    )


def test_changing_the_scheme_taxes_no_document_twice(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-04-01 custom "tax-scheme" "cash"\n',
        sale("2026-03-15", "1", [("100", "19", "de19")], currency=EURO),
        payment("2026-04-02", "1", "119", currency=EURO),
    )
    assert boxes(books, "2026-03")["81"] == Decimal(100)
    assert boxes(books, "2026-04") == {}


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("sales", ["K", "0", 'supply: "triangular"'], {"42": 100}),
        ("sales", ["K", "0", 'supply: "services"'], {"21": 100}),
        ("sales", ["G", "0", 'supply: "services"'], {"45": 100}),
        ("sales", ["K", "0", 'base-box: "44"'], {"44": 100}),
        ("sales", ["K", "0", 'base-box: "49"'], {"49": 100}),
        ("sales", ["E", "0", 'base-box: "77"'], {"77": 100}),
        (
            "sales",
            ["S", "0.10", 'base-box: "76"', 'tax-box: "80"'],
            {"76": 100, "80": 10, "83": 10},
        ),
        (
            "purchase",
            ["AE", "0.19", 'base-box: "73"', 'reverse-charge-box: "74"'],
            {"73": 100, "74": 19, "67": 19},
        ),
        (
            "purchase",
            ["K", "0.19", 'base-box: "94"', 'reverse-charge-box: "96"'],
            {"94": 100, "96": 19, "61": 19},
        ),
        (
            "purchase",
            ["G", "0.19", 'supply: "services"', OWED],
            {"84": 100, "85": 19, "67": 19},
        ),
        (
            "purchase",
            ["K", "0.19", 'supply: "services"'],
            {"46": 100, "47": 19, "67": 19},
        ),
    ],
)
def test_boxes_that_few_need(tmp_path, kind, keys, expected):
    category, rate, *more = keys
    reason = () if category == "S" else ('reason: "§"',)
    tax = Decimal(100) * Decimal(rate) if category == "S" else Decimal(0)
    book = BOOK + code("rare", rate, kind, category, *reason, *more)
    document = sale if kind == "sales" else purchase
    lines = [("100", tax, "rare")]
    books = load(tmp_path, book, document("2026-03-15", "1", lines, currency=EURO))
    assert boxes(books, "2026-03") == expected
