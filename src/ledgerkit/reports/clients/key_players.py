"""The key players at a client, who reports to whom, and which roles are vacant."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.notes import NextStep, Note
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
    """A client's contacts as a tree: each below the person they report to.

    Vacant roles come below, then those who have left.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    players = books.relations_read.key_players(party, as_of)
    last_contacts = _last_contacts(books, party, as_of)
    tree = list(_tree(players.there))
    return Table(
        title=f"Key players of {names_on(books, Side.RECEIVABLE, as_of)(party)}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            *(_row(person, last_contacts, level) for person, level in tree),
            *(_missing(role) for role in players.missing),
            *(_row(person, last_contacts, 0) for person in players.left),
        ],
        notes=[
            Note(
                text="Nobody is noted.",
                remedy=NextStep(
                    to="note a person",
                    command="contact new",
                    options={"client": party},
                ),
            )
        ]
        if not tree
        else [],
    )


def _tree(people: Sequence[Record]) -> Iterator[tuple[Record, int]]:
    """Each person with the number of people above, directly below their superior.

    Those whose superior is not among them stand at the top, as does the first of people
    who report to each other in a ring.
    """
    present = {person.id for person in people}
    below: dict[str, list[Record]] = defaultdict(list)
    for person in people:
        above = person.text("reports-to")
        below[above if above in present else ""].append(person)
    seen_ids: set[str] = set()
    waiting = [(person, 0) for person in reversed([*below[""], *people])]
    while waiting:
        person, level = waiting.pop()
        if person.id not in seen_ids:
            seen_ids.add(person.id)
            yield person, level
            waiting += [(report, level + 1) for report in reversed(below[person.id])]


def _row(person: Record, last_contacts: Mapping[str, date], level: int) -> Row:
    return Row(
        cells={
            "person": person.title,
            "id": person.id,
            "reports_to": person.text("reports-to") or None,
            "title": person.text("title") or None,
            "role": ", ".join(person.words("role")) or None,
            "sentiment": person.text("sentiment") or None,
            "last_contact": last_contacts.get(person.id),
            "email": _first(person, "email"),
            "tel": _first(person, "tel"),
            "left": person.day("left"),
        },
        links={"person": Link(LinkKind.SOURCE, str(person.place))},
        level=level,
    )


def _missing(role: str) -> Row:
    empty: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    return Row(
        cells=empty | {"person": "(nobody)", "role": role},
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
    """The day each contact was last spoken to."""
    last: dict[str, date] = {}
    for activity in books.relations.activities:
        contact = activity.text("contact")
        if activity.client == party and contact and activity.day <= as_of:
            last[contact] = max(activity.day, last.get(contact, activity.day))
    return last
