"""A table in written form: the text of each cell in a locale.

The terminal and the web page share it, so that they can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.notes import in_terminal
from ledgerkit.table import ColumnType
from ledgerkit.text.numbers import (
    decimals_of,
    decimals_shown,
    format_number,
    parse_locale,
)
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.table import Cell, Column, Row, Table

#: Shown if there are no rows.
NOTHING_TO_SHOW = "Nothing to show."

_NUMERIC = frozenset({ColumnType.AMOUNT, ColumnType.INTEGER, ColumnType.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCell:
    """One cell, ready to show.

    Attributes:
        text: Safe to show; empty if the table has no value.
        is_prose: Whether it is free text, in any script and direction.
        late: Whether it shows something overdue.
        zero: Whether it is a zero amount.
        level: Its indent, in steps; 0 except in the first column.
        is_total: Whether it is of a row that sums others.
    """

    text: str
    is_prose: bool = False
    late: bool = False
    zero: bool = False
    level: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTable:
    """A table with every part safe to show.

    Attributes:
        heading: The question and the day it is answered for.
        labels: The columns' labels.
        numeric: For each column, whether it holds numbers, which are right-aligned.
        rows: The cells of each row, in the order of the columns.
        totals: The cells of each total; the first says ``Total`` if it has no value.
        notes: Sentences to show below the figures.
    """

    heading: str
    labels: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[WrittenCell]]
    totals: Sequence[Sequence[WrittenCell]]
    notes: Sequence[str]


def write_table(table: Table, *, locale: str) -> WrittenTable:
    """Write each cell of the table.

    Raises:
        UsageError: If there is no such locale.
    """
    parse_locale(locale)  # An unknown one is reported even if no number is shown.
    return WrittenTable(
        heading=heading(table),
        labels=[visible(column.label) for column in table.columns],
        numeric=[is_numeric(column) for column in table.columns],
        rows=[_write_row(row, table.columns, locale) for row in table.rows],
        totals=[
            [_write_cell(cells, column, locale) for column in table.columns]
            for cells in labelled_totals(table)
        ],
        notes=[visible(in_terminal(note)) for note in table.notes],
    )


def _write_row(row: Row, columns: Sequence[Column], locale: str) -> list[WrittenCell]:
    cells = [
        _write_cell(row.cells, column, locale, late=column.key in row.late)
        for column in columns
    ]
    if row.is_total:
        cells = [replace(cell, is_total=True) for cell in cells]
    if row.level:
        cells[0] = replace(cells[0], level=row.level)
    return cells


def readable(table: Table) -> Table:
    """The table without columns that tell a person nothing.

    A text column that is empty in every row, or repeats the one before it in every
    row, is only for programs. So is an empty optional column. A table without rows
    keeps its columns, which then say what it would show.
    """
    shown = table.shown_columns
    columns = [
        column
        for before, column in zip((None, *shown), shown, strict=False)
        if not table.rows or _tells_something(table, before, column)
    ]
    return replace(table, columns=columns)


def _tells_something(table: Table, before: Column | None, column: Column) -> bool:
    if column.type is not ColumnType.TEXT or before is None:
        return True
    values = [row.cells[column.key] for row in table.rows]
    values += [cells.get(column.key) for cells in table.totals]
    if not any(values):
        return False
    pairs = [(row.cells[before.key], row.cells[column.key]) for row in table.rows]
    return any(cell != other for cell, other in pairs)


def heading(table: Table) -> str:
    """The question and the day, e.g. ``Receivables by age, as at 2025-12-31``."""
    return f"{visible(table.title)}, as at {table.as_of.isoformat()}"


def is_numeric(column: Column) -> bool:
    """Whether a column holds numbers, which are right-aligned."""
    return column.type in _NUMERIC


def labelled_totals(table: Table) -> list[dict[str, Cell]]:
    """The totals with a value, or None, for every column.

    The first column says ``Total`` if it has no total of its own.
    """
    keys = [column.key for column in table.columns]
    lines = [{key: cells.get(key) for key in keys} for cells in table.totals]
    for cells in lines:
        if cells[keys[0]] is None:
            cells[keys[0]] = "Total"
    return lines


def row_currency(cells: Mapping[str, Cell]) -> str:
    """The currency of a row's amounts; empty if the row names none."""
    return str(cells.get("currency") or "")


def decimals_written(number: Decimal, column: Column, currency: str) -> int:
    """How many decimals a cell shows: an amount's by its currency, or its own."""
    is_amount = column.type is ColumnType.AMOUNT
    return decimals_shown(number, currency) if is_amount else decimals_of(number)


def _write_cell(
    cells: Mapping[str, Cell],
    column: Column,
    locale: str,
    *,
    late: bool = False,
) -> WrittenCell:
    value = cells[column.key]
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        decimals = decimals_written(number, column, row_currency(cells))
        text = format_number(number, decimals=decimals, locale=locale)
        zero = column.type is ColumnType.AMOUNT and number == 0
        return WrittenCell(text=text, late=late, zero=zero)
    if isinstance(value, date):
        return WrittenCell(text=value.isoformat(), late=late)
    if value is None:
        return WrittenCell(text="", late=late)
    return WrittenCell(text=visible(value), is_prose=True, late=late)
