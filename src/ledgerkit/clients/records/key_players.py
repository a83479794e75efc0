"""Whom we know at a client, which part nobody plays, and who has left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.clients.records.record import Record, Relations

#: At least one of each (Kapta's key players).
NEEDED = ("executive-sponsor", "decision-maker", "champion")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlayers:
    """Who stands for a client.

    Attributes:
        there: The contacts, those above before those below them.
        left: Those that have left.
        missing: The needed roles that nobody who is there plays.
    """

    there: Sequence[Record]
    left: Sequence[Record]
    missing: Sequence[str]


def contacts_by_client(
    relations: Relations, as_of: date
) -> Mapping[str, Sequence[Record]]:
    """The contacts of each client as at a day, those that left too."""
    found: dict[str, list[Record]] = defaultdict(list)
    for person in relations.all(RecordKind.CONTACT, as_of):
        found[person.text("client")].append(person)
    return found


def key_players(people: Sequence[Record], as_of: date) -> KeyPlayers:
    """Who stands for a client, of its contacts as at a day."""
    there = [person for person in people if not has_left(person, as_of)]
    played = {role for person in there for role in person.words("role")}
    return KeyPlayers(
        there=sorted(there, key=lambda person: _rank(person, there)),
        left=[person for person in people if has_left(person, as_of)],
        missing=[role for role in NEEDED if role not in played],
    )


def has_left(person: Record, as_of: date) -> bool:
    """Whether a contact is no longer with the client."""
    left = person.day("left")
    return left is not None and left <= as_of


def _rank(person: Record, people: Sequence[Record]) -> tuple[int, str]:
    """How many stand above; people who report to each other in a ring stand below."""
    above = {one.id: one.text("reports-to") for one in people}
    depth, at = 0, person.id
    while above.get(at) and depth < len(people):
        depth, at = depth + 1, above[at]
    return depth, person.id
