"""Contracts: which are inside their notice, and which ended without another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.reports.clients.cells import in_cents
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.renewal import Renewal

_COLUMNS = (
    Column("id", "Id"),
    Column("contract", "Contract"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("period", "Period"),
    Column("notice_from", "Notice from", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("days_left", "Days left", ColumnType.INTEGER),
    Column("state", "State"),
)


def renewals(books: Books, *, as_of: date, every: bool = False) -> Table:
    """The contracts to speak of, the one that ends first before the others.

    Args:
        books: The books.
        as_of: The day of asking.
        every: Those with time left, renewed and cancelled too.
    """
    found = books.relations_read.renewals(as_of)
    shown = [one for one in found if every or one.needs_care]
    name = names_on(books, Side.RECEIVABLE, as_of)
    notes = (
        [] if shown else ["No contract is inside its notice, or ended without another."]
    )
    if len(shown) < len(found):
        notes.append(f"{len(found) - len(shown)} more need no care: --all shows them.")
    return Table(
        title="Renewals",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(one, name, as_of) for one in shown],
        notes=notes,
    )


def _row(one: Renewal, name: Callable[[str], str], as_of: date) -> Row:
    currency = one.record.currency("amount")
    return Row(
        cells={
            "id": one.record.id,
            "contract": one.record.title,
            "party": one.client or None,
            "name": name(one.client) if one.client else None,
            "currency": currency or None,
            "amount": in_cents(one.record.number("amount"), currency),
            "period": one.record.text("period") or None,
            "notice_from": one.notice_from,
            "until": one.until,
            "days_left": (one.until - as_of).days if one.until else None,
            "state": one.state.value,
        },
        links={
            **party_link(one.client),
            "id": Link(LinkKind.SOURCE, str(one.record.place)),
        },
        late=frozenset({"until", "state"} if one.needs_care else ()),
    )
