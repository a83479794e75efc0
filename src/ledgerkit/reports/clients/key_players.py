"""Whom we know at a client, who reports to whom, and which part nobody plays."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record

_COLUMNS = (
    Column("person", "Person"),
    Column("id", "Id"),
    Column("reports_to", "Reports to"),
    Column("title", "Title"),
    Column("role", "Role"),
    Column("sentiment", "Sentiment"),
    Column("last_contact", "Last contact", ColumnType.DATE),
    Column("email", "E-mail"),
    Column("tel", "Telephone"),
    Column("left", "Left", ColumnType.DATE),
)


def key_players(books: Books, party: str, *, as_of: date) -> Table:
    """A client's contacts as a tree: each below whom it reports to.

    Roles that somebody should play and nobody does stand below, then those who left.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    found = books.relations_read.key_players(party, as_of)
    spoken = _last_contacts(books, party, as_of)
    tree = list(_tree(found.there))
    return Table(
        title=f"Key players of {names_on(books, Side.RECEIVABLE, as_of)(party)}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            *(_row(person, spoken, level) for person, level in tree),
            *(_missing(role) for role in found.missing),
            *(_row(person, spoken, 0) for person in found.left),
        ],
        notes=["Nobody is noted; ledgerkit contact new notes a person."]
        if not tree
        else [],
    )


def _tree(people: Sequence[Record]) -> Iterator[tuple[Record, int]]:
    """Each person with how many stand above it, right below the one it reports to.

    Whoever reports to somebody who is not there stands at the top, as does the first
    of people who report to each other in a ring.
    """
    there = {person.id for person in people}
    below: dict[str, list[Record]] = defaultdict(list)
    for person in people:
        above = person.text("reports-to")
        below[above if above in there else ""].append(person)
    seen: set[str] = set()
    waiting = [(person, 0) for person in reversed([*below[""], *people])]
    while waiting:
        person, level = waiting.pop()
        if person.id not in seen:
            seen.add(person.id)
            yield person, level
            waiting += [(one, level + 1) for one in reversed(below[person.id])]


def _row(person: Record, spoken: Mapping[str, date], level: int) -> Row:
    return Row(
        cells={
            "person": person.title,
            "id": person.id,
            "reports_to": person.text("reports-to") or None,
            "title": person.text("title") or None,
            "role": ", ".join(person.words("role")) or None,
            "sentiment": person.text("sentiment") or None,
            "last_contact": spoken.get(person.id),
            "email": _first(person, "email"),
            "tel": _first(person, "tel"),
            "left": person.day("left"),
        },
        links={"person": Link(LinkKind.SOURCE, str(person.place))},
        level=level,
    )


def _missing(role: str) -> Row:
    nothing: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    return Row(
        cells=nothing | {"person": "(nobody)", "role": role},
        late=frozenset({"person", "role"}),
    )


def _first(person: Record, key: str) -> str | None:
    """A key, or the first of its kinds: ``tel-cell`` is a ``tel``."""
    return next(
        (
            person.text(name)
            for name in sorted(person.facts)
            if name.partition("-")[0] == key and person.text(name)
        ),
        None,
    )


def _last_contacts(books: Books, party: str, as_of: date) -> Mapping[str, date]:
    """When each contact was last spoken with."""
    last: dict[str, date] = {}
    for talk in books.relations.activities:
        contact = talk.text("contact")
        if talk.client == party and contact and talk.day <= as_of:
            last[contact] = max(talk.day, last.get(contact, talk.day))
    return last
