"""The agenda and tasks: overdue, today, this week, next week, later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.clients.records.agenda import When
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record


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


#: A list is no use for planning further ahead.
_AHEAD = 90


def agenda(
    books: Books,
    *,
    as_of: date,
    manager: str | None = None,
    party: str | None = None,
    days: int = _AHEAD,
) -> Table:
    """Tasks, check-ins, renewals, milestones, promises, quotes and birthdays.

    Args:
        books: The books.
        as_of: Today.
        manager: Only this manager's: items that name the manager, or that name nobody
            and concern one of the manager's clients.
        party: Only items about this client, by id.
        days: How far ahead to look.
    """
    until = date.fromordinal(min(as_of.toordinal() + days, date.max.toordinal()))
    items = [
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
                "manager": responsible or None,
            },
            links=party_link(item.client),
            late=frozenset({"date"} if item.day < as_of else ()),
        )
        for item, responsible in items
        if manager in {None, responsible}
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
    return books.clients_read.manager_on(client, as_of) if client else ""


_TASK_COLUMNS = (
    Column("task", "Task"),
    Column("summary", "What"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("priority", "Priority", ColumnType.INTEGER),
    Column("due", "Due", ColumnType.DATE),
    Column("days_late", "Days late", ColumnType.INTEGER),
    Column("status", "Status"),
)


#: Priority 1 is the highest and 0 is none.
_LAST = 10


def tasks(
    books: Books,
    *,
    as_of: date,
    client: str | None = None,
    manager: str | None = None,
    everything: bool = False,
) -> Table:
    """The tasks as at a day, by due date, then by priority.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
        manager: Only this manager's, by id.
        everything: Include those completed or cancelled.
    """
    matching = [
        task
        for task in books.relations.all(RecordKind.TASK, as_of)
        if client in {None, task.text("client")}
        and manager in {None, task.text("manager")}
        and (everything or not task.is_over(as_of))
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Tasks",
        as_of=as_of,
        columns=_TASK_COLUMNS,
        rows=[
            _row(task, name(client) if (client := task.text("client")) else None, as_of)
            for task in sorted(matching, key=_most_urgent_first)
        ],
    )


def _most_urgent_first(task: Record) -> tuple[date, Decimal | int, str]:
    priority = task.number("priority")
    return task.day("due") or date.max, priority or _LAST, task.id


def _row(task: Record, name: str | None, as_of: date) -> Row:
    due, priority = task.day("due"), task.number("priority")
    late = (as_of - due).days if due and not task.is_over(as_of) else 0
    source = Link(LinkKind.SOURCE, str(task.place))
    cells: dict[str, Cell] = {
        "task": task.id,
        "summary": task.title,
        "party": task.text("client") or None,
        "name": name,
        "manager": task.text("manager") or None,
        "priority": int(priority) if priority else None,
        "due": due,
        "days_late": late if late > 0 else None,
        "status": task.status(as_of) or "needs-action",
    }
    return Row(
        cells=cells,
        links={"task": source, "summary": source, **party_link(task.text("client"))},
        late=frozenset({"due", "days_late"} if late > 0 else ()),
    )
