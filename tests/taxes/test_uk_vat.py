"""The nine boxes, with figures that a person worked out."""

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

POUNDS = "GBP"
BOOK = (
    head("GB", POUNDS)
    + code("gb20", "0.20", "sales", "S")
    + code("gb-exempt", "0", "sales", "E", 'reason: "Exempt"')
    + code("gb20-in", "0.20", "purchase", "S")
    + code("abroad-in", "0.20", "purchase", "AE", 'reason: "Reverse charge"')
)


def test_services_from_abroad_are_due_and_reclaimed_and_count_as_sold(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2026-01-15", "1", [("1000.40", "200.08", "gb20")], currency=POUNDS),
        sale("2026-01-16", "2", [("50", "0", "gb-exempt")], currency=POUNDS),
        purchase("2026-02-01", "B1", [("300.60", "60.12", "gb20-in")], currency=POUNDS),
        purchase("2026-02-02", "B2", [("100", "0", "abroad-in")], currency=POUNDS),
    )
    assert not books.trust_findings()
    assert boxes(books, "2026-Q1") == amounts(
        _1="220.08",
        _3="220.08",
        _4="80.12",
        _5="139.96",
        _6="1150",
        _7="401",
        net="139.96",
    )
    exact = {r["box"]: r["exact"] for r in books.tax_return("2026-Q1").to_dicts()}
    assert (exact["6"], exact["7"]) == (Decimal("1150.40"), Decimal("400.60"))


@pytest.mark.parametrize(
    ("rate", "turnover", "due"),
    [("0.13", "12000", "1560.00"), ("0.08", "10000", "800.00")],
)
def test_the_flat_rate_is_of_turnover_with_vat(tmp_path, rate, turnover, due):
    gross = Decimal(turnover)
    net = (gross / 6 * 5).quantize(Decimal("0.01"))
    books = load(
        tmp_path,
        BOOK,
        f'2026-01-01 custom "tax-scheme" "flat-rate" {rate}\n',
        sale("2026-01-15", "1", [(net, gross - net, "gb20")], currency=POUNDS),
        purchase("2026-02-01", "B1", [("300", "60", "gb20-in")], currency=POUNDS),
    )
    found = boxes(books, "2026-Q1")
    assert (found["1"], found["6"]) == (Decimal(due), gross)
    assert "4" not in found


def test_by_cash_accounting_each_payment_makes_its_share_due(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-15", "1", [("49.95", "9.99", "gb20")], currency=POUNDS),
        payment("2026-02-10", "1", "29.97", currency=POUNDS),
        payment("2026-05-10", "1", "29.97", currency=POUNDS),
    )
    first, second = boxes(books, "2026-Q1"), boxes(books, "2026-Q2")
    assert (first["1"], second["1"]) == (Decimal("5.00"), Decimal("4.99"))
    assert (first["6"], second["6"]) == (Decimal(25), Decimal(25))


def test_leaving_cash_accounting_makes_all_due(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        '2026-04-01 custom "tax-scheme" "standard"\n',
        sale("2026-01-15", "1", [("100", "20", "gb20")], currency=POUNDS),
        payment("2026-06-10", "1", "120", currency=POUNDS),
    )
    assert boxes(books, "2026-Q1") == {}
    assert boxes(books, "2026-Q2")["1"] == Decimal("20.00")


def test_a_debt_given_up_is_reclaimed_and_its_sale_stays(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2025-01-15", "1", [("100", "20", "gb20")], currency=POUNDS),
        '2026-01-20 * "Client" "Given up" ^1\n'
        "  Expenses:Bad-Debt  100 GBP\n"
        "  Liabilities:Tax  20 GBP\n"
        '    tax: "gb20"\n'
        "  Assets:Receivable  -120 GBP\n",
    )
    assert boxes(books, "2026-Q1") == amounts(_4="20", _5="20", net="-20")


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("sales", ["O", "0", 'supply: "services"'], {"6": 100}),
        ("sales", ["O", "0"], {}),
        ("sales", ["K", "0"], {"6": 100, "8": 100}),
        ("sales", ["K", "0", 'supply: "services"'], {"6": 100}),
        ("purchase", ["K", "0.20"], {"2": 20, "3": 20, "4": 20, "7": 100, "9": 100}),
        (
            "purchase",
            ["AE", "0.20", 'base-box: "7"'],
            {"1": 20, "3": 20, "4": 20, "7": 100},
        ),
    ],
)
def test_what_crosses_the_border(tmp_path, kind, keys, expected):
    category, rate, *more = keys
    book = BOOK + code("abroad", rate, kind, category, 'reason: "Abroad"', *more)
    document = sale if kind == "sales" else purchase
    lines = [("100", "0", "abroad")]
    books = load(tmp_path, book, document("2026-01-15", "1", lines, currency=POUNDS))
    assert boxes(books, "2026-Q1") == expected
