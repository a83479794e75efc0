"""The page *Clients* says what its reports say, for the day of Fava's filter."""

from datetime import date

import pytest

PAGE = "extension/Clients/"
DAY = date(2025, 12, 31)


def column_of(table, label):
    place = table[0].index(label)
    return [row[place] for row in table[1:]]


def test_clients_stand_with_what_the_books_say(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    report = agency.client_measures(as_of=DAY)
    [table] = page.tables
    assert column_of(table, "Name")[:-1] == [r.cells["name"] for r in report.rows]
    shown = column_of(table, "Revenue")
    wanted = [
        f"{r.cells['revenue']:,}" if r.cells["revenue"] else "" for r in report.rows
    ]
    assert shown[:-1] == wanted
    assert "party=zefiro" in page.links["Zefiro Mobilità"]
    assert "extension/Clients" in page.links["Zefiro Mobilità"]


@pytest.mark.parametrize("view", ["risk", "agenda", "pipeline", "plans", "renewals"])
def test_every_view_can_be_shown(agency_reader, view):
    assert agency_reader.get(PAGE, time="2025", view=view).status == 200


def test_the_portfolio_is_five_reports(agency_reader):
    page = agency_reader.get(PAGE, time="2025", view="portfolio")
    assert len(page.tables) == 5
    assert "Herfindahl-Hirschman index: 1037 of 10,000" in page.text


def test_a_client_has_its_money_and_what_happened_on_one_page(agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura")
    assert "Cantine Vallescura, as at 2025-12-31" in page.text
    assert "116.2 % used" in page.text
    assert "INV-2025-057" in page.links
    assert "Receivables" in page.links["What it owes"]
    assert "Revenue by month, EUR" in page.text


def test_an_unknown_client_is_named(agency_reader):
    page = agency_reader.get(PAGE, party="<script>alert(1)</script>")
    assert "No such client" in page.text
    assert "<script>alert" not in page.html


def test_filters_that_do_not_narrow_it_are_told(agency_reader):
    page = agency_reader.get(PAGE, time="2025", filter="#web")
    assert "don't narrow it" in page.text


def test_books_without_clients_say_what_to_write(reader_of):
    page = reader_of("").get(PAGE, time="2026")
    assert 'custom "client" "acme"' in page.text
