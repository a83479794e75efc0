"""The page *Overview* says where we stand, and what is to be done."""

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import build_app

from ledgerkit.fava.serving import take_for_today

PAGE = "extension/Overview/"
INVOICE = """\
{day} * "Acme" "Work" ^INV-1
  due: {day}
  Assets:Receivable  100.00 EUR
  Income:Services
"""


@pytest.fixture
def shop(open_app):
    return open_app(build_app(SAMPLE_BOOKS / "shop" / "main.beancount"))


def test_the_most_urgent_comes_first_with_its_page(shop):
    page = shop.get(PAGE, time="2025")
    assert page.status == 200
    assert "as at 2025-12-31" in page.text
    deeds = [page.html.index(word) for word in ("confirm bank details", ">remind<")]
    assert deeds == sorted(deeds)
    assert "extension/Payables/?document=NW-20251120-52" in page.html.replace(
        "&amp;", "&"
    )


def test_its_figures_are_those_of_the_report(agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    for amount in ("47,195.97 EUR", "51,013.60 EUR", "11,387.56 EUR"):
        assert amount in page.html.replace("47195.97", "47,195.97"), amount


def test_a_second_visit_reckons_nothing_anew_and_new_text_does(
    reader_of, monkeypatch, wait_for
):
    reckoned = []
    module = import_module("ledgerkit.fava.overview_page")
    forecasts = module.forecasts
    monkeypatch.setattr(
        module, "forecasts", lambda *a: reckoned.append(a) or forecasts(*a)
    )
    reader = reader_of(INVOICE.format(day="2025-01-10"))
    assert "100.00 EUR" in reader.get(PAGE, time="2025").text
    reader.get(PAGE, time="2025")
    assert len(reckoned) == 1
    file = Path(reader.ledger.beancount_file_path)
    file.write_text(file.read_text().replace("100.00", "250.00"))
    wait_for(lambda: "250.00 EUR" in reader.get(PAGE, time="2025").text)


def test_files_that_wait_are_to_be_imported(shop):
    page = shop.get(PAGE, time="2025")
    assert "volksbank-2026-01.xml" in page.text


def test_served_books_open_on_it_unless_they_say_otherwise(reader_of):
    reader = reader_of("")
    assert reader.ledger.fava_options.default_page == PAGE
    reader = reader_of('2020-01-01 custom "fava-option" "default-page" "journal/"')
    assert reader.ledger.fava_options.default_page == "journal/"


def test_an_empty_book_has_nothing_to_do_and_says_what_was_asked(reader_of):
    page = reader_of("").get(PAGE)
    assert "Nothing is to be done until" in page.text


def test_hostile_text_stays_text(reader_of):
    day = date.today() - timedelta(days=30)
    text = INVOICE.format(day=day).replace("Acme", "<b onmouseover=x()>Acme")
    page = reader_of(text).get(PAGE)
    assert "<b onmouseover" not in page.html


def test_books_that_ended_long_ago_are_shown_as_at_their_last_day(reader_of):
    reader = reader_of(INVOICE.format(day="2020-03-31"))
    assert take_for_today(reader.app, None) == date(2020, 3, 31)
    page = reader.receivables()
    assert "as at 2020-03-31" in page.text
    assert f"time={date.today()}" in page.links["As at today"]


def test_books_in_use_are_shown_as_at_today(reader_of):
    day = date.today() - timedelta(days=59)
    reader = reader_of(INVOICE.format(day=day))
    assert take_for_today(reader.app, None) is None
    assert f"as at {date.today()}" in reader.receivables().text


def test_a_day_that_is_asked_for_is_taken(reader_of):
    reader = reader_of(INVOICE.format(day="2020-03-31"))
    assert take_for_today(reader.app, date(2020, 5, 1)) == date(2020, 5, 1)
    assert "as at 2020-05-01" in reader.receivables().text
    assert take_for_today(reader.app, date.today()) is None
