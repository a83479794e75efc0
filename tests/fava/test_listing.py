"""Long tables: searched, narrowed, sorted and paged by the server; and as files."""

import csv
import io

import pytest
from fava.application import create_app
from tests.fava.conftest import AGENCY

PAGE = "extension/Receivables/"


@pytest.fixture(scope="module")
def many():
    """251 invoices of 1.00 to 251.00 EUR, each seventh of Zeta."""
    return "".join(
        f'2025-01-01 * "{"Zeta" if n % 7 == 0 else "Acme"}" "Work" ^INV-{n:03}\n'
        f"  Assets:Receivable {n}.00 EUR\n  Income:Services\n"
        for n in range(1, 252)
    )


@pytest.fixture
def listed(reader_of, many):
    reader = reader_of(many)

    def ask(**asked):
        return reader.receivables(view="documents", time="2025-12-31", **asked)

    ask.reader = reader
    return ask


def numbers(page):
    return [row[0] for row in page.tables[0] if row[0].startswith("INV-")]


def totals(page):
    return page.tables[0][-1]


def test_a_long_list_comes_in_pages_and_says_how_many_there_are(listed):
    page = listed()
    assert len(numbers(page)) == 100
    assert "Rows 1 to 100 of 251; the totals are of all 251." in page.text
    # 1 + 2 + … + 251
    assert "31626.00" in totals(page)
    seen = numbers(page)
    while "Next" in page.links:
        number = page.links["Next"].partition("part=")[2]
        page = listed(part=number)
        seen += numbers(page)
    assert len(seen) == len(set(seen)) == 251
    assert "31626.00" in totals(page)


def test_a_page_beyond_the_last_is_the_last(listed):
    for asked in ("99", "-1", "x", "9" * 40):
        assert numbers(listed(part=asked))


def test_a_search_finds_on_all_pages_and_the_totals_stay_of_all(listed):
    page = listed(find="zeta")
    # 7, 14, …, 245
    assert len(numbers(page)) == 35
    assert "Rows 1 to 35 of 35 that match, out of 251; the totals are of all" in (
        page.text
    )
    assert numbers(listed(find="ZETA inv-007")) == ["INV-007"]
    nothing = listed(find="nobody")
    assert "No row of 251 matches" in nothing.text
    # What was searched for can still be changed.
    assert ("name", "find") in nothing.attributes


def test_a_status_narrows_the_list(listed):
    assert len(numbers(listed(state="overdue"))) == 100
    assert "No row of 251 matches" in listed(state="settled").text


def test_a_heading_sorts_all_pages_amounts_from_the_largest(listed):
    page = listed()
    assert "desc=1" in page.links["Amount"]
    assert "desc" not in page.links["Number"]
    page = listed(sort="amount", desc="1")
    assert numbers(page)[:2] == ["INV-251", "INV-250"]
    assert ("aria-sort", "descending") in page.attributes
    # Once more turns it round.
    assert "desc" not in page.links["Amount"]
    page = listed(sort="amount")
    assert numbers(page)[:2] == ["INV-001", "INV-002"]
    assert ("aria-sort", "ascending") in page.attributes


def test_a_table_is_a_file_with_the_rows_that_are_searched_for(listed):
    page = listed(find="zeta")
    response = listed.reader.client.get(page.links["CSV"])
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == 35
    assert {row["name"] for row in rows} == {"Zeta"}
    whole = listed.reader.client.get(listed().links["CSV"])
    assert len(whole.text.splitlines()) == 252


def test_each_view_has_its_title(agency_reader):
    titles = set()
    for view in ("", "documents", "collection", "reminders"):
        page = agency_reader.receivables(view=view, time="2025-12-31")
        title = page.html.partition('id="page-title">')[2].partition("<")[0]
        titles.add(title)
    assert len(titles) == 4
    assert '"Receivables by age, as at 2025-12-31"' in titles


def test_our_pages_stand_in_one_order_however_they_are_loaded(agency_reader, reader):
    """
    2025-01-01 open Assets:More
    """
    menus = [
        [page.name for page in one.ledger.extensions.extension_details]
        for one in (agency_reader, reader)
    ]
    assert menus[0] == menus[1]
    assert menus[0][0] == "Overview"
    assert menus[0][-1] == "Periods"


def test_figures_that_are_hidden_are_no_file(open_app):
    reader = open_app(create_app([AGENCY], load=True, incognito=True))
    page = reader.receivables(time="2025-12-31")
    assert "CSV" not in page.links
    address = f"/{reader.slug}/{PAGE}table?t=1"
    assert reader.client.get(address).status_code == 403


def test_filters_that_do_nothing_say_so(agency_reader):
    page = agency_reader.receivables(time="2025", conversion="USD")
    assert "Only the end of the time filter counts" in page.text
    assert "this page converts none" in page.text
    page = agency_reader.get("extension/BankAndCash/", account="Assets:Bank")
    assert "don't narrow this page" in page.text
    page = agency_reader.receivables(time="2025-12-31", account="Assets:Receivable")
    assert "don't narrow" not in page.text
