"""The page stands alone, can be printed, and shows text as text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import lxml.html
import pytest

from ledgerkit.errors import UsageError
from ledgerkit.exporters.as_html import table_html
from ledgerkit.table import Row
from ledgerkit.text.untrusted import visible


def parsed(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page.encode())


def texts(page: lxml.html.HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in page.xpath(path)]


def test_a_page_shows_caption_header_rows_totals_and_notes(ageing):
    page = parsed(table_html(ageing, locale="de"))
    assert texts(page, "//caption") == ["Receivables by age, as at 2025-12-31"]
    assert texts(page, "//title") == ["Receivables by age, as at 2025-12-31"]
    assert texts(page, "//thead/tr/th[@scope='col']") == [
        "Client",
        "Currency",
        "Not due",
        "1-30",
        "Balance",
    ]
    assert texts(page, "//tbody/tr[1]/*") == [
        "Acme S.r.l.",
        "EUR",
        "1.220,00",
        "500,00",
        "1.720,00",
    ]
    assert texts(page, "//tfoot/tr/*") == [
        "Total",
        "EUR",
        "1.220,00",
        "580,25",
        "1.800,25",
    ]
    assert texts(page, "//ul[@class='notes']/li") == ["Days count from the due date."]


def test_each_row_is_named_by_its_first_cell(ageing):
    page = parsed(table_html(ageing, locale="en"))
    assert texts(page, "//tbody/tr/th[@scope='row']") == ["Acme S.r.l.", "Globex"]


def test_only_late_cells_are_marked_late(ageing):
    page = parsed(table_html(ageing, locale="en"))
    assert texts(page, "//*[contains(@class, 'late')]") == ["500.00"]


def test_text_of_others_cannot_turn_the_direction_of_its_neighbours(ageing):
    page = parsed(table_html(ageing, locale="en"))
    assert texts(page, "//tbody//bdi") == ["Acme S.r.l.", "EUR", "Globex", "EUR"]


@pytest.mark.parametrize(
    ("locale", "language"), [("en", "en"), ("it_IT", "it-IT"), ("hi-in", "hi-IN")]
)
def test_the_page_says_its_language(ageing, locale, language):
    page = parsed(table_html(ageing, locale=locale))
    assert page.get("lang") == language


def test_the_page_needs_and_allows_nothing_from_elsewhere(ageing):
    text = table_html(ageing, locale="en")
    page = parsed(text)
    assert text.startswith("<!doctype html>\n<html lang=")
    assert page.xpath("//meta/@charset") == ["utf-8"]
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy[0].startswith("default-src 'none';")
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@href")
    assert "url(" not in text
    assert "@import" not in text


def test_an_empty_table_says_so(empty):
    page = parsed(table_html(empty, locale="en"))
    assert texts(page, "//tbody/tr/td[@colspan='2']") == ["Nothing to show."]
    assert not page.xpath("//tfoot")


def test_hostile_text_stays_text(hostile):
    text = table_html(hostile, locale="en")
    page = parsed(text)
    payee = visible(hostile.rows[0].cells["payee"])
    assert texts(page, "//tbody//bdi") == [payee]
    assert texts(page, "//ul/li/bdi") == [payee]
    assert texts(page, "//caption") == [f"{payee}, as at 2026-01-31"]
    assert texts(page, "//title") == [f"{payee}, as at 2026-01-31"]
    assert not page.xpath("//script | //@onmouseover")


def test_text_where_a_number_belongs_is_set_apart_too(ageing):
    row = Row(cells={**ageing.rows[0].cells, "balance": "<b>various</b>"})
    page = parsed(table_html(replace(ageing, rows=[row]), locale="en"))
    assert texts(page, "//tbody//td[@class='amount']/bdi") == ["<b>various</b>"]


def test_amounts_keep_more_decimals_than_their_currency(ageing):
    row = Row(cells={**ageing.rows[0].cells, "balance": Decimal("0.12345")})
    page = parsed(table_html(replace(ageing, rows=[row]), locale="en"))
    assert texts(page, "//tbody/tr/td[4]") == ["0.12345"]


def test_an_unknown_locale_is_refused(ageing):
    with pytest.raises(UsageError, match="no locale 'xx'"):
        table_html(ageing, locale="xx")
