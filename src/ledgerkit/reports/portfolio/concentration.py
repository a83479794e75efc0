"""How much of the revenue depends on a few clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.measures.concentration import DISCLOSED_FROM
from ledgerkit.clients.measures.concentration import measure_concentration as measure
from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    in_cents,
    names_on,
    party_link,
    sales_notes,
    tenths,
    totals_by_currency,
)
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
    Column("percent", "Share %", ColumnType.NUMBER),
    Column("running_percent", "Running %", ColumnType.NUMBER),
    Column("disclosed", "IFRS 8.34"),
)
_TOPS = (1, 5)


def concentration(books: Books, *, as_of: date, since: date | None = None) -> Table:
    """Each client's share of revenue, the largest first; a group is one client.

    Args:
        books: The books.
        as_of: The last day that counts.
        since: The first; twelve months before if None.
    """
    reading = books.clients_read
    stretch = Stretch(since, as_of) if since else twelve_months(as_of)
    sales = reading.sales(as_of)
    shares = measure(
        sales.revenues(stretch),
        reading.parents(as_of),
    )
    name = names_on(books, Side.RECEIVABLE, as_of)
    tops = ", ".join(f"top {n}: {tenths(shares.top(n)):f} %" for n in _TOPS)
    return Table(
        title=f"Concentration of revenue from {stretch.first}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "party": share.client,
                    "name": name(share.client),
                    "currency": reading.currency,
                    "revenue": in_cents(share.revenue, reading.currency),
                    "percent": tenths(share.percent),
                    "running_percent": tenths(share.running_percent),
                    "disclosed": "disclose"
                    if share.percent >= DISCLOSED_FROM
                    else None,
                },
                links=party_link(share.client),
            )
            for share in shares.shares
        ],
        totals=totals_by_currency(
            ((reading.currency, (share.revenue,)) for share in shares.shares),
            ("revenue",),
        ),
        notes=[
            f"Herfindahl-Hirschman index: {shares.herfindahl:.0f} of 10,000; {tops}.",
            "A parent and what belongs to it are one client.",
            *sales_notes(books, as_of),
        ],
    )
