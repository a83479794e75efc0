"""Work in progress: what waits to be charged, by age."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link, totals_by_currency
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.work.item import WorkItem


class WorkBy(StrEnum):
    """The subject of a row."""

    CLIENT = "client"
    PROJECT = "project"
    PERSON = "person"


#: The last day of each column but the last, in days since the work.
_AGES = (30, 60, 90)
_KEYS = ("to_30", "to_60", "to_90", "over_90", "unbilled")
_LABELS = ("0-30", "31-60", "61-90", "Over 90", "Unbilled")
_COLUMNS = (
    Column("hours", "Hours", ColumnType.NUMBER),
    Column("currency", "Currency"),
    *(
        Column(key, label, ColumnType.AMOUNT)
        for key, label in zip(_KEYS, _LABELS, strict=True)
    ),
    Column("oldest", "Oldest", ColumnType.DATE),
)
SUBJECT_COLUMNS: Mapping[WorkBy, Sequence[Column]] = {
    WorkBy.CLIENT: (Column("party", "Party"), Column("name", "Name")),
    WorkBy.PROJECT: (Column("project", "Project"), Column("name", "Name")),
    WorkBy.PERSON: (Column("person", "Person"), Column("name", "Name")),
}
_NOTES_MAX = 5


def unbilled_work(
    books: Books,
    *,
    as_of: date,
    by: WorkBy = WorkBy.CLIENT,
    client: str | None = None,
    currency: str | None = None,
) -> Table:
    """Hours and expenses that are still to be charged, by how long ago they were.

    Net of tax, an hour at its rate of the day and an expense with its mark-up. A row's
    columns sum to what is unbilled. Hours without a rate count in the hours alone, and
    a note names them.

    Args:
        books: The books.
        as_of: The last day that counts: later hours and invoices don't.
        by: A row for each client, project or person; of a person, expenses are apart.
        client: Only this client's, by id.
        currency: Show this currency only.
    """
    by = WorkBy(by)
    items = [
        item
        for item in books.work_read.unbilled(as_of)
        if client in {None, item.client}
        and (currency is None or item.currency in {currency, ""})
    ]
    groups: dict[tuple[str, str], list[WorkItem]] = defaultdict(list)
    for item in items:
        groups[subject(item, by), item.currency].append(item)
    name = subject_names(books, by, as_of)
    rows = [
        _row(by, key, name(key[0]), group, as_of)
        for key, group in sorted(
            groups.items(), key=lambda each: (name(each[0][0]).casefold(), each[0])
        )
    ]
    return Table(
        title=f"Work in progress by {by.value}",
        as_of=as_of,
        columns=(*SUBJECT_COLUMNS[by], *_COLUMNS),
        rows=rows,
        totals=totals_by_currency(
            (
                (cur, _by_age(group, as_of))
                for (_who, cur), group in groups.items()
                if cur
            ),
            _KEYS,
        ),
        notes=[*_notes(items)],
    )


def subject(item: WorkItem, by: WorkBy) -> str:
    """The id of the client, project or person of an item; empty for none."""
    if by is WorkBy.CLIENT:
        return item.client
    return item.project if by is WorkBy.PROJECT else item.person


def subject_names(books: Books, by: WorkBy, as_of: date) -> Callable[[str], str]:
    """From the id of a client, project or person to the name, on a day."""
    if by is WorkBy.CLIENT:
        return names_on(books, Side.RECEIVABLE, as_of)
    kind = RecordKind.PROJECT if by is WorkBy.PROJECT else RecordKind.MANAGER
    nothing = "(no project)" if by is WorkBy.PROJECT else "(expenses)"

    def name(id_: str) -> str:
        record = books.relations.as_of(kind, id_, as_of) if id_ else None
        return record.title if record else id_ or nothing

    return name


def _row(
    by: WorkBy,
    key: tuple[str, str],
    name: str,
    items: Sequence[WorkItem],
    as_of: date,
) -> Row:
    who, currency = key
    first = "party" if by is WorkBy.CLIENT else by.value
    amounts: Sequence[Cell] = [with_cents(a, currency) for a in _by_age(items, as_of)]
    if not currency:
        amounts = [None] * len(_KEYS)
    return Row(
        cells={
            first: who or None,
            "name": name,
            "hours": sum((item.hours for item in items), ZERO),
            "currency": currency or None,
            **dict(zip(_KEYS, amounts, strict=True)),
            "oldest": min(item.day for item in items),
        },
        links=party_link(who) if by is WorkBy.CLIENT else {},
    )


def _by_age(items: Sequence[WorkItem], as_of: date) -> Sequence[Decimal]:
    """The worth of items in each column, and in all."""
    sums = [ZERO] * len(_KEYS)
    for item in items:
        age = (as_of - item.day).days
        sums[sum(1 for limit in _AGES if age > limit)] += item.worth
        sums[-1] += item.worth
    return sums


def _notes(items: Sequence[WorkItem]) -> Iterator[str]:
    lacking = [item.id for item in items if item.lacks_rate]
    if lacking:
        more = f" and {len(lacking) - _NOTES_MAX} more" if lacking[_NOTES_MAX:] else ""
        yield (
            f"Without an hourly-rate, and worth nothing here:"
            f" {', '.join(lacking[:_NOTES_MAX])}{more}."
        )
    yield "Net of tax; counted in days since the work."
