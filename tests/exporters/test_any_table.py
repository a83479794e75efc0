"""What holds for every table: nothing is lost, and nothing escapes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.exporters.as_html import table_html
from ledgerkit.exporters.as_json import render_json
from ledgerkit.exporters.as_text import render_text
from ledgerkit.exporters.formats import render_csv
from ledgerkit.table import Column, ColumnType, Row, Table
from ledgerkit.text.numbers import decimals_shown, format_number
from ledgerkit.text.untrusted import is_disturbing, visible

#: Any text, often with what disturbs; lone surrogates only where they stay lone.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\x1b\x9b\r\n\t\0\"',;=+-@[]<>&{}\\\u202e\u200b\u2028\ud800"),
    ),
    max_size=30,
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: abs(number.adjusted()) < 60
)
EMOJI_JOINERS = {"\N{ZERO WIDTH JOINER}"}
VALUES = {
    ColumnType.TEXT: TEXTS,
    ColumnType.DATE: st.dates(),
    ColumnType.AMOUNT: NUMBERS,
    ColumnType.NUMBER: NUMBERS,
    ColumnType.INTEGER: st.integers(),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    types = draw(st.lists(st.sampled_from(ColumnType), min_size=1, max_size=5))
    columns = [Column(f"c{n}", draw(TEXTS), kind) for n, kind in enumerate(types)]
    columns.append(Column("currency", "Currency"))
    cells = st.fixed_dictionaries(
        {c.key: st.none() | VALUES[c.type] for c in columns[:-1]}
        | {"currency": st.sampled_from(["EUR", "JPY", "KWD", "HOURS", None])}
    )
    late = st.frozensets(st.sampled_from([c.key for c in columns]))
    return Table(
        title=draw(TEXTS),
        as_of=draw(st.dates()),
        columns=columns,
        rows=draw(st.lists(st.builds(Row, cells=cells, late=late), max_size=5)),
        totals=draw(st.lists(cells, max_size=2)),
        notes=draw(st.lists(TEXTS, max_size=2)),
    )


def disturbing(text: str) -> set[str]:
    return {character for character in text if is_disturbing(character)}


def value_read_back(kind: ColumnType, text: str) -> object:
    """The value that a program makes of a cell, knowing the column's type."""
    readers = {
        ColumnType.TEXT: str,
        ColumnType.DATE: date.fromisoformat,
        ColumnType.AMOUNT: Decimal,
        ColumnType.NUMBER: Decimal,
        ColumnType.INTEGER: int,
    }
    return readers[kind](text)


@given(tables())
def test_json_parses_back_to_the_same_values(table):
    read = json.loads(render_json(table))
    assert read["title"] == table.title
    assert date.fromisoformat(read["as_of"]) == table.as_of
    assert read["notes"] == table.notes
    assert [c["label"] for c in read["columns"]] == [c.label for c in table.columns]
    lines = [*(row.cells for row in table.rows), *table.totals]
    for cells, values in zip(lines, read["rows"] + read["totals"], strict=True):
        assert list(values) == [column.key for column in table.columns]
        for column in table.columns:
            value = values[column.key]
            if value is not None:
                value = value_read_back(column.type, value)
            assert value == cells[column.key]


@given(tables())
def test_json_never_disturbs_a_terminal(table):
    assert not disturbing(render_json(table).replace("\n", ""))


@given(tables())
def test_csv_parses_back_to_the_same_values(table):
    header, *lines = csv.reader(io.StringIO(render_csv(table), newline=""))
    assert header == [column.key for column in table.columns]
    for row, line in zip(table.rows, lines, strict=True):
        for column, text in zip(table.columns, line, strict=True):
            value = row.cells[column.key]
            if value is None or value == "":
                assert text == ""
            elif column.type is ColumnType.TEXT:
                assert text in (value, f"'{value}")
            else:
                assert value_read_back(column.type, text) == value


@given(
    tables(), st.sampled_from(["en", "de", "fr", "hi-IN", "ar", "he"]),
    st.none() | st.integers(min_value=0, max_value=200),
)  # fmt: skip
def test_plain_text_has_a_line_a_row_holds_every_text_and_no_escape(
    table, locale, width
):
    text = render_text(table, locale=locale, colour=False, width=width)
    lines = text.split("\n")
    body = 2 + len(table.rows) + len(table.totals) + bool(table.totals)
    if not table.rows and not table.totals:
        body = 1
    notes = len(table.notes) + bool(table.notes)
    assert len(lines) == 2 + body + notes + 1
    assert "\x1b" not in text
    assert all(line == line.rstrip(" ") for line in lines)
    for row in table.rows:
        for column in table.columns:
            if column.type is ColumnType.TEXT and row.cells[column.key]:
                assert visible(row.cells[column.key]).rstrip(" ") in text


@given(tables(), st.none() | st.integers(min_value=0, max_value=200))
@settings(max_examples=50)
def test_a_terminal_of_any_width_can_show_any_table(table, width):
    text = render_text(table, locale="en", colour=True, width=width)
    for row in table.rows:
        for column in table.columns:
            value = row.cells[column.key]
            if column.type is ColumnType.AMOUNT and value is not None:
                decimals = decimals_shown(value, row.cells["currency"] or "")
                assert format_number(value, decimals=decimals, locale="en") in text


@given(tables(), st.sampled_from(["en", "de", "ar"]))
@settings(max_examples=50)
def test_a_page_holds_nothing_that_disturbs_but_emoji_joiners(table, locale):
    page = table_html(table, locale=locale)
    assert disturbing(page.replace("\n", "")) <= EMOJI_JOINERS


@given(NUMBERS, st.integers(min_value=0, max_value=20))
def test_a_written_number_reads_back_the_same(number, more):
    decimals = decimals_shown(number, "EUR") + more
    written = format_number(number, decimals=decimals, locale="en")
    assert Decimal(written.replace(",", "")) == number
    assert len(written.partition(".")[2]) == decimals


@given(TEXTS)
def test_text_made_visible_holds_nothing_that_disturbs_but_emoji_joiners(text):
    assert disturbing(visible(text)) <= EMOJI_JOINERS
