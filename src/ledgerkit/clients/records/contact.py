"""Contact with a client: the last one against the agreed cadence, and the people."""

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
    """When a client was last contacted, and when the next is due.

    Attributes:
        last: Day of the last activity; None if there never was one.
        days: Days since then, or since the client's first day if there was none.
        cadence: The agreed cadence in days; None if none is agreed.
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
    """The day each client was last contacted, as at a day."""
    by_client: dict[str, date] = {}
    for activity in relations.activities:
        if activity.day <= as_of:
            before = by_client.get(activity.client, activity.day)
            by_client[activity.client] = max(before, activity.day)
    return by_client


def freshness(
    last: date | None, cadence: str, *, since: date, as_of: date
) -> Freshness:
    """Days since the last activity, over the agreed cadence (Kapta's freshness).

    Args:
        last: When the client was last contacted; None for never.
        cadence: As written, e.g. ``P30D``; an unreadable one counts as none.
        since: The client's first day: without any contact, the cadence runs from then.
        as_of: The day.
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
    """The contacts of a client, and the roles not filled.

    Attributes:
        there: The contacts, superiors first.
        left: Those that have left.
        missing: The needed roles that no current contact plays.
    """

    there: Sequence[Record]
    left: Sequence[Record]
    missing: Sequence[str]


def contacts_by_client(
    relations: Relations, as_of: date
) -> Mapping[str, Sequence[Record]]:
    """The contacts of each client as at a day, including those that have left."""
    by_client: dict[str, list[Record]] = defaultdict(list)
    for person in relations.all(RecordKind.CONTACT, as_of):
        for client in person.clients or ("",):
            by_client[client].append(person)
    return by_client


def find_key_players(people: Sequence[Record], as_of: date) -> KeyPlayers:
    """Sort a client's contacts as at a day."""
    present = [person for person in people if not has_left(person, as_of)]
    played = {role for person in present for role in person.words("role")}
    return KeyPlayers(
        there=sorted(present, key=lambda person: _rank(person, present)),
        left=[person for person in people if has_left(person, as_of)],
        missing=[role for role in NEEDED if role not in played],
    )


def has_left(person: Record, as_of: date) -> bool:
    """Whether a contact is no longer with the client."""
    left_on = person.day("left")
    return left_on is not None and left_on <= as_of


def _rank(person: Record, people: Sequence[Record]) -> tuple[int, str]:
    """A sort key: the number of superiors; people reporting in a ring come last."""
    above = {colleague.id: colleague.text("reports-to") for colleague in people}
    depth, at = 0, person.id
    while above.get(at) and depth < len(people):
        depth, at = depth + 1, above[at]
    return depth, person.id
