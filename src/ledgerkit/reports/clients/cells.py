"""Cells shared by reports on clients."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.table import Cell


def in_cents(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount with its cents; None stays None."""
    return None if amount is None else with_cents(amount, currency)


def number_of(cell: Cell) -> Decimal:
    """The number in a cell; zero if there is none."""
    return cell if isinstance(cell, Decimal) else ZERO


def sales_notes(books: Books, as_of: date) -> Iterator[str]:
    """What a reader must know about every sales figure."""
    yield "Revenue is net of tax and credit notes."
    others = books.clients_read.left_out(as_of)
    if others:
        yield (
            f"Sales in {', '.join(others)} are left out: no price gives their rate in"
            f" {books.clients_read.currency} on their day."
        )
