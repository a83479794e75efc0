"""The page *Periods* says what is closed, and names what was changed since."""

import pytest
from fava.application import create_app
from tests.conftest import SAMPLE_BOOKS

PAGE = "extension/Periods/"


@pytest.fixture
def exporter(open_app):
    return open_app(
        create_app([SAMPLE_BOOKS / "exporter" / "main.beancount"], load=True)
    )


def test_closed_periods_and_the_change_in_one(exporter):
    page = exporter.get(PAGE)
    assert page.status == 200
    closed, changed = page.tables
    assert [row[0] for row in closed[1:]] == ["2025-Q1", "2025-Q2"]
    assert closed[2][closed[0].index("State")] == "changed"
    [row] = changed[1:]
    assert row[0] == "2025-Q2"
    assert "Expenses:Freight 402.75 EUR was there" in row[1]


def test_later_closes_are_left_out(exporter):
    page = exporter.get(PAGE, time="2025-04")
    [closed] = page.tables
    assert [row[0] for row in closed[1:]] == ["2025-Q1"]


@pytest.mark.parametrize("time", ["", "2024"])
def test_a_book_without_closes_says_so(agency_reader, time):
    page = agency_reader.get(PAGE, time=time)
    assert page.status == 200
    assert not page.tables
