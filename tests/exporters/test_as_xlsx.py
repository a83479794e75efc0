"""Excel gets numbers where they are exact, and text that it never runs."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.exporters.as_xlsx import excel_number, render_xlsx
from ledgerkit.table import Column, ColumnType, Row, Table
from ledgerkit.text.untrusted import visible

pytest.importorskip("xlsxwriter")

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: Formats that a workbook may name by their number in the standard.
BUILT_IN_FORMATS = {"3": "#,##0", "4": "#,##0.00", "49": "@"}


class Workbook:
    """What a spreadsheet program finds in the file."""

    def __init__(self, content: bytes) -> None:
        self._parts = zipfile.ZipFile(io.BytesIO(content))
        self.sheet = self.part("sheet1.xml")
        self._styles = self.part("styles.xml")
        self._strings = [
            "".join(item.itertext()) for item in self.part("sharedStrings.xml")
        ]

    def part(self, name: str) -> ET.Element:
        path = next(p for p in self._parts.namelist() if p.endswith(f"/{name}"))
        return ET.fromstring(self._parts.read(path))

    def cell(self, name: str) -> ET.Element:
        return next(c for c in self.sheet.iter(f"{_S}c") if c.get("r") == name)

    def text(self, name: str) -> str:
        cell = self.cell(name)
        assert cell.get("t") == "s"
        return self._strings[int(cell[0].text)]

    def number(self, name: str) -> Decimal:
        cell = self.cell(name)
        assert cell.get("t") is None
        return Decimal(cell[0].text)

    def look(self, name: str) -> ET.Element:
        looks = self._styles.find(f"{_S}cellXfs")
        return looks[int(self.cell(name).get("s"))]

    def number_format(self, name: str) -> str:
        code = self.look(name).get("numFmtId")
        if code in BUILT_IN_FORMATS:
            return BUILT_IN_FORMATS[code]
        formats = self._styles.iter(f"{_S}numFmt")
        return next(f.get("formatCode") for f in formats if f.get("numFmtId") == code)

    def is_bold(self, name: str) -> bool:
        font = self._styles.find(f"{_S}fonts")[int(self.look(name).get("fontId"))]
        return font.find(f"{_S}b") is not None


def one_amount(amount: Decimal, currency: str) -> Workbook:
    """A workbook with that amount in cell B4."""
    table = Table(
        title="Amounts",
        as_of=date(2026, 1, 31),
        columns=[
            Column("currency", "Currency"),
            Column("open", "Open", ColumnType.AMOUNT),
        ],
        rows=[Row(cells={"currency": currency, "open": amount})],
    )
    return Workbook(render_xlsx(table))


def test_a_sheet_holds_title_header_rows_totals_and_notes(ageing):
    book = Workbook(render_xlsx(ageing))
    assert book.text("A1") == "Receivables by age, as at 2025-12-31"
    assert [book.text(f"{c}3") for c in "ABCDE"] == [
        "Client",
        "Currency",
        "Not due",
        "1-30",
        "Balance",
    ]
    assert book.text("A4") == "Acme S.r.l."
    assert book.number("E5") == Decimal("80.25")
    assert book.text("A6") == "Total"
    assert book.number("E6") == Decimal("1800.25")
    assert book.text("A8") == "Days count from the due date."


def test_the_header_is_bold_and_stays_in_sight(ageing):
    book = Workbook(render_xlsx(ageing))
    pane = next(book.sheet.iter(f"{_S}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("3", "frozen")
    assert book.is_bold("A3")
    assert not book.is_bold("A4")
    assert book.is_bold("D4"), "what is late is bold"


@pytest.mark.parametrize(
    ("amount", "currency", "shown_as"),
    [
        ("1234.5", "EUR", "#,##0.00"),
        ("1234", "JPY", "#,##0"),
        ("1234.5", "KWD", "#,##0.000"),
        ("0.12345", "EUR", "#,##0.00000"),
        ("-1234.56", "EUR", "#,##0.00"),
    ],
)
def test_an_amount_is_a_number_with_its_decimals(amount, currency, shown_as):
    book = one_amount(Decimal(amount), currency)
    assert book.number("B4") == Decimal(amount)
    assert book.number_format("B4") == shown_as


@pytest.mark.parametrize(
    "amount", ["1234567890123456.78", "0.1234567890123456", "0." + "0" * 30 + "1"]
)
def test_an_amount_that_excel_cannot_hold_or_show_is_text_with_all_digits(amount):
    assert one_amount(Decimal(amount), "EUR").text("B4") == amount


@pytest.mark.parametrize(
    ("number", "double"),
    [
        ("0.1", 0.1),
        ("999999999999999", 999999999999999.0),
        ("9999999999999.99", 9999999999999.99),
        ("1000000000000000", 1e15),
        ("-0.00", 0.0),
        ("1234567890123456", None),
        ("1.0000000000000000000000000000000000001", None),
        ("1E+400", None),
        ("NaN", None),
        ("sNaN", None),
        ("Infinity", None),
    ],
)
def test_a_double_is_used_only_if_it_comes_back_the_same(number, double):
    assert excel_number(Decimal(number)) == double


def test_a_date_is_a_date_and_a_day_before_excels_first_is_text(empty):
    days = [date(2026, 2, 14), date(1899, 12, 31)]
    rows = [Row(cells={"vendor": "Acme", "due": day}) for day in days]
    book = Workbook(render_xlsx(replace(empty, rows=rows)))
    assert book.number("B4") == 46067  # days since 1899-12-30
    assert book.number_format("B4") == "yyyy-mm-dd"
    assert book.text("B5") == "1899-12-31"


def test_hostile_text_is_never_a_formula(hostile):
    book = Workbook(render_xlsx(hostile))
    assert not list(book.sheet.iter(f"{_S}f"))
    assert not list(book.sheet.iter(f"{_S}hyperlink"))
    assert book.text("A4") == visible(hostile.rows[0].cells["payee"])
    assert book.number_format("A4") == "@", "text, even when edited"


def test_a_lone_surrogate_does_not_stop_the_file(empty):
    rows = [Row(cells={"vendor": "Acme\ud800\uffff", "due": None})]
    book = Workbook(render_xlsx(replace(empty, rows=rows)))
    assert book.text("A4") == r"Acme\ud800\uffff"


def test_an_empty_table_says_so(empty):
    book = Workbook(render_xlsx(empty))
    assert book.text("A4") == "Nothing to show."
    assert book.text("A6") == "Bills due within 30 days."


def test_the_same_table_gives_the_same_bytes_whatever_the_clock_says(ageing):
    content = render_xlsx(ageing)
    assert render_xlsx(ageing) == content
    properties = Workbook(content).part("core.xml")
    times = [e.text for e in properties if e.tag.endswith(("}created", "}modified"))]
    assert times == ["2025-12-31T00:00:00Z"] * 2
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}


def test_what_excel_has_no_room_for_is_refused_and_not_left_out(empty):
    rows = [Row(cells={"vendor": "x" * 32_768, "due": None})]
    with pytest.raises(UsageError, match="too large for an Excel sheet"):
        render_xlsx(replace(empty, rows=rows))


def test_without_xlsxwriter_the_message_says_what_to_install(ageing, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r'pip install "ledgerkit\[excel\]"'):
        render_xlsx(ageing)
