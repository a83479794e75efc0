"""The text of a CSV file -> its header and rows, each with its line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITERS = ",;\t|"
#: Spreadsheets write this line to tell each other the delimiter.
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_LINES = 50
_COLUMNS_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One row.

    Attributes:
        line: Where it begins in the file, counted from 1.
        cells: As they stand in the file, quotes taken off.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that can't be read, and why.

    Attributes:
        line: Where it begins in the file.
        reason: What is wrong, and what to write instead.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A file's header and rows; rows of nothing but blanks are left out.

    Attributes:
        header: The column names.
        rows: As many cells each as the header has.
        bad_rows: The rows with more cells or fewer.
    """

    header: Sequence[str]
    rows: Sequence[CsvRow]
    bad_rows: Sequence[BadRow]


def read_csv_table(text: str, *, name: str, delimiter: str | None = None) -> CsvTable:
    """Read a table whose first row names the columns.

    Args:
        text: The file's text.
        name: The file's name, for messages.
        delimiter: What divides cells; found if None.

    Raises:
        UnreadableFileError: If the file has no rows, the delimiter can't be found, or
            a quote is never closed, so that nobody knows where rows end.
    """
    stated = _STATED.match(text)
    if stated and stated[1] in DELIMITERS:
        delimiter = delimiter or stated[1]
    skipped = 1 if stated else 0
    body = text[stated.end() :] if stated else text
    if delimiter is None:
        delimiter = _find_delimiter(body, name)
    rows = _rows(body, delimiter, name, skipped)
    first = next(rows, None)
    if first is None:
        raise UnreadableFileError(f"{name}: has no rows")
    header = [cell.strip() for cell in first.cells]
    if len(header) > _COLUMNS_MAX:
        raise UnreadableFileError(
            f"{name}: has {len(header)} columns; is it a CSV file?"
        )
    good, bad = [], []
    for row in rows:
        cells = _fitted(row.cells, len(header))
        if len(cells) == len(header):
            good.append(CsvRow(line=row.line, cells=cells))
        else:
            reason = f"has {len(cells)} cells where the header has {len(header)}"
            bad.append(BadRow(line=row.line, reason=reason))
    return CsvTable(header=header, rows=good, bad_rows=bad)


def _rows(text: str, delimiter: str, name: str, skipped: int) -> Iterator[CsvRow]:
    """The rows that have something in a cell."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        # A blank between a delimiter and a quote is a slip of many programs.
        skipinitialspace=True,
        strict=True,
    )
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield CsvRow(line=line, cells=tuple(cells))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(
            f"{name}:{line}: the row that begins here can't be read ({error}); a cell"
            ' with a quote in it is written "5"" disk"'
        ) from None


def _fitted(cells: tuple[str, ...], length: int) -> tuple[str, ...]:
    """The cells without empty ones beyond the header's."""
    while len(cells) > length and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _find_delimiter(text: str, name: str) -> str:
    """What divides cells: what stands in the header, or else what csv makes of it."""
    lines = text.splitlines()
    header = next((line for line in lines if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    present = [delimiter for delimiter in DELIMITERS if delimiter in bare]
    if len(present) == 1:
        return present[0]
    sample = "\n".join(lines[:_SAMPLE_LINES])
    try:
        found = csv.Sniffer().sniff(sample, delimiters=DELIMITERS).delimiter
    except csv.Error:
        found = ""
    if found in present and found:
        return found
    raise UnreadableFileError(
        f"{name}:1: what divides the columns of {header[:60]!r}? Write for instance"
        " --delimiter ';'"
    )
