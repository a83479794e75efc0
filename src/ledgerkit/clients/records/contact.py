"""How long ago a client was last spoken with, against the cadence agreed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none
from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.clients.records.record import Record, Relations


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When a client was last spoken with, and when it is to be again.

    Attributes:
        last: Day of the last activity; None if there never was one.
        days: Days since; since the client began where there was none.
        cadence: How many days the agreed cadence has; None if none was agreed.
        next_due: When the next check-in is due; None without a cadence.
    """

    last: date | None
    days: int
    cadence: int | None
    next_due: date | None

    @property
    def ratio(self) -> Decimal | None:
        """Days since the last activity over the cadence: above 1, it is overdue."""
        return Decimal(self.days) / self.cadence if self.cadence else None


def last_activities(relations: Relations, as_of: date) -> dict[str, date]:
    """The day on which each client was last spoken with, by a day."""
    found: dict[str, date] = {}
    for activity in relations.activities:
        if activity.day <= as_of:
            before = found.get(activity.client, activity.day)
            found[activity.client] = max(before, activity.day)
    return found


def freshness(
    last: date | None, cadence: str, *, since: date, as_of: date
) -> Freshness:
    """Days since the last activity, over the agreed cadence (Kapta's freshness).

    Args:
        last: When the client was last spoken with; None for never.
        cadence: As written, e.g. ``P30D``; what can't be read counts as none.
        since: From when the client is ours: where nobody ever spoke with it, the
            cadence runs from then.
        as_of: The day of asking.
    """
    begun = last or min(since, as_of)
    agreed = duration_or_none(cadence)
    due = agreed.after(begun) if agreed else None
    return Freshness(
        last=last,
        days=(as_of - begun).days,
        cadence=(due - begun).days if due else None,
        next_due=due,
    )


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


def find_key_players(people: Sequence[Record], as_of: date) -> KeyPlayers:
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
