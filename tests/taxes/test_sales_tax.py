"""Sales tax of the United States, with figures that a person worked out."""

from decimal import Decimal

import pytest
from tests.taxes.tax_books import boxes, code, head, load, sale

DOLLAR = "USD"
STATE = "California 6%, County 0.25%, Local 1%"
BOOK = (
    head("US", DOLLAR)
    + code("ca", "0.0725", "sales", "S", f'jurisdictions: "{STATE}"')
    + code(
        "ca-district",
        "0.0825",
        "sales",
        "S",
        f'jurisdictions: "{STATE}, Transit District 1%"',
    )
    + code(
        "resale",
        "0",
        "sales",
        "E",
        'reason: "Resale"',
        'jurisdictions: "California, County, Local"',
    )
    + code("ny", "0.08", "sales", "S", 'jurisdictions: "New York 4%, City 4%"')
)


def sold(*more):
    return (
        sale("2026-01-15", "1", [("14000", "1015", "ca")], currency=DOLLAR),
        sale("2026-01-16", "2", [("10000", "825", "ca-district")], currency=DOLLAR),
        *more,
    )


def test_the_californian_lines(tmp_path):
    resale = sale("2026-01-17", "3", [("5000", "0", "resale")], currency=DOLLAR)
    elsewhere = sale("2026-01-18", "4", [("100", "8", "ny")], currency=DOLLAR)
    found = boxes(
        load(tmp_path, BOOK, *sold(resale, elsewhere)), "2026-Q1", "us-ca-401a"
    )
    assert found == {
        "1": 29000,
        "3": 29000,
        "11": 5000,
        "12": 24000,
        "13": 1440,
        "14": 60,
        "15": 240,
        "16": 100,
        "17": 1840,
        "collected": 1840,
        "19": 1840,
    }


def test_what_was_collected_beyond_is_due_too(tmp_path):
    more = sale("2026-01-17", "3", [("100", "9.25", "ca")], currency=DOLLAR)
    books = load(tmp_path, BOOK, *sold(more))
    found = boxes(books, "2026-Q1", "us-ca-401a")
    # 7.25 is right, and 2.00 more was charged.
    assert (found["18"], found["19"]) == (2, found["17"] + 2)
    rows = {r["box"]: r for r in books.tax_return("2026-Q1").to_dicts()}
    assert rows["excess"]["amount"] == Decimal("2.00")


def test_each_jurisdiction_has_its_gross_exempt_and_taxable_sales(tmp_path):
    resale = sale("2026-01-17", "3", [("5000", "0", "resale")], currency=DOLLAR)
    books = load(tmp_path, BOOK, *sold(resale))
    rows = {r["box"]: r for r in books.tax_return("2026-Q1").to_dicts()}
    found = {
        box: (row["gross"], row["exempt"], row["taxable"], row["amount"])
        for box, row in rows.items()
        if not row["label"].startswith("us-ca-401a")
    }
    assert found == {
        "California": (29000, 5000, 24000, 1440),
        "California: Resale": (None, 5000, None, 0),
        "County": (29000, 5000, 24000, 60),
        "County: Resale": (None, 5000, None, 0),
        "Local": (29000, 5000, 24000, 240),
        "Local: Resale": (None, 5000, None, 0),
        "Transit District": (10000, 0, 10000, 100),
        "excess": (None, None, None, 0),
    }


@pytest.mark.parametrize(
    ("form", "box", "amounts"),
    [
        ("us-sales", "Transit District", [100]),
        ("us-sales", "california: resale", [0]),
        ("us-ca-401a", "12", [14000, 10000, 5000, -5000]),
    ],
)
def test_a_row_opens_as_its_postings(tmp_path, form, box, amounts):
    resale = sale("2026-01-17", "3", [("5000", "0", "resale")], currency=DOLLAR)
    books = load(tmp_path, BOOK, *sold(resale))
    table = books.tax_return_box("2026-Q1", explain=box, form=form)
    assert [row["amount"] for row in table.to_dicts()] == amounts


def test_a_code_without_jurisdictions_is_said(tmp_path):
    plain = code("tx", "0.0825", "sales", "S")
    lines = [("100", "8.25", "tx")]
    books = load(
        tmp_path,
        head("US", DOLLAR),
        plain,
        sale("2026-01-15", "1", lines, currency=DOLLAR),
    )
    table = books.tax_return("2026-Q1")
    assert table.to_dicts()[0]["box"] == "not said"
    assert any("write jurisdictions:" in note for note in table.notes)


def test_a_firm_elsewhere_has_only_codes_of_the_states_there(tmp_path):
    book = (
        head("DE", DOLLAR)
        + code("de19", "0.19", "sales", "S")
        + code(
            "ca", "0.0725", "sales", "S", f'jurisdictions: "{STATE}"', 'country: "US"'
        )
    )
    books = load(
        tmp_path,
        book,
        sale("2026-01-15", "1", [("100", "19", "de19")], currency=DOLLAR),
        sale("2026-01-15", "2", [("200", "14.50", "ca")], currency=DOLLAR),
    )
    rows = {
        r["box"]: r for r in books.tax_return("2026-Q1", form="us-sales").to_dicts()
    }
    assert rows["California"]["gross"] == 200
    assert "not said" not in rows
    assert boxes(books, "2026-Q1", "us-ca-401a")["12"] == 200
    assert boxes(books, "2026-Q1") == {"81": 100, "81-tax": 19, "83": 19}


def test_the_lines_of_the_states_own_return_stand_below(tmp_path):
    books = load(tmp_path, BOOK, *sold())
    table = books.tax_return("2026-Q1")
    rows = {row["box"]: row["amount"] for row in table.to_dicts()}
    lines = [rows[line] for line in ("12", "13", "14", "15", "16", "17", "18", "19")]
    assert lines == [24000, 1440, 60, 240, 100, 1840, 0, 1840]
    assert table.totals[0]["amount"] == 1840
    elsewhere = load(
        tmp_path, BOOK, sale("2026-01-18", "4", [("100", "8", "ny")], currency=DOLLAR)
    )
    assert "12" not in {r["box"] for r in elsewhere.tax_return("2026-Q1").to_dicts()}
