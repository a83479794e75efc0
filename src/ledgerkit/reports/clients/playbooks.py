"""Playbooks, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("starts", "Starts with"),
    Column("tasks", "Tasks"),
    Column("manager", "Manager"),
    Column("started", "Started", ColumnType.INTEGER),
    Column("open", "Open tasks", ColumnType.INTEGER),
)


def playbooks(books: Books, *, as_of: date) -> Table:
    """Every playbook: what starts it, its tasks, and how often it has been started.

    Args:
        books: The books.
        as_of: The last day that counts.
    """
    relations = books.relations
    rows = []
    for record in relations.all(RecordKind.PLAYBOOK, as_of):
        begun = [
            task
            for task in relations.started.values()
            if task.playbook.id == record.id and task.day <= as_of
        ]
        tasks = [relations.as_of(RecordKind.TASK, task.id, as_of) for task in begun]
        rows.append(
            Row(
                cells={
                    "id": record.id,
                    "name": record.title,
                    "starts": record.text("starts"),
                    "tasks": record.text("tasks"),
                    "manager": record.text("manager"),
                    "started": len({task.start.subject for task in begun}),
                    "open": sum(t is not None and not t.is_over(as_of) for t in tasks),
                },
                links={"id": Link(LinkKind.SOURCE, str(record.place))},
            )
        )
    return Table(title="Playbooks", as_of=as_of, columns=_COLUMNS, rows=rows)
