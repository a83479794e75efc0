"""The period that a statement is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period


def asked_period(books: Books, as_of: date | None, period: str | None) -> Period:
    """The period that is asked for; else the fiscal year up to a day.

    Args:
        books: The books, for their fiscal year.
        as_of: The last day, where the period says none.
        period: Its word, or its days as ``2025-01-01..2025-03-31``; where the first
            is left out, it begins with the fiscal year.

    Raises:
        UsageError: If it names none.
    """
    text = period if period is not None else ".."
    if as_of is not None and text.endswith(".."):
        text += str(as_of)
    if text == "..":
        raise UsageError("which period? Say one, e.g. 2025, or the last day")
    return parse_period(text, books.general_ledger.fiscal)


def days_of_columns(columns: Iterable[Period]) -> Iterator[str]:
    """The days of each column whose label doesn't say them."""
    for column in columns:
        if column.label != f"{column.first}..{column.last}":
            yield f"{column.label}: {column.first} to {column.last}."
