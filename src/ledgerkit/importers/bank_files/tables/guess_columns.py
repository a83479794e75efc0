"""A table that nothing is known of -> which columns look like what, for a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.bank_profile import BankProfile
from ledgerkit.importers.bank_files.tables.profile import BankField
from ledgerkit.importers.bank_files.tables.reading import TableMatch
from ledgerkit.importers.bank_files.tables.row_pattern import ROW_WORDS
from ledgerkit.importers.columns import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.importers.bank_files.tables.rows import Cell, TableRow

_SAMPLE = 30


def guess_columns(head: Sequence[TableRow]) -> TableMatch | None:
    """What a table's columns look like; None if no row has a date and an amount.

    Nothing is read by this: it is the beginning of a profile, which a person checks.

    Args:
        head: The beginning of the table.
    """
    first = next((n for n, row in enumerate(head) if _is_line(row.cells)), None)
    if first is None:
        return None
    width = len(head[first].cells)
    rows = [row.cells for row in head[first:] if len(row.cells) == width][:_SAMPLE]
    columns = _columns(rows, width)
    above = head[first - 1] if first and len(head[first - 1].cells) == width else None
    header = tuple(str(cell).strip() for cell in above.cells) if above else ()
    names = [compact(name) for name in header]
    named = {
        field: tuple(_name(header, names, place) for place in places)
        for field, places in columns.items()
    }
    profile = BankProfile(
        name="",
        title="",
        columns=named,
        header=tuple(filter(None, header)),
        row=() if header else _pattern(columns, width),
        skip_before=0 if header else head[first].line - 1,
    )
    return TableMatch(
        profile=profile,
        line=above.line if above else 0,
        header=header,
        known=len(columns),
    )


def _is_line(cells: Sequence[Cell]) -> bool:
    dates = [n for n, cell in enumerate(cells) if ROW_WORDS["date"](cell)]
    return bool(dates) and any(
        ROW_WORDS["amount"](cell) for n, cell in enumerate(cells) if n not in dates
    )


def _columns(
    rows: Sequence[Sequence[Cell]], width: int
) -> Mapping[BankField, tuple[int, ...]]:
    """The first column of dates, the first of amounts with cents, and so on."""
    dates = [n for n in range(width) if _all(rows, n, "date")]
    numbers = [
        n for n in range(width) if n not in dates and _all(rows, n, "amount-or-blank")
    ]
    money = [
        n for n in numbers if any(_has_part(cells[n]) for cells in rows)
    ] or numbers
    currencies = [n for n in range(width) if _all(rows, n, "currency")]
    known = {*dates, *numbers, *currencies}
    texts = tuple(
        n for n in range(width) if n not in known and not _all(rows, n, "blank")
    )
    found = {
        BankField.DATE: tuple(dates[:1]),
        BankField.VALUE_DATE: tuple(dates[1:2]),
        BankField.AMOUNT: tuple(money[:1]),
        BankField.BALANCE: tuple(money[1:2]) if _full(rows, money[1:2]) else (),
        BankField.CURRENCY: tuple(currencies[:1]),
        BankField.TEXT: texts,
    }
    return {field: places for field, places in found.items() if places}


def _all(rows: Sequence[Sequence[Cell]], place: int, word: str) -> bool:
    return all(ROW_WORDS[word](cells[place]) for cells in rows)


def _full(rows: Sequence[Sequence[Cell]], places: Sequence[int]) -> bool:
    """Whether a column has an amount in every row, as balances have."""
    return all(_all(rows, place, "amount") for place in places)


def _has_part(cell: Cell) -> bool:
    return any(mark in str(cell) for mark in ".,")


def _name(header: Sequence[str], names: Sequence[str], place: int) -> str:
    """A column's heading, or its number where that isn't its own."""
    heading = header[place] if header else ""
    alone = bool(heading) and names[place] and names.count(names[place]) == 1
    return heading if alone and heading[0] != "#" else f"#{place + 1}"


def _pattern(
    columns: Mapping[BankField, tuple[int, ...]], width: int
) -> tuple[str, ...]:
    words = {
        BankField.DATE: "date",
        BankField.VALUE_DATE: "date",
        BankField.AMOUNT: "amount",
        BankField.BALANCE: "amount",
        BankField.CURRENCY: "currency",
    }
    by_place = {
        place: words[field]
        for field, places in columns.items()
        for place in places
        if field in words
    }
    return tuple(by_place.get(place, "any") for place in range(width))
