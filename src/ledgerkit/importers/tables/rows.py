"""A table's rows, and objects that have them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: CSV has only texts; spreadsheets have numbers and dates.
RowCell = str | Decimal | date

_Cell_co = TypeVar("_Cell_co", covariant=True)


class NumberedRow(NamedTuple, Generic[_Cell_co]):
    """One row.

    Attributes:
        line: Where it begins in the file, counted from 1.
        cells: As they stand in the file, without quotes.
    """

    line: int
    cells: Sequence[_Cell_co]


TableRow = NumberedRow[RowCell]


CsvRow = NumberedRow[str]


class TableRows(Protocol):
    """An object with rows, which can be iterated any number of times."""

    @property
    def file(self) -> str:
        """The file's name, for messages."""

    @property
    def encoding(self) -> str:
        """Its encoding; empty if it has none."""

    @property
    def delimiter(self) -> str:
        """The delimiter of its cells; empty if it has none."""

    def __iter__(self) -> Iterator[TableRow]:
        """Every row from the first line on, without blank ones.

        Raises:
            UnreadableFileError: Where it can't be read further.
        """


def is_blank(cells: Sequence[RowCell]) -> bool:
    """Whether a row is blank."""
    return not any(not isinstance(cell, str) or cell.strip() for cell in cells)
