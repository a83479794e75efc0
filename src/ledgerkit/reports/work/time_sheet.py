"""The time sheet: who worked for what on each day of a week."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.work.item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.work.item import WorkItem

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COLUMNS = (
    Column("person", "Person"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("project", "Project"),
    *(Column(day, day.capitalize(), ColumnType.NUMBER) for day in _DAYS),
    Column("hours", "Hours", ColumnType.NUMBER),
    Column("not_charged", "Never charged", ColumnType.NUMBER, optional=True),
)


def time_sheet(
    books: Books, *, as_of: date, person: str | None = None, client: str | None = None
) -> Table:
    """The hours of the week that a day is in, by person and project, day by day.

    Args:
        books: The books.
        as_of: The last day that counts; its week is shown, Monday to Sunday.
        person: Only what this person worked, by id.
        client: Only this client's, by id.
    """
    monday = as_of - timedelta(days=min(as_of.weekday(), as_of.toordinal() - 1))
    groups: dict[tuple[str, str, str], list[WorkItem]] = defaultdict(list)
    for item in books.work_read.items.values():
        is_asked = person in {None, item.person} and client in {None, item.client}
        if item.kind is WorkKind.TIME and monday <= item.day <= as_of and is_asked:
            groups[item.person, item.client, item.project].append(item)
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = [_row(key, items, name) for key, items in sorted(groups.items())]
    week = monday.isocalendar()
    return Table(
        title=f"Time sheet, week {week.week} of {week.year}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=[_total(list(groups.values()))] if rows else [],
        notes=list(_notes(monday, as_of, bool(rows))),
    )


def _row(
    key: tuple[str, str, str], items: Sequence[WorkItem], name: Callable[[str], str]
) -> Row:
    person, client, project = key
    links = dict(party_link(client))
    for item in items:
        # A day with several entries leads to the first.
        day = _DAYS[item.day.weekday()]
        links.setdefault(day, Link(LinkKind.SOURCE, str(item.place)))
    return Row(
        cells={
            "person": person or None,
            "party": client or None,
            "name": name(client) if client else None,
            "project": project or None,
            **_hours(items),
        },
        links=links,
    )


def _total(groups: Sequence[Sequence[WorkItem]]) -> dict[str, Cell]:
    return _hours([item for items in groups for item in items])


def _hours(items: Sequence[WorkItem]) -> dict[str, Cell]:
    by_day: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        by_day[_DAYS[item.day.weekday()]] += item.hours
    idle = sum((item.hours for item in items if not item.billable), ZERO)
    return {
        **{day: by_day.get(day) for day in _DAYS},
        "hours": sum(by_day.values(), ZERO),
        "not_charged": idle or None,
    }


def _notes(monday: date, as_of: date, has_rows: bool) -> Iterator[str]:  # noqa: FBT001 - one private caller
    if not has_rows:
        yield f"No hours were written down from {monday} to {as_of}."
    else:
        yield f"Hours of {monday} to {as_of}."
