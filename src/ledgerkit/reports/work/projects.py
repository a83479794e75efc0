"""The projects, with the hours that went to each and what waits to be charged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO, with_cents
from ledgerkit.reports.cells import in_cents, party_link
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record
    from ledgerkit.work.item import WorkItem

_COLUMNS = (
    Column("project", "Project"),
    Column("name", "Name"),
    Column("party", "Client"),
    Column("hourly_rate", "Hourly rate", ColumnType.AMOUNT),
    Column("hours", "Hours", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("worth", "Worth", ColumnType.AMOUNT),
    Column("unbilled", "Unbilled", ColumnType.AMOUNT),
)


def projects(books: Books, *, as_of: date, client: str | None = None) -> Table:
    """Every project by id: its hours and expenses, their worth, and what waits.

    A project with work in several currencies has a row for each.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
    """
    groups: dict[str, dict[str, list[WorkItem]]] = defaultdict(dict)
    for item in books.work_read.items.values():
        if item.project and item.day <= as_of:
            groups[item.project].setdefault(item.currency, []).append(item)
    rows = [
        _row(books, record, currency, items, as_of)
        for record in books.relations.all(RecordKind.PROJECT, as_of)
        if client in {None, record.text("client")}
        for currency, items in sorted((groups.get(record.id) or {"": []}).items())
    ]
    return Table(title="Projects", as_of=as_of, columns=_COLUMNS, rows=rows)


def _row(
    books: Books, record: Record, currency: str, items: list[WorkItem], as_of: date
) -> Row:
    states = books.work_read.states(as_of)
    unbilled = sum((states[item.id].unbilled for item in items), ZERO)
    worth = sum((item.worth for item in items), ZERO)
    is_charged = bool(currency and record.text("client"))
    rate = record.facts.get("hourly-rate")
    known = rate if isinstance(rate, Amount) else None
    return Row(
        cells={
            "project": record.id,
            "name": record.title,
            "party": record.text("client") or None,
            "hourly_rate": in_cents(known.number, known.currency) if known else None,
            "hours": sum((item.hours for item in items), ZERO),
            "currency": currency or (known.currency if known else None),
            "worth": with_cents(worth, currency) if is_charged else None,
            "unbilled": with_cents(unbilled, currency) if is_charged else None,
        },
        links=party_link(record.text("client")) if record.text("client") else {},
    )
