"""A table's rows: what they are, and what has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: CSV has texts only; spreadsheets know numbers and dates.
RowCell = str | Decimal | date

_Cell_co = TypeVar("_Cell_co", covariant=True)


class NumberedRow(NamedTuple, Generic[_Cell_co]):
    """One row.

    Attributes:
        line: Where it begins in the file, counted from 1.
        cells: As they stand in the file, quotes taken off.
    """

    line: int
    cells: Sequence[_Cell_co]


TableRow = NumberedRow[RowCell]


CsvRow = NumberedRow[str]


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
