"""Reports as beanquery tables, and query results as our tables.

beanquery has neither an entry point nor a documented way to add a table. All that we
use of its internals is in this module; a table is added to one connection, so that no
other user of beanquery in this process sees it.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import beanquery
from beancount.core.amount import Amount
from beancount.core.inventory import Inventory
from beancount.core.position import Position
from beanquery import numberify, query_compile, query_render, tables
from beanquery.parser import ParseError, ast
from beanquery.render import beancount as beancount_text

from ledgerkit.errors import UsageError
from ledgerkit.table import Cell, Column, ColumnType, Row, Table, harmless
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.books.books import Books

_TYPES: Mapping[ColumnType, type] = {
    ColumnType.TEXT: str,
    ColumnType.DATE: date,
    ColumnType.AMOUNT: Decimal,
    ColumnType.INTEGER: int,
    ColumnType.NUMBER: Decimal,
}
_COLUMN_TYPES = {
    Decimal: ColumnType.AMOUNT,
    date: ColumnType.DATE,
    int: ColumnType.INTEGER,
}
_NO_COLUMN = re.compile(r'column "(.*)" not found in table "(.*)"')
_NO_TABLE = re.compile(r'table "(.*)" does not exist')


class QueryTable(tables.Table):  # type: ignore[misc]
    """A report that can be queried; it is made on first use."""

    def __init__(self, name: str, make: Callable[[], Table]) -> None:
        """Name a report and say how to make it."""
        self.name = name
        self._make = make

    @cached_property
    def _table(self) -> Table:
        return self._make()

    @cached_property
    def columns(self) -> Mapping[str, _CellColumn]:
        """The columns by key, as beanquery needs them: amounts are numbers."""
        return {
            column.key: _CellColumn(column.key, _TYPES[column.type])
            for column in self._table.columns
        }

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        return (row.cells for row in self._table.rows)


class _CellColumn(query_compile.EvalColumn):  # type: ignore[misc]
    # beanquery takes two columns for the same if their slots are equal.
    __slots__ = ("key",)

    def __init__(self, key: str, dtype: type) -> None:
        super().__init__(dtype)
        self.key = key

    def __call__(self, row: Mapping[str, Cell]) -> Cell:
        return row[self.key]


def connect(
    books: Books, reports: Mapping[str, Callable[[], Table]]
) -> beanquery.Connection:
    """A connection to the books: beanquery's tables, and one for each report.

    Args:
        books: The books.
        reports: The function that makes each report, by table name.
    """
    connection = beanquery.connect(
        "beancount:",
        entries=books.directives,
        errors=list(books.errors),
        options=books.options,
    )
    for name, make in reports.items():
        connection.tables[name] = QueryTable(name, make)
    return connection


class QueryResult:
    """The result of a query.

    Attributes:
        is_directives: Whether it printed directives (PRINT), which are text.
    """

    def __init__(self, connection: beanquery.Connection, query: str) -> None:
        """Run the query.

        Raises:
            UsageError: If it can't be read or run; the message says why.
        """
        try:
            statement = connection.parse(query)
            cursor = connection.execute(statement)
        except beanquery.Error as error:
            raise UsageError(_reason(error, query, connection)) from None
        except RecursionError:
            raise UsageError("the query is nested too deeply; take it apart") from None
        except (
            Exception
        ) as error:  # A query is a program; Python's errors are errors in it.
            raise UsageError(f"the query can't be run: {error}") from error
        self._columns = cursor.description or ()
        self._rows = cursor.fetchall()
        self._dcontext = connection.options["dcontext"]
        self.is_directives = isinstance(statement, ast.Print)

    def numberify(self) -> None:
        """Split columns of amounts into columns of numbers, one for each currency."""
        if not self.is_directives:
            self._columns, self._rows = numberify.numberify_results(
                self._columns, self._rows, self._dcontext.build()
            )

    def to_text(self) -> str:
        """As beanquery's shell shows it: aligned columns, or directives for PRINT."""
        out = io.StringIO()
        if self.is_directives:
            beancount_text.render(
                self._columns, self._rows, out, dcontext=self._dcontext
            )
        elif self._columns:
            query_render.render_text(
                self._columns, self._rows, self._dcontext, out, narrow=False
            )
        lines = out.getvalue().lstrip("\n").split("\n")
        return "\n".join(visible(line.rstrip()) for line in lines)

    def to_csv(self) -> str:
        """As comma-separated values, lines ended by CRLF.

        beanquery's own would pad the numbers with spaces, and pass on text that a
        spreadsheet runs as a formula.
        """
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.name for column in self._columns])
        for row in self._rows:
            writer.writerow(map(_csv_cell, row))
        return out.getvalue()

    def to_table(self, as_of: date) -> Table:
        """The result as a table of ours, for every other format.

        Args:
            as_of: The last day that counted.
        """
        keys = _unique([column.name for column in self._columns])
        columns = [
            Column(key, key, _COLUMN_TYPES.get(column.datatype, ColumnType.TEXT))
            for key, column in zip(keys, self._columns, strict=True)
        ]
        rows = [
            Row(
                cells={
                    column.key: _cell(value, column.type)
                    for column, value in zip(columns, row, strict=True)
                }
            )
            for row in self._rows
        ]
        return Table(title="Query", as_of=as_of, columns=columns, rows=rows)


def _unique(names: Sequence[str]) -> Sequence[str]:
    """The names as unique keys, a repeated one with its count."""
    counts: dict[str, int] = {}
    keys = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        keys.append(name if counts[name] == 1 else f"{name}_{counts[name]}")
    return keys


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else _words(value)


def _cell(value: Any, kind: ColumnType) -> Cell:
    if value is None or (kind is not ColumnType.TEXT):
        return value  # type: ignore[no-any-return]
    return _words(value)


def _words(value: Any) -> str:
    """A value of beanquery's as text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (set, frozenset, list, tuple)) and not hasattr(
        value, "_fields"
    ):
        return ", ".join(sorted(map(_words, value)))
    if isinstance(value, Inventory):
        return ", ".join(
            position.to_string() for position in sorted(value.get_positions())
        )
    if isinstance(value, (Amount, Position)):
        return str(value.to_string())
    if isinstance(value, dict):
        facts = {k: v for k, v in value.items() if not k.startswith("__")}
        return ", ".join(
            f"{k}: {_words(v)}"
            for k, v in facts.items()
            if k not in {"filename", "lineno"}
        )
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _reason(
    error: beanquery.Error, query: str, connection: beanquery.Connection
) -> str:
    """What is wrong with a query, and what to write instead."""
    message = " ".join(str(error).split())
    if isinstance(error, ParseError):
        remainder = " ".join(query[error.parseinfo.pos :].split())
        location = f'at "{remainder[:40]}"' if remainder else "at its end"
        return f"the query has a syntax error {location}; --help has examples"
    if match := _NO_TABLE.fullmatch(message):
        names = sorted(f"#{name}" for name in connection.tables if name)
        remedy = suggestion(f"#{match[1]}", names) or f"; there are {', '.join(names)}"
        return f"there is no table #{match[1]}{remedy}"
    if match := _NO_COLUMN.fullmatch(message):
        table = connection.tables.get(match[2])
        names = list(table.columns) if table else []
        remedy = suggestion(match[1], names) or f"; it has {', '.join(names)}"
        return f'#{match[2]} has no column "{match[1]}"{remedy}'
    return f"the query can't be run: {message}"
