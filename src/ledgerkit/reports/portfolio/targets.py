"""Targets: achieved so far, whether on pace, and what the pipeline may add."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.clients.achievements import AchievementReader
from ledgerkit.books.clients.relations import MEASURES
from ledgerkit.clients.measures.target import (
    SCOPES,
    Attainment,
    attainments,
    by_manager,
)
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import hundredths, names_on, percent, sales_notes, tenths
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.target import Achievement
    from ledgerkit.clients.records.record import Target


class _Node(NamedTuple):
    """Whoever has lines of a measure that stand together."""

    measure: str
    scope: str
    id: str


def as_tree(books: Books, rows: Iterable[Row], as_of: date) -> Iterator[Row]:
    """The rows, each below its nearest team, manager or company with rows.

    Membership is as at the day, whoever was credited before.
    """
    groups: dict[_Node, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_node(row)].append(row)
    below: dict[_Node | None, list[_Node]] = defaultdict(list)
    for node in sorted(groups, key=_order):
        above = (_Node(node.measure, *parent) for parent in _above(books, node, as_of))
        below[next((parent for parent in above if parent in groups), None)].append(node)
    return _walk(None, -1, groups, below)


def _walk(
    above: _Node | None,
    level: int,
    groups: Mapping[_Node, Sequence[Row]],
    below: Mapping[_Node | None, Sequence[_Node]],
) -> Iterator[Row]:
    if above is not None:
        for row in sorted(groups[above], key=_longest_first):
            yield replace(row, level=level)
    for node in below.get(above, ()):
        yield from _walk(node, level + 1, groups, below)


def _node(row: Row) -> _Node:
    cells = row.cells
    return _Node(str(cells["measure"]), str(cells["scope"]), str(cells["id"] or ""))


def _order(node: _Node) -> tuple[int, int, bool, str]:
    """Rows that belong to nobody come last."""
    return (
        MEASURES.index(node.measure) if node.measure in MEASURES else len(MEASURES),
        SCOPES.index(node.scope),
        not node.id,
        node.id,
    )


def _above(books: Books, node: _Node, as_of: date) -> Iterator[tuple[str, str]]:
    """The possible nodes above, the nearest first."""
    manager = node.id if node.scope == "manager" else ""
    if node.scope == "client":
        manager = books.clients_read.manager_on(node.id, as_of)
        yield "manager", manager
    record = books.relations.as_of(RecordKind.MANAGER, manager, as_of)
    if record is not None and record.text("team"):
        yield "team", record.text("team")
    if node.scope != "company":
        yield "company", ""


def _longest_first(row: Row) -> tuple[bool, int]:
    """A year before its quarters; rows with a target before those without."""
    first, last = row.cells["first"], row.cells["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return row.cells["target"] is None, (first - last).days


_COLUMNS = (
    Column("scope", "For"),
    Column("id", "Id"),
    Column("name", "Name"),
    Column("measure", "Measure"),
    Column("first", "From", ColumnType.DATE),
    Column("last", "Until", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("target", "Target", ColumnType.AMOUNT),
    Column("achieved", "Achieved", ColumnType.AMOUNT),
    Column("attainment", "Reached %", ColumnType.NUMBER),
    Column("pace", "Pace %", ColumnType.NUMBER),
    Column("forecast", "With pipeline", ColumnType.AMOUNT),
    Column("coverage", "Pipeline cover", ColumnType.NUMBER, optional=True),
)


def targets(books: Books, *, as_of: date, interval: str | None = None) -> Table:
    """Each target in force: company, teams, managers, clients.

    A tree for each measure: teams below the company, managers below their team, and
    clients below their manager. Below a target of the company, managers without one of
    their own are listed too, so that managers always sum to the company.

    Args:
        books: The books.
        as_of: The last day that counts.
        interval: The period around the day, e.g. ``yearly``; each target's own if None.
    """
    reader = AchievementReader(books, as_of)
    achieved = list(reader.read())
    currency = books.clients_read.currency
    attained = attainments(
        # Amounts in other currencies are not added up: see the note.
        [t for t in books.relations.targets if t.currency in {"", currency}],
        achieved,
        as_of,
        pipeline=reader.pipeline(),
        interval=interval,
    )
    held = {t.currency for t in books.relations.targets if t.since <= as_of}
    others = held - {"", currency}
    return Table(
        title="Targets",
        as_of=as_of,
        columns=_COLUMNS,
        rows=list(
            as_tree(
                books,
                [
                    *(_row(books, attainment, as_of) for attainment in attained),
                    *_without(books, attained, achieved, as_of),
                ],
                as_of,
            )
        ),
        notes=_notes(books, as_of, sorted(others)),
    )


def _row(books: Books, attainment: Attainment, as_of: date) -> Row:
    target = attainment.target
    return Row(
        cells={
            "scope": target.scope,
            "id": target.id or None,
            "name": _name(books, target.scope, target.id, as_of),
            "measure": target.measure,
            "first": attainment.period.first,
            "last": attainment.period.last,
            "currency": target.currency or None,
            "target": _number(attainment.goal, target),
            "achieved": _number(attainment.achieved, target),
            "attainment": percent(attainment.share),
            "pace": percent(attainment.pace),
            "forecast": _number(attainment.forecast, target),
            "coverage": hundredths(attainment.coverage),
        },
        links={"target": Link(LinkKind.SOURCE, str(target.place))},
    )


def _without(
    books: Books,
    attained: Sequence[Attainment],
    achieved: Sequence[Achievement],
    as_of: date,
) -> Iterator[Row]:
    """Managers with no target in a period of the company's, and unassigned figures."""
    own = {
        (attainment.target.measure, attainment.target.id, attainment.period)
        for attainment in attained
        if attainment.target.scope == "manager"
    }
    for goal in attained:
        if goal.target.scope != "company":
            continue
        measure = goal.target.measure
        within = (a for a in achieved if a.measure == measure and a.day in goal.period)
        for manager, number in sorted(by_manager(within).items()):
            if (measure, manager, goal.period) not in own and number:
                empty: dict[str, Cell] = dict.fromkeys(c.key for c in _COLUMNS)
                yield Row(
                    cells=empty
                    | {
                        "scope": "manager",
                        "id": manager or None,
                        "name": _name(books, "manager", manager, as_of),
                        "measure": measure,
                        "first": goal.period.first,
                        "last": goal.period.last,
                        "currency": goal.target.currency or None,
                        "achieved": _number(number, goal.target),
                    }
                )


def _name(books: Books, scope: str, id_: str, as_of: date) -> str | None:
    if scope == "manager":
        record = books.relations.as_of(RecordKind.MANAGER, id_, as_of)
        return record.title if record else None if id_ else "(nobody)"
    return names_on(books, Side.RECEIVABLE, as_of)(id_) if scope == "client" else None


def _number(number: Decimal, target: Target) -> Decimal | None:
    if not target.currency:
        rounded = number.to_integral_value()
        return rounded if rounded == number else tenths(number)
    return with_cents(hundredths(number) or number, target.currency)


def _notes(books: Books, as_of: date, others: Sequence[str]) -> Sequence[str]:
    notes = [
        (
            "Who was a client's manager on the day of an invoice, or of a payment, is"
            " credited with it."
        ),
        (
            "Pace is what is reached over the share of the period that is over: 100"
            " is on time. With pipeline: and the open opportunities of the period,"
            " weighted. Pipeline cover: those opportunities, unweighted, over what is"
            " still to make; below 1 not even all of them would do."
        ),
        *sales_notes(books, as_of),
    ]
    if others:
        notes.append(f"Targets in {', '.join(others)} are left out.")
    return notes
