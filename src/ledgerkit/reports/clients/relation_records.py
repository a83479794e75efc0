"""Every record of client relations as it stood on a day, key by key, to be queried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, Key, On
from ledgerkit.reports.cells import in_cents
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record

_TYPES: Mapping[Holds, ColumnType] = {
    Holds.DATE: ColumnType.DATE,
    Holds.AMOUNT: ColumnType.AMOUNT,
    Holds.NUMBER: ColumnType.NUMBER,
}
_FIRST = (
    Column("id", "Id"),
    Column("title", "Title"),
    Column("declared", "Declared", ColumnType.DATE),
    Column("changed", "Changed", ColumnType.DATE),
)
_ACTIVITY_FIRST = (
    Column("day", "Day", ColumnType.DATE),
    Column("client", "Client"),
    Column("kind", "Kind"),
    Column("summary", "Summary"),
)
_TARGETS = (
    Column("since", "Since", ColumnType.DATE),
    Column("scope", "Scope"),
    Column("id", "Id"),
    Column("measure", "Measure"),
    Column("interval", "Interval"),
    Column("currency", "Currency"),
    Column("number", "Number", ColumnType.NUMBER),
)
#: Words that Beancount's query language keeps for itself.
_RESERVED = {"from": "from_day"}


def relation_records(books: Books, kind: RecordKind, *, as_of: date) -> Table:
    """Each record of a kind, with a column for each key that it may have.

    What is completed, resolved or over is there too; an amount's currency has a column
    of its own. A contact at several clients has a row for each.

    Args:
        books: The books.
        kind: Of the records.
        as_of: The last day that counts.
    """
    kind = RecordKind(kind)
    keys = _keys(On(kind.value))
    return Table(
        title=f"Every {kind.value}",
        as_of=as_of,
        columns=[*_FIRST, *_columns(keys)],
        rows=[
            row
            for record in books.relations.all(kind, as_of)
            for row in _rows(record, keys, as_of)
        ],
    )


def _rows(record: Record, keys: Sequence[Key], as_of: date) -> Iterator[Row]:
    facts = dict(record.facts)
    if "status" in {key.name for key in keys}:
        facts["status"] = record.status(as_of) or None
    for client in record.clients or ("",):
        about = {**facts, "client": client or None} if record.clients else facts
        yield Row(
            cells={
                "id": record.id,
                "title": record.title,
                "declared": record.declared,
                "changed": record.changed,
                **_cells(keys, about),
            },
            links={"id": Link(LinkKind.SOURCE, str(record.place))},
        )


def activity_records(books: Books, *, as_of: date) -> Table:
    """Everything that passed with clients by a day, in order of day.

    Args:
        books: The books.
        as_of: The last day that counts.
    """
    keys = [key for key in _keys(On.ACTIVITY) if key.name not in {"client", "kind"}]
    return Table(
        title="Every activity",
        as_of=as_of,
        columns=[*_ACTIVITY_FIRST, *_columns(keys)],
        rows=[
            Row(
                cells={
                    "day": activity.day,
                    "client": activity.client,
                    "kind": activity.kind,
                    "summary": activity.summary,
                    **_cells(keys, activity.facts),
                },
                links={"day": Link(LinkKind.SOURCE, str(activity.place))},
            )
            for activity in books.relations.activities
            if activity.day <= as_of
        ],
    )


def target_records(books: Books, *, as_of: date) -> Table:
    """Every target set by a day, as it was written, also those that no longer hold.

    Args:
        books: The books.
        as_of: The last day that counts.
    """
    return Table(
        title="Every target",
        as_of=as_of,
        columns=_TARGETS,
        rows=[
            Row(
                cells={
                    "since": target.since,
                    "scope": target.scope,
                    "id": target.id or None,
                    "measure": target.measure,
                    "interval": target.interval,
                    "currency": target.currency or None,
                    "number": target.number,
                },
                links={"since": Link(LinkKind.SOURCE, str(target.place))},
            )
            for target in books.relations.targets
            if target.since <= as_of
        ],
    )


def _keys(on: On) -> Sequence[Key]:
    """The keys of a directive, in the order of the vocabulary, each once."""
    return list({key.name: key for key in KEYS if on in key.on}.values())


def _named(key: Key) -> str:
    return _RESERVED.get(key.name) or key.name.replace("-", "_")


def _columns(keys: Sequence[Key]) -> Iterator[Column]:
    for key in keys:
        yield Column(_named(key), key.name, _TYPES.get(key.holds, ColumnType.TEXT))
        if key.holds is Holds.AMOUNT:
            yield Column(f"{_named(key)}_currency", f"{key.name}, currency")


def _cells(keys: Sequence[Key], facts: Mapping[str, Any]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for key in keys:
        value = facts.get(key.name)
        if key.holds is Holds.AMOUNT:
            number, currency = getattr(value, "number", None), ""
            if number is not None:
                currency = str(getattr(value, "currency", ""))
            cells[f"{_named(key)}_currency"] = currency or None
            cells[_named(key)] = in_cents(number, currency)
        elif key.holds in _TYPES:
            cells[_named(key)] = value
        else:
            cells[_named(key)] = _text(value)
    return cells


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Amount):
        return f"{value.number:f} {value.currency}"
    return str(value)
