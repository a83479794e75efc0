"""Registers of sales, purchases and receipts, and that they are the return's."""

from datetime import date
from decimal import Decimal

import pytest
from tests.taxes.tax_books import code, head, load, payment, purchase, sale

from ledgerkit.errors import UsageError

EURO = "EUR"
BOOK = (
    head("IT", EURO)
    + code("it22", "0.22", "sales", "S")
    + code("it-exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"')
    + code("it22-in", "0.22", "purchase", "S")
    + code("it-car-in", "0.22", "purchase", "S", 'tax-box: "VP5 40%"')
    + code("eu-services-in", "0.22", "purchase", "AE", 'reason: "Art. 7-ter"')
    + '2020-01-01 custom "client" "client" "Client"\n  vat-id: "IT07643520567"\n'
)
QUARTER = (
    sale("2026-01-15", "1", [("10000", "2200", "it22")], currency=EURO),
    sale("2026-01-16", "2", [("500", "0", "it-exempt")], currency=EURO),
    purchase("2026-02-01", "B1", [("4000", "880", "it22-in")], currency=EURO),
    purchase("2026-02-02", "B2", [("1000", "0", "eu-services-in")], currency=EURO),
)


def rows(books, which, period, *keys):
    found = books.tax_register(which, period).to_dicts()
    return [tuple(row[key] for key in keys) for row in found]


def test_each_document_has_a_number_of_its_year_its_party_and_its_tax(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        sale("2025-12-31", "0", [("1", "0.22", "it22")], currency=EURO),
        *QUARTER,
        sale("2026-04-02", "3", [("50", "11", "it22")], currency=EURO),
    )
    keys = ("protocol", "date", "number", "party", "vat_id", "code", "base", "tax")
    it = "IT07643520567"
    assert rows(books, "sales", "2026-Q1", *keys) == [
        (1, date(2026, 1, 15), "1", "Client", it, "it22", 10000, 2200),
        (2, date(2026, 1, 16), "2", "Client", it, "it-exempt", 500, 0),
        # What we owe in the vendor's place stands in both registers.
        (3, date(2026, 2, 2), "B2", "Vendor", None, "eu-services-in", 1000, 220),
    ]
    assert rows(books, "purchases", "2026-Q1", *keys[:3], *keys[5:]) == [
        (1, date(2026, 2, 1), "B1", "it22-in", 4000, 880),
        (2, date(2026, 2, 2), "B2", "eu-services-in", 1000, 220),
    ]
    # Numbers go on where the quarter before ended.
    assert rows(books, "sales", "2026-Q2", "protocol", "number") == [(4, "3")]


def test_the_register_is_what_the_return_counts(tmp_path):
    books = load(tmp_path, BOOK, *QUARTER)
    table = books.tax_register("sales", "2026-Q1")
    assert table.is_whole
    assert {
        "Box VP2: 10,500.00 EUR of this register; the return has 10,500.00.",
        "Box VP4: 2,420.00 EUR of this register; the return has 2,420.00.",
    } <= set(table.notes)
    totals = [(each.get("code"), each["base"], each["tax"]) for each in table.totals]
    assert totals == [
        ("eu-services-in", 1000, 220),
        ("it-exempt", 500, 0),
        ("it22", 10000, 2200),
        (None, 11500, 2420),
    ]


def test_what_may_not_be_deducted_has_a_column(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        purchase("2026-02-01", "B1", [("1000", "220", "it-car-in")], currency=EURO),
    )
    assert rows(books, "purchases", "2026-Q1", "tax", "non_deductible") == [
        (220, Decimal("132.00"))
    ]
    note = "Box VP5: 88.00 EUR of this register; the return has 88.00."
    assert note in books.tax_register("purchases", "2026-Q1").notes


def test_receipts_are_the_sales_of_a_day_without_an_invoice(tmp_path):
    takings = (
        '2026-01-{day} * "Us" "Takings {n}"\n'
        "  Assets:Bank  122 EUR\n"
        "  Income:Sales  -100 EUR\n"
        '    tax: "it22"\n'
        "  Liabilities:Tax  -22 EUR\n"
        '    tax: "it22"\n'
    )
    books = load(
        tmp_path,
        BOOK,
        takings.format(day="08", n=1),
        takings.format(day="08", n=2),
        takings.format(day="09", n=3),
        sale("2026-01-09", "9", [("10", "2.20", "it22")], currency=EURO, paid=True),
    )
    keys = ("date", "code", "base", "tax")
    assert rows(books, "receipts", "2026-01", *keys) == [
        (date(2026, 1, 8), "it22", 200, 44),
        (date(2026, 1, 9), "it22", 100, 22),
    ]
    # An invoice that was paid at once has its number, and is one of the sales.
    assert rows(books, "sales", "2026-01", "number", "tax") == [("9", Decimal("2.20"))]
    assert (
        "Box VP4: 66.00 EUR of this register and 2.20 of others; the return has 68.20."
        in books.tax_register("receipts", "2026-01").notes
    )


def test_by_payment_the_register_has_the_document_and_says_what_is_not_due(tmp_path):
    books = load(
        tmp_path,
        BOOK,
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-15", "1", [("1000", "220", "it22")], currency=EURO),
        payment("2026-04-10", "1", "1220", currency=EURO),
    )
    first = books.tax_register("sales", "2026-Q1")
    assert (
        "Base 1,000.00 EUR and tax 220.00 in it were not due by 2026-03-31: they"
        " count when they are paid." in first.notes
    )
    second = books.tax_register("sales", "2026-Q2")
    assert second.rows == []
    assert (
        "Base 1,000.00 EUR and tax 220.00 of documents in earlier registers fell due"
        " from 2026-04-01 to 2026-06-30." in second.notes
    )
    assert "Box VP4: 220.00 EUR of this register; the return has 220.00." in (
        second.notes
    )


def test_a_country_without_a_form_has_registers_all_the_same(tmp_path):
    book = BOOK.replace('"IT"', '"PT"', 1)
    books = load(tmp_path, book, *QUARTER)
    assert rows(books, "sales", "2026-Q1", "tax")[0] == (2200,)
    with pytest.raises(UsageError, match='no register "sale"; did you mean "sales"'):
        books.tax_register("sale", "2026-Q1")


def test_where_some_sales_are_exempt_the_register_agrees_with_the_return(tmp_path):
    sales = [("70000", "15400", "it22"), ("30000", "0", "exempt")]
    books = load(
        tmp_path,
        head("IT", "EUR"),
        code("it22", "0.22", "sales", "S"),
        code("exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"'),
        code("it22-in", "0.22", "purchase", "S"),
        '2026-01-01 custom "pro-rata" 80\n',
        sale("2026-01-15", "1", sales, currency="EUR"),
        purchase("2026-02-01", "B1", [("10000", "2200", "it22-in")], currency="EUR"),
    )
    table = books.tax_register("purchases", "2026-Q1")
    assert table.is_whole
    [row] = [r for r in table.to_dicts() if r["number"] == "B1"]
    # 80 % of 2,200.00 is deducted.
    assert row["non_deductible"] == Decimal("440.00")
