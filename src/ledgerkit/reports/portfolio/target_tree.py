"""Targets as a tree: company, teams, the managers in them, and their clients."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.clients.relations import MEASURES
from ledgerkit.clients.measures.target import SCOPES
from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.table import Row


class _Node(NamedTuple):
    """Whose lines of a measure stand together."""

    measure: str
    scope: str
    id: str


def as_tree(books: Books, rows: Iterable[Row], as_of: date) -> Iterator[Row]:
    """The rows, each below the nearest of its team, manager or company that has any.

    Who belongs where is as it stands on the day, whoever was credited before.
    """
    found: dict[_Node, list[Row]] = defaultdict(list)
    for row in rows:
        found[_node(row)].append(row)
    below: dict[_Node | None, list[_Node]] = defaultdict(list)
    for node in sorted(found, key=_order):
        above = (_Node(node.measure, *one) for one in _above(books, node, as_of))
        below[next((one for one in above if one in found), None)].append(node)
    return _walk(None, -1, found, below)


def _walk(
    above: _Node | None,
    level: int,
    found: Mapping[_Node, Sequence[Row]],
    below: Mapping[_Node | None, Sequence[_Node]],
) -> Iterator[Row]:
    if above is not None:
        for row in sorted(found[above], key=_longest_first):
            yield replace(row, level=level)
    for node in below.get(above, ()):
        yield from _walk(node, level + 1, found, below)


def _node(row: Row) -> _Node:
    cells = row.cells
    return _Node(str(cells["measure"]), str(cells["scope"]), str(cells["id"] or ""))


def _order(node: _Node) -> tuple[int, int, bool, str]:
    """What is nobody's stands last."""
    return (
        MEASURES.index(node.measure) if node.measure in MEASURES else len(MEASURES),
        SCOPES.index(node.scope),
        not node.id,
        node.id,
    )


def _above(books: Books, node: _Node, as_of: date) -> Iterator[tuple[str, str]]:
    """What may stand above, the nearest first."""
    manager = node.id if node.scope == "manager" else ""
    if node.scope == "client":
        manager = books.client_reading.manager_on(node.id, as_of)
        yield "manager", manager
    record = books.relations.as_of(RecordKind.MANAGER, manager, as_of)
    if record is not None and record.text("team"):
        yield "team", record.text("team")
    if node.scope != "company":
        yield "company", ""


def _longest_first(row: Row) -> tuple[bool, int]:
    """A year before its quarters; what has a target before what has none."""
    first, last = row.cells["first"], row.cells["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return row.cells["target"] is None, (first - last).days
