"""The page *Tax* says what its reports say, down to the line of text."""

import pytest
from fava.application import create_app
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import Reader, stop_watching

PAGE = "extension/Tax/"


@pytest.fixture(scope="module")
def shop_reader():
    yield (
        reader := Reader(
            create_app([SAMPLE_BOOKS / "shop" / "main.beancount"], load=True)
        )
    )
    stop_watching([reader])


def test_each_period_has_its_state_day_and_amount(agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    assert page.status == 200
    [table] = page.tables
    assert table[0][:4] == ["Period", "State", "Scheme", "Due"]
    assert table[1] == ["2025-Q4", "open", "standard", "2026-02-28", "EUR", "5,139.44"]
    assert table[2][1:] == ["filed", "standard", "2025-11-30", "EUR", "5,450.32"]
    assert [row[0] for row in table[-2:]] == ["2024-Q2", "2024-Q1"]
    assert "period=2025-Q4" in page.links["2025-Q4"]


def test_a_period_is_its_return_and_a_box_its_postings(agency_reader):
    page = agency_reader.get(PAGE, period="2025-Q3")
    table, proof = page.tables
    # What fell due was put on the account of what is owed: nothing is left.
    assert ["Without a code, and without money", "EUR", "-5,396.36"] in proof
    assert proof[-1] == ["Total", "EUR", ""]
    assert ["Fell due in the period, and is in its return", "EUR", "5,396.36"] in proof
    amounts = {row[0]: row[-2] for row in table[1:]}
    assert (amounts["VP4"], amounts["VP14"]) == ("7,051.94", "5,450.32")
    assert "line=VP4" in page.links["VP4"]
    assert "period=2025-Q3" in page.links["VP4"]
    box = agency_reader.get(PAGE, period="2025-Q3", line="VP4")
    [postings] = box.tables
    assert "7,051.94" in postings[-1]
    place = next(label for label in box.links if label.startswith("2025.beancount:"))
    assert "editor" in box.links[place]
    assert {"Back to the return", "All periods"} <= set(box.links)


def test_a_register_is_of_the_last_period_due(agency_reader):
    page = agency_reader.get(PAGE, view="sales", time="2025")
    assert "Register of sales, 2025-Q3" in page.text
    assert "Box VP4: 7,051.94 EUR of this register; the return has" in page.text
    chosen = agency_reader.get(PAGE, view="purchases", period="2025-Q1", time="2025")
    assert "Register of purchases, 2025-Q1" in chosen.text


def test_receipts_and_the_scheme_of_the_shop(shop_reader):
    page = shop_reader.get(PAGE, time="2025")
    assert page.tables[0][1][2:4] == ["cash", "2026-01-10"]
    receipts = shop_reader.get(PAGE, view="receipts", period="2025-12")
    assert "15,050.10" in receipts.tables[0][-1]


def test_months_can_be_chosen(agency_reader):
    page = agency_reader.get(PAGE, by="month", time="2025-03")
    assert page.tables[0][1][0] == "2025-03"
    assert len(page.tables[0]) == 1 + 12


def test_lists_stand_beside_the_countrys_own_form(shop_reader):
    page = shop_reader.get(PAGE, form="oss", time="2025")
    assert "One Stop Shop, Union scheme, by quarter" in page.text
    assert [row[0] for row in page.tables[0][1:]][:2] == ["2025-Q4", "2025-Q3"]
    assert "form=oss" in page.links["2025-Q4"]
    listed = shop_reader.get(PAGE, form="ec-sales", period="2025-11", time="2025")
    assert "EC sales list, 2025-11" in listed.text
    assert "Accounts of tax" not in listed.text
    assert "California" not in page.html
    unknown = shop_reader.get(PAGE, form="soon", time="2025")
    assert 'There is no form "soon"' in unknown.text


def test_no_table_can_be_sorted(agency_reader):
    for asked in ({}, {"period": "2025-Q3"}, {"view": "sales"}):
        page = agency_reader.get(PAGE, time="2025", **asked)
        assert "&amp;sort=" not in page.html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"period": "2025-Q9"}, "is no period"),
        ({"period": "2025-Q3", "line": "VP99"}, "has no box"),
        ({"by": "year"}, 'is not for "year"'),
        ({"view": "sales", "period": "soon"}, "is no period"),
    ],
)
def test_what_is_not_there_is_said_on_the_page(agency_reader, asked, said):
    page = agency_reader.get(PAGE, time="2025", **asked)
    assert page.status == 200
    assert said in page.text
    assert not page.tables


def test_a_book_without_a_country_may_choose_a_form(existing_reader):
    page = existing_reader.get(PAGE)
    assert page.status == 200
    assert "No tax form is known for a company without a country." in page.text
    assert "One Stop Shop, Union scheme" in page.html
