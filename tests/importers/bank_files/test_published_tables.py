"""Published CSV and XLSX files: every row is read, or left out or refused by name."""

import csv
import io
import re

import pytest
from tests.conftest import ROOT

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.tables.statements import in_memory
from ledgerkit.importers.bank_files.tables.tables import read_table_file

FOLDER = ROOT.parent / "shared" / "data" / "bank-csv"
FILES = sorted(
    path
    for path in FOLDER.rglob("*")
    if path.suffix.lower() in {".csv", ".tsv", ".ssv", ".xlsx"}
)


def _likeliest(data, name):
    return in_memory(likeliest_statements(io.BytesIO(data), name))


#: How many of the files that can be read there must be at least.
READ_MIN = 32
#: And of those that can be looked at, with what is in doubt taken as likeliest.
SHOWN_MIN = 40


@pytest.mark.parametrize(
    ("read_file", "at_least"),
    [(read_table_file, READ_MIN), (_likeliest, SHOWN_MIN)],
    ids=["certain", "likeliest"],
)
def test_rows_read_and_left_out_are_those_of_the_file(read_file, at_least):
    if not FILES:
        pytest.skip("the published bank files are not here")
    read = 0
    for path in FILES:
        data = path.read_bytes()
        try:
            statements = read_file(data, path.name)
        except UnreadableFileError as error:
            print(f"{path.name[:40]:40}  refused: {str(error)[:150]}")
            continue
        read += 1
        places = {x.place.lineno for one in statements for x in one.lines}
        count = sum(len(one.lines) for one in statements)
        notes = {note for one in statements for note in one.notes}
        left = sum(
            int(m[1]) for n in notes if (m := re.match(r"(\d+) rows? (?:is|are)", n))
        )
        assert len(places) == count
        rows = _rows(data, path.suffix, min(places, default=0))
        print(f"{path.name[:40]:40}  {count:3} lines, {left} left out, {rows} rows")
        if rows is not None:
            assert count <= rows <= count + left
    print(f"{read} of {len(FILES)} are read")
    assert read >= at_least


def _rows(data, suffix, first):
    """The rows of a CSV file from a line on that aren't blank, counted apart."""
    if suffix == ".xlsx" or not first:
        return None
    lines = data.decode("latin-1").splitlines()[first - 1 :]
    delimiter = max(",;\t", key=lines[0].count)
    return sum(
        any(cell.strip() for cell in r) for r in csv.reader(lines, delimiter=delimiter)
    )
