"""How much of the revenue depends on a few clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.measures.concentration import measure_concentration as measure
from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    NOBODY,
    in_cents,
    names_on,
    party_link,
    sales_notes,
    tenths,
    totals_by_currency,
)
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.concentration import Concentration

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
#: How many of those with negative revenue a note names.
_NAMES = 3


def concentration(books: Books, *, as_of: date, since: date | None = None) -> Table:
    """Each client's share of all revenue, the largest first; a group is one client.

    Revenue that names no client has a line of its own at the end, without which the
    shares would be of less than all revenue.

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
        nobodys=sales.nobodys_revenue(stretch),
    )
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title=f"Concentration of revenue from {stretch.first}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            *_rows(shares, reading.currency, name),
            *_nobodys(shares, reading.currency),
        ],
        totals=totals_by_currency(
            [(reading.currency, (shares.total,))]
            if shares.shares or shares.nobodys
            else [],
            ("revenue",),
        ),
        notes=[
            *_index(shares, reading.currency, name),
            "A parent and what belongs to it are one client.",
            *sales_notes(books, as_of, shows_nobodys=True),
        ],
    )


def _rows(
    shares: Concentration, currency: str, name: Callable[[str], str]
) -> Iterator[Row]:
    for share in shares.shares:
        yield Row(
            cells={
                "party": share.client,
                "name": name(share.client),
                "currency": currency,
                "revenue": in_cents(share.revenue, currency),
                "percent": tenths(share.percent),
                "running_percent": tenths(share.running_percent),
                "disclosed": "disclose" if share.is_disclosed else None,
            },
            links=party_link(share.client),
        )


def _nobodys(shares: Concentration, currency: str) -> Iterator[Row]:
    """The line of what names no client; none if everything names one."""
    if shares.nobodys:
        yield Row(
            cells={
                "party": "",
                "name": NOBODY,
                "currency": currency,
                "revenue": in_cents(shares.nobodys, currency),
                "percent": tenths(shares.nobodys_percent),
                "running_percent": None,
                "disclosed": None,
            }
        )


def _index(
    shares: Concentration, currency: str, name: Callable[[str], str]
) -> Iterator[str]:
    """The index and the share of the largest, or why there are none."""
    if shares.total <= 0:
        if shares.shares:
            total = in_cents(shares.total, currency)
            yield f"All revenue together is {total:f} {currency}: nothing is a share."
        return
    tops = ", ".join(f"top {n}: {tenths(shares.top(n)):f} %" for n in _TOPS)
    if shares.herfindahl is not None:
        index = f"{shares.herfindahl:.0f} of 10,000"
        yield f"Herfindahl-Hirschman index: {index}; {tops}."
        return
    names = [name(share.client) for share in shares.negative] or [NOBODY]
    words = ", ".join(names[:_NAMES]) + (" and others" if len(names) > _NAMES else "")
    yield (
        f"No Herfindahl-Hirschman index: {words} brought in less than nothing, so that"
        f" shares are no parts of a whole; {tops}."
    )
