"""The text of a CSV file -> its header and rows, each with its line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.tables.csv_rows import (
    COLUMNS_MAX,
    DELIMITERS,
    csv_rows,
    stated_delimiter,
    too_wide,
)
from ledgerkit.importers.tables.rows import NumberedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.tables.rows import CsvRow

_SAMPLE_LINES = 50
_SAMPLE_LENGTH = 8_192


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
    """A file's header and rows; blank rows are left out.

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
        delimiter: The delimiter of cells; detected if None.

    Raises:
        UnreadableFileError: If the file has no rows, the delimiter can't be detected,
            or a quote is never closed, so that row ends are unknown.
    """
    if delimiter is None:
        delimiter = _find_delimiter(text, name)
    rows = csv_rows(io.StringIO(text, newline=""), delimiter, name, strict=True)
    first = next(rows, None)
    if first is None:
        raise UnreadableFileError(f"{name}: has no rows")
    header = [cell.strip() for cell in first.cells]
    if len(header) > COLUMNS_MAX:
        raise too_wide(len(header), name, first.line)
    rows_read, bad_rows = [], []
    for row in rows:
        cells = _fitted(tuple(row.cells), len(header))
        if len(cells) == len(header):
            rows_read.append(NumberedRow(row.line, cells))
        else:
            reason = f"has {len(cells)} cells where the header has {len(header)}"
            bad_rows.append(BadRow(line=row.line, reason=reason))
    return CsvTable(header=header, rows=rows_read, bad_rows=bad_rows)


def _fitted(cells: tuple[str, ...], length: int) -> tuple[str, ...]:
    """The cells, without empty ones beyond the header's."""
    while len(cells) > length and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _find_delimiter(text: str, name: str) -> str:
    """The delimiter stated in the first line or seen in the header, else a guess."""
    lines = text.splitlines()
    stated = stated_delimiter(lines[0]) if lines else ""
    if stated in DELIMITERS and stated:
        return stated
    if stated:
        del lines[0]
    header = next((line for line in lines if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    present = [delimiter for delimiter in DELIMITERS if delimiter in bare]
    if len(present) == 1:
        return present[0]
    # Python's guess takes the square of the length, so it gets no more than it needs.
    sample = "\n".join(lines[:_SAMPLE_LINES])[:_SAMPLE_LENGTH] if present else ""
    try:
        sniffed = csv.Sniffer().sniff(sample, delimiters=DELIMITERS).delimiter
    except csv.Error:
        sniffed = ""
    if sniffed in present and sniffed:
        return sniffed
    raise UnreadableFileError(
        f"{name}:1: what divides the columns of {header[:60]!r}? Write for instance"
        " --delimiter ';'"
    )
