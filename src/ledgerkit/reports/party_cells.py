"""How every report shows a party and the amounts beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.table import Cell, Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.side import Side
    from ledgerkit.table import Row

NOBODY = "(names nobody)"


def names_on(books: Books, side: Side, as_of: date) -> Callable[[str], str]:
    """A function from a party's id to the name to print, on a day."""

    def name(party: str) -> str:
        if not party:
            return NOBODY
        return books.directory.as_of(side.party_role, party, as_of).name

    return name


def party_link(party: str) -> Mapping[str, Link]:
    """Where the id and the name of a party lead."""
    link = Link(LinkKind.PARTY, party)
    return {"party": link, "name": link} if party else {}


def amounts_of(row: Row, keys: Iterable[str]) -> tuple[str, Sequence[Decimal]]:
    """A row's currency and amounts, as `totals_by_currency` wants them."""
    cells = [row.cells[key] for key in keys]
    amounts = [cell if isinstance(cell, Decimal) else ZERO for cell in cells]
    return str(row.cells["currency"]), amounts


def totals_by_currency(
    lines: Iterable[tuple[str, Sequence[Decimal]]], keys: Sequence[str]
) -> Sequence[Mapping[str, Cell]]:
    """One line per currency: amounts of different currencies are never added.

    Args:
        lines: The currency and the amounts of each row.
        keys: The columns that the amounts belong to.
    """
    sums: dict[str, list[Decimal]] = {}
    for currency, amounts in lines:
        line = sums.setdefault(currency, [ZERO] * len(keys))
        for index, amount in enumerate(amounts):
            line[index] += amount
    return [
        {"currency": currency}
        | {
            key: with_cents(amount, currency)
            for key, amount in zip(keys, line, strict=True)
        }
        for currency, line in sorted(sums.items())
    ]
