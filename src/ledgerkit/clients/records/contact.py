"""How long ago a client was last spoken with, against the cadence agreed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.clients.records.record import Relations


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
