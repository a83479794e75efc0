"""What is to be done: overdue, today, this week, next week, later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.clients.records.agenda import When
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("when", "When"),
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("what", "What"),
    Column("id", "Id"),
    Column("manager", "Manager"),
)
#: Nobody plans further ahead by looking at a list.
_AHEAD = 90


def agenda(
    books: Books,
    *,
    as_of: date,
    manager: str | None = None,
    party: str | None = None,
    days: int = _AHEAD,
) -> Table:
    """Tasks, check-ins, renewals, milestones, promises, birthdays and close dates.

    Args:
        books: The books.
        as_of: Today.
        manager: Only what this manager is to do: what names it, and what names nobody
            and is about a client of its.
        party: Only what is about this client, by id.
        days: How far ahead to look.
    """
    until = date.fromordinal(min(as_of.toordinal() + days, date.max.toordinal()))
    found = [
        (item, item.manager or _manager(books, item.client, as_of))
        for item in read_agenda(books, as_of)
        if item.day <= until and party in {None, item.client}
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = [
        Row(
            cells={
                "when": When.of(item.day, as_of).value,
                "date": item.day,
                "kind": item.kind,
                "party": item.client or None,
                "name": name(item.client) if item.client else None,
                "what": item.what,
                "id": item.id or None,
                "manager": whose or None,
            },
            links=party_link(item.client),
            late=frozenset({"date"} if item.day < as_of else ()),
        )
        for item, whose in found
        if manager in {None, whose}
    ]
    return Table(
        title="Agenda",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[f"Until {until}; a week ends with its Sunday."]
        if rows
        else [f"Nothing is to be done until {until}."],
    )


def _manager(books: Books, client: str, as_of: date) -> str:
    return books.client_reading.manager_on(client, as_of) if client else ""
