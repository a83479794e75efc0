"""A payroll program's CSV -> the sum of each column that is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.importers.tables.columns import given_columns
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.importers.tables.text_encoding import certain_encoding
from ledgerkit.importers.tables.text_lines import decoded
from ledgerkit.money import ZERO, parse_amount
from ledgerkit.text.currencies import split_currency
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.importers.tables.csv_table import CsvTable
    from ledgerkit.importers.tables.rows import CsvRow

#: A larger file is no list of a month's wages.
PAYROLL_BYTES_MAX = 16 * 1024 * 1024


def payroll_sums(
    data: bytes,
    file: str,
    columns: Sequence[str],
    *,
    decimal_mark: str | None = None,
    delimiter: str | None = None,
) -> tuple[Mapping[str, Decimal], Sequence[str]]:
    """The sum of each column over all employees, and what a person should know.

    A last row that is the total of the others is left out, and so are columns that
    nobody asks for.

    Args:
        data: The file.
        file: Its name, for messages.
        columns: The headings of the columns that are booked.
        decimal_mark: How amounts are written; found out if None.
        delimiter: What divides its cells; found out if None.

    Raises:
        UnreadableFileError: If it is no table, or an amount can't be read.
        UsageError: If a column isn't there, or amounts read two ways.
    """
    if len(data) > PAYROLL_BYTES_MAX:
        raise unreadable(file, "is too large for a list of wages")
    text = decoded(data, certain_encoding(data) or "cp1252", name=file)
    table = read_csv_table(text, name=file, delimiter=delimiter)
    for bad in table.bad_rows:
        raise unreadable(file, bad.reason, bad.line)
    places = given_columns(table.header, {name: name for name in columns})
    mark = decimal_mark or _mark(table, places, file)
    rows = [_amounts(row, places, mark, file) for row in table.rows]
    notes = []
    if len(rows) > 2 and _sums(rows[:-1], places) == rows[-1]:
        rows.pop()
        notes.append("the last row is the total of the others, and is left out")
    unused = [name for n, name in enumerate(table.header) if n not in places.values()]
    if unused:
        notes.append(f"not booked: {', '.join(unused)}")
    return _sums(rows, places), notes


def _mark(table: CsvTable, places: Mapping[str, int], file: str) -> str:
    cells = ((row.line, row.cells[n]) for row in table.rows for n in places.values())
    choices = decimal_mark_choices((line, cell) for line, cell in cells if cell.strip())
    if len(choices) > 1:
        raise UsageError(
            f"{file}: its amounts read as {ways_to_read(choices)}; say which with"
            " --decimal-mark"
        )
    return choices[0].value if choices else "."


def _amounts(
    row: CsvRow, places: Mapping[str, int], mark: str, file: str
) -> Mapping[str, Decimal]:
    amounts = {}
    for name, place in places.items():
        cell = row.cells[place].strip()
        try:
            number, _currency = split_currency(cell)
            amounts[name] = parse_amount(number, decimal_mark=mark) if cell else ZERO
        except ValueError:
            wrong = f"{name}: {excerpt(cell)} is no amount; correct it in the file"
            raise unreadable(file, wrong, row.line) from None
    return amounts


def _sums(
    rows: Sequence[Mapping[str, Decimal]], places: Mapping[str, int]
) -> Mapping[str, Decimal]:
    return {name: sum((row[name] for row in rows), ZERO) for name in places}
