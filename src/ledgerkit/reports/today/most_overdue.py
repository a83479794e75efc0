"""The clients with the most overdue, as a table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.overdue import overdue_parts
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("party", "Client", for_programs=True),
    Column("name", "Client"),
    Column("currency", "Currency"),
    Column("amount", "Overdue", ColumnType.AMOUNT),
    Column("days", "Days late", ColumnType.INTEGER),
)


def most_overdue(books: Books, *, as_of: date, limit: int = 5) -> Table:
    """The clients with the most overdue, the largest first.

    Args:
        books: The books.
        as_of: Today.
        limit: How many to show.
    """
    owed: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    latest: dict[tuple[str, str], int] = defaultdict(int)
    for document in books.subledger(Side.RECEIVABLE, as_of).open_documents:
        for part in overdue_parts(document, as_of):
            key = document.party, document.currency
            owed[key] += part.amount
            latest[key] = max(latest[key], (as_of - part.due).days)
    first = sorted(owed, key=lambda key: (-owed[key], key))[:limit]
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = [
        Row(
            cells={
                "party": party,
                "name": name(party),
                "currency": currency,
                "amount": with_cents(owed[party, currency], currency),
                "days": latest[party, currency],
            },
            links={"name": Link(LinkKind.PARTY, party)} if party else {},
            late=frozenset({"amount"}),
        )
        for party, currency in first
    ]
    return Table(title="Most overdue", as_of=as_of, columns=_COLUMNS, rows=rows)
