"""The address book: all clients and contacts as recorded, for imports to read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, On
from ledgerkit.parties.party import PartyRole
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.books.books import Books

_FIRST = (
    Column("kind", "Kind"),
    Column("id", "Id"),
    Column("name", "Name"),
    Column("client", "Client"),
)
#: An account belongs to these books alone.
_LEFT_OUT = frozenset({"account", "client"})


def address_book(books: Books, *, as_of: date) -> Table:
    """A row for each client, then one for each contact; a column for each key in use.

    Undeclared clients have a name and no id.

    Args:
        books: The books.
        as_of: The day as at which they are shown.
    """
    rows = [*_clients(books, as_of), *_contacts(books, as_of)]
    used_keys = {key for row in rows for key in row}
    columns = [
        *_FIRST,
        *(
            Column(key.name, key.name, _type(key.holds))
            for key in KEYS
            if key.name in used_keys and {On.CLIENT, On.CONTACT} & set(key.on)
        ),
    ]
    unique = list({column.key: column for column in columns}.values())
    return Table(
        title="Clients and contacts",
        as_of=as_of,
        columns=unique,
        rows=[Row(cells={c.key: row.get(c.key) for c in unique}) for row in rows],
    )


def _clients(books: Books, as_of: date) -> Iterator[dict[str, Cell]]:
    for client in books.parties(PartyRole.CLIENT, as_of):
        cells: dict[str, Cell] = {
            "kind": "client",
            "id": client.id if client.place else None,
            "name": client.name,
        }
        yield {**cells, **_cells(client.facts)}


def _contacts(books: Books, as_of: date) -> Iterator[dict[str, Cell]]:
    for person in books.relations.all(RecordKind.CONTACT, as_of):
        cells: dict[str, Cell] = {
            "kind": "contact",
            "id": person.id,
            "name": person.title,
            "client": person.text("client") or None,
        }
        yield {**cells, **_cells(person.facts)}


def _cells(facts: Mapping[str, Any]) -> dict[str, Cell]:
    return {k: _cell(v) for k, v in facts.items() if k not in _LEFT_OUT}


def _cell(value: Any) -> Cell:
    if isinstance(value, Amount):
        return f"{value.number:f} {value.currency}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str | date) else str(value)


def _type(holds: Holds) -> ColumnType:
    return ColumnType.DATE if holds is Holds.DATE else ColumnType.TEXT
