"""CSV files as programs write them, and the line of everything in them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.tables.csv_rows import CsvRows
from ledgerkit.importers.tables.csv_table import read_csv_table


def table(text: str, delimiter: str | None = None):
    return read_csv_table(text, name="a.csv", delimiter=delimiter)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str):
    text = "No,Client,Total\n1,Acme,5\n2,Zeta,6\n".replace(",", delimiter)
    assert table(text).header == ["No", "Client", "Total"]


def test_a_decimal_comma_is_no_delimiter():
    found = table("Nr;Kunde;Betrag\n1;Müller;1.234,50\n2;Acme;5,00\n")
    assert found.rows[0].cells == ("1", "Müller", "1.234,50")


def test_a_header_with_two_delimiters_goes_by_its_rows():
    found = table('No,"Client, vendor|both",Total\n1,Acme,5\n2,Zeta,6\n')
    assert found.header == ["No", "Client, vendor|both", "Total"]


def test_a_blank_before_a_quote_is_no_part_of_the_cell():
    found = table('No, "Client", Total\n1, "Acme, Inc.", 5\n')
    assert found.rows[0].cells == ("1", "Acme, Inc.", "5")


def test_a_spreadsheets_delimiter_line_is_obeyed_and_counted():
    found = table("sep=;\nNo;Client, one\n1;Acme\n")
    assert found.header == ["No", "Client, one"]
    assert found.rows[0].line == 3


def test_a_file_whose_columns_nobody_can_tell_apart_is_refused():
    with pytest.raises(UnreadableFileError, match=r"a.csv:1: .* --delimiter"):
        table("one\n2\n")
    assert table("one\n2\n", delimiter=",").header == ["one"]


def test_lines_are_counted_through_breaks_in_quotes_and_blank_lines():
    found = table('No,Text\n\n1,"two\nlines"\r\n\r\n2,x\n , \n3,y')
    assert [(row.line, row.cells[0]) for row in found.rows] == [
        (3, "1"),
        (6, "2"),
        (8, "3"),
    ]


def test_a_row_of_another_length_is_bad_and_empty_cells_at_its_end_are_not():
    found = table("No,Client\n1,Acme,,\n2\n3,Zeta,x\n4,Beta\n")
    assert [row.cells for row in found.rows] == [("1", "Acme"), ("4", "Beta")]
    assert [(row.line, row.reason) for row in found.bad_rows] == [
        (3, "has 1 cells where the header has 2"),
        (4, "has 3 cells where the header has 2"),
    ]


def test_a_quote_that_is_never_closed_makes_the_file_unreadable():
    with pytest.raises(UnreadableFileError, match=r"a\.csv:3: the row that begins"):
        table('No,Client\n1,Acme\n2,"Zeta\n3,Beta\n')


@pytest.mark.parametrize("text", ["", "\n\n", " , \n"])
def test_a_file_without_rows_is_refused(text: str):
    with pytest.raises(UnreadableFileError, match=r"a\.csv: has no rows"):
        table(text, delimiter=",")


cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=8))
def test_what_csv_writes_is_read_back_line_by_line(rows: list[list[str]]):
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b"])
    lines = []
    for row in rows:
        # What a text editor counts: line feeds, and carriage returns of their own.
        text = out.getvalue().replace("\r\n", "\n").replace("\r", "\n")
        lines.append(text.count("\n") + 1)
        writer.writerow(row)
    wanted = [
        (line, tuple(row))
        for line, row in zip(lines, rows, strict=True)
        if any(cell and not cell.isspace() for cell in row)
    ]
    found = table(out.getvalue(), delimiter=",")
    assert [(row.line, row.cells) for row in found.rows] == wanted
    stream = io.BytesIO(out.getvalue().encode())
    streamed = CsvRows(stream=stream, file="a.csv", encoding="utf-8", delimiter=",")
    assert [(row.line, tuple(row.cells)) for row in streamed][1:] == wanted


def test_a_row_wider_than_a_table_is_bad_and_a_header_or_a_banks_row_refuses_the_file():
    wide = "No,Client\n1" + "," * 600 + "x\n"
    assert [row.reason for row in table(wide).bad_rows] == [
        "has 601 cells where the header has 2"
    ]
    rows = CsvRows(
        stream=io.BytesIO(wide.encode()), file="a.csv", encoding="ascii", delimiter=","
    )
    with pytest.raises(UnreadableFileError, match=r"a\.csv:2: has 601 columns"):
        list(rows)
    with pytest.raises(UnreadableFileError, match=r"a\.csv:1: has 501 columns"):
        table("x" + ",x" * 500)
