"""Our document number series: first, last, missing and void numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.documents.next_number import used_numbers
from ledgerkit.invoices.numbering import Series, number_series
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("series", "Series"),
    Column("first", "First"),
    Column("last", "Last"),
    Column("from", "From", ColumnType.DATE),
    Column("to", "To", ColumnType.DATE),
    Column("count", "Documents", ColumnType.INTEGER),
    Column("missing", "Missing", ColumnType.INTEGER),
    Column("gaps", "Gaps"),
    Column("voids", "Void"),
)
#: A range or two show what is wrong; fifty show that it is no series.
_RANGES_SHOWN = 5


def numbers(books: Books, *, as_of: date) -> Table:
    """Each series of invoice and credit note numbers, by name.

    A series is a number less its last group of digits, so ``INV-2026-`` is one. A
    number is missing if no document has it and no ``void`` directive explains it;
    opening balance documents are counted, but gaps between them are not.

    Args:
        books: The books.
        as_of: The last day that counts.
    """
    series = number_series(used_numbers(books, as_of=as_of))
    return Table(
        title="Numbers of our documents",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(number_range) for number_range in series],
        notes=("Numbers of vendors' bills are the vendors', and are not checked.",),
    )


def _row(series: Series) -> Row:
    numbers_used = series.used
    gaps = list(series.gaps()) if series.is_counted else []
    days = [number.day for number in numbers_used]
    ranges = [g.first if g.count == 1 else f"{g.first} to {g.last}" for g in gaps]
    if len(ranges) > _RANGES_SHOWN:
        ranges[_RANGES_SHOWN:] = [f"{len(ranges) - _RANGES_SHOWN} more"]
    return Row(
        cells={
            "series": str(series.name),
            "first": numbers_used[0].number,
            "last": numbers_used[-1].number,
            "from": min(days),
            "to": max(days),
            "count": len(numbers_used) - len(series.voids),
            "missing": sum(gap.count for gap in gaps),
            "gaps": ", ".join(ranges),
            "voids": "; ".join(f"{v.number}: {v.void}" for v in series.voids),
        }
    )
