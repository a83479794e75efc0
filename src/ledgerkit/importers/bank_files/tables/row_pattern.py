"""What each cell of a row is, for files that have no header row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.importers.amount_text import CURRENCY_CODES, DECIMAL_MARKS
from ledgerkit.importers.bank_files.tables.cells import amount_in_cell
from ledgerkit.importers.date_format import DATE_FORMATS, parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.importers.bank_files.tables.rows import Cell


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, date) or any(_parses(cell, f) for f in DATE_FORMATS)


def _parses(cell: Cell, date_format: str) -> bool:
    try:
        parse_date(str(cell).strip(), date_format)
    except ValueError:
        return False
    return True


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell, Decimal):
        return True
    for mark in DECIMAL_MARKS:
        try:
            if amount_in_cell(cell, mark) is not None:
                return True
        except ValueError:
            continue
    return False


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


#: What a profile's ``row`` may say of a cell.
ROW_WORDS: Mapping[str, Callable[[Cell], bool]] = {
    "date": _is_date,
    "amount": _is_amount,
    "amount-or-blank": lambda cell: _is_blank(cell) or _is_amount(cell),
    "currency": lambda cell: str(cell).strip().upper() in CURRENCY_CODES,
    "digits": lambda cell: str(cell).strip().isdecimal(),
    "blank": _is_blank,
    "any": lambda _cell: True,
}


def row_fits(cells: Sequence[Cell], pattern: Sequence[str]) -> bool:
    """Whether each cell of a row is of its kind; blank ones at the end don't count."""
    if len(cells) < len(pattern) or not all(map(_is_blank, cells[len(pattern) :])):
        return False
    return all(
        str(cell).strip() == word[1:] if word.startswith("=") else ROW_WORDS[word](cell)
        for cell, word in zip(cells, pattern, strict=False)
    )
