"""A bank's table: where its rows come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: CSV has texts only; spreadsheets know numbers and dates.
RowCell = str | Decimal | date


class TableRow(NamedTuple):
    """One row.

    Attributes:
        line: Where it begins in the file, counted from 1.
        cells: As they stand in the file, quotes taken off.
    """

    line: int
    cells: Sequence[RowCell]


class TableRows(Protocol):
    """Something that has rows, and tells them as often as it is asked."""

    @property
    def file(self) -> str:
        """The file's name, for messages."""

    @property
    def encoding(self) -> str:
        """In which its bytes are read; empty if it has none."""

    @property
    def delimiter(self) -> str:
        """What divides its cells; empty if nothing does."""

    def __iter__(self) -> Iterator[TableRow]:
        """Every row from the first line on, blank ones left out.

        Raises:
            UnreadableFileError: Where it can't be read further.
        """


def is_blank(cells: Sequence[RowCell]) -> bool:
    """Whether nothing stands in a row."""
    return not any(not isinstance(cell, str) or cell.strip() for cell in cells)
