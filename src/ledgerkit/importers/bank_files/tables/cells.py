"""A cell of a bank's table -> a day, an amount or a text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.text import one_line
from ledgerkit.importers.tables.amount_text import DECIMAL_MARKS
from ledgerkit.importers.tables.date_format import DATE_FORMATS, NO_DATE, parse_date
from ledgerkit.money import parse_amount
from ledgerkit.text.currencies import currency_codes, split_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.importers.tables.rows import RowCell


#: Words for no amount.
_NO_AMOUNT = frozenset({"", "-", "--", "n/a", "null", "none", "nan"})


#: Some banks write credit and debit beside each amount.
_SIDE = re.compile(
    r"(?P<number>.*?)\s*\b(?P<side>[CD]R)\b\.?", re.IGNORECASE | re.DOTALL
)


_AMOUNT_LENGTH_MAX = _DATE_LENGTH_MAX = 60


@lru_cache(maxsize=8192)
def _amount(text: str, decimal_mark: str) -> tuple[Decimal, frozenset[str]]:
    if len(text) > _AMOUNT_LENGTH_MAX:
        raise ValueError(f"{text[:20]!r}… is no amount")
    try:
        return parse_amount(text, decimal_mark=decimal_mark), frozenset()
    except ValueError:
        side = _SIDE.fullmatch(text)
        if side is None:
            number, currencies = split_currency(text)
            return parse_amount(number, decimal_mark=decimal_mark), currencies
    number, currencies = split_currency(side["number"])
    amount = parse_amount(number, decimal_mark=decimal_mark)
    return (abs(amount) if side["side"].upper() == "CR" else -abs(amount)), currencies


def amount_in_cell(
    cell: RowCell, decimal_mark: str
) -> tuple[Decimal, frozenset[str]] | None:
    """The amount, and the currencies beside it; None if there is none.

    Raises:
        ValueError: If it is no amount.
    """
    if isinstance(cell, Decimal):
        return cell, frozenset()
    # Spreadsheets mark a text that looks like a number with a quote.
    text = str(cell).strip()
    if text.startswith("'"):
        text = text[1:].strip()
    if text.casefold() in _NO_AMOUNT:
        return None
    return _amount(text, decimal_mark)


def date_in_cell(cell: RowCell, date_format: str) -> date | None:
    """The day; None if there is none.

    Raises:
        ValueError: If it is no date in that format, or the format is empty.
    """
    if isinstance(cell, date):
        return cell
    # Many rows have the same day.
    return _date(str(cell).strip()[:_DATE_LENGTH_MAX], date_format)


@lru_cache(maxsize=8192)
def _date(text: str, date_format: str) -> date | None:
    if text.casefold() in NO_DATE:
        return None
    if not date_format:
        raise ValueError(f"{text!r} is no date of our time in a usual form")
    return parse_date(text, date_format)


def text_in_cell(cell: RowCell) -> str:
    """The text of a cell, on one line, without invisible characters."""
    return f"{cell:f}" if isinstance(cell, Decimal) else one_line(str(cell))


def _is_date(cell: RowCell) -> bool:
    return isinstance(cell, date) or any(_parses(cell, f) for f in DATE_FORMATS)


def _parses(cell: RowCell, date_format: str) -> bool:
    try:
        parse_date(str(cell).strip(), date_format)
    except ValueError:
        return False
    return True


def _is_amount(cell: RowCell) -> bool:
    if isinstance(cell, Decimal):
        return True
    for mark in DECIMAL_MARKS:
        try:
            if amount_in_cell(cell, mark) is not None:
                return True
        except ValueError:
            continue
    return False


def _is_blank(cell: RowCell) -> bool:
    return isinstance(cell, str) and not cell.strip()


#: The words for cells in a profile's ``row``.
ROW_WORDS: Mapping[str, Callable[[RowCell], bool]] = {
    "date": _is_date,
    "amount": _is_amount,
    "amount-or-blank": lambda cell: _is_blank(cell) or _is_amount(cell),
    "currency": lambda cell: str(cell).strip().upper() in currency_codes(),
    "digits": lambda cell: str(cell).strip().isdecimal(),
    "blank": _is_blank,
    "any": lambda _cell: True,
}


def row_fits(cells: Sequence[RowCell], pattern: Sequence[str]) -> bool:
    """Whether each cell of a row is of its kind; blank ones at the end are ignored."""
    if len(cells) < len(pattern) or not all(map(_is_blank, cells[len(pattern) :])):
        return False
    return all(
        str(cell).strip() == word[1:] if word.startswith("=") else ROW_WORDS[word](cell)
        for cell, word in zip(cells, pattern, strict=False)
    )
