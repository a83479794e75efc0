"""Targets against what was reached: by the company, a team, a manager or a client."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.clients.measures.year import Stretch
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledgerkit.clients.records.record import Target

SCOPES = ("company", "team", "manager", "client")
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


class Achievement(NamedTuple):
    """Something reached on a day, credited to who was in charge then.

    Attributes:
        day: When.
        measure: ``revenue``, ``margin``, ``cash``, ``new-clients``, ``activities``.
        number: How much; money in one currency, or a count.
        client: Id of the client; empty if nobody is named.
        manager: Id of the manager in charge on the day; empty if nobody was.
        team: Of the manager on the day; empty for none.
    """

    day: date
    measure: str
    number: Decimal
    client: str
    manager: str
    team: str

    def is_of(self, scope: str, id_: str) -> bool:
        """Whether it counts for the company, or for this team, manager, client."""
        own = {"team": self.team, "manager": self.manager, "client": self.client}
        return scope == "company" or own[scope] == id_


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """How far a target is reached in the period around a day.

    Attributes:
        target: The one that holds on the day.
        period: The interval around the day; from the first day of any such target.
        goal: What is to be reached in it. Where a target changed on the way, each
            counts for its days.
        achieved: What was reached by the day.
        gone: The share of the period that is over, with the day: 0 to 1.
        forecast: What is booked and, for revenue, what the pipeline is likely to add.
    """

    target: Target
    period: Stretch
    goal: Decimal
    achieved: Decimal
    gone: Decimal
    forecast: Decimal

    @property
    def share(self) -> Decimal | None:
        """Achieved over the goal; None for a goal of nothing."""
        return self.achieved / self.goal if self.goal else None

    @property
    def pace(self) -> Decimal | None:
        """That over the share of the period gone: 1 is on time."""
        return None if self.share is None else self.share / self.gone


def interval_around(day: date, interval: str) -> Stretch:
    """The calendar day, week from Monday, month, quarter or year that a day is in.

    >>> interval_around(date(2025, 11, 18), "quarterly")
    Stretch(first=datetime.date(2025, 10, 1), last=datetime.date(2025, 12, 31))
    """
    if interval == "daily":
        return Stretch(day, day)
    if interval == "weekly":
        monday = day - timedelta(days=day.weekday())
        return Stretch(monday, monday + timedelta(days=6))
    months = _MONTHS[interval]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    days = monthrange(day.year, last)[1]
    return Stretch(date(day.year, first, 1), date(day.year, last, days))


def attainments(
    targets: Sequence[Target],
    achieved: Iterable[Achievement],
    as_of: date,
    *,
    pipeline: Iterable[Achievement] = (),
    interval: str | None = None,
) -> Sequence[Attainment]:
    """Each target that holds on a day, against what was reached of it.

    Args:
        targets: In any order; each holds until the next of its scope, id and measure.
        achieved: What was reached; what came after ``as_of`` doesn't count.
        as_of: The last day that counts.
        pipeline: Weighted amounts of what may yet be won, as revenue on the day that
            it is expected.
        interval: The period to ask for; each target's own if it is None. Targets of
            another interval count by their days.
    """
    by_measure: dict[str, list[Achievement]] = defaultdict(list)
    for one in achieved:
        if one.day <= as_of:
            by_measure[one.measure].append(one)
    likely = list(pipeline)
    history: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
    for target in sorted(targets, key=lambda t: (t.since, t.place)):
        if target.since <= as_of:
            history[target.scope, target.id, target.measure].append(target)
    return [
        _attainment(held, by_measure[held[-1].measure], likely, as_of, interval)
        for _whose, held in sorted(
            history.items(), key=lambda item: (SCOPES.index(item[0][0]), item[0][1:])
        )
    ]


def _attainment(
    held: Sequence[Target],
    achieved: Iterable[Achievement],
    pipeline: Iterable[Achievement],
    as_of: date,
    interval: str | None,
) -> Attainment:
    target = held[-1]
    whole = interval_around(as_of, interval or target.interval)
    period = Stretch(max(whole.first, held[0].since), whole.last)
    reached = _sum(achieved, target, period)
    likely = _sum((p for p in pipeline if p.measure == target.measure), target, period)
    gone = Decimal((as_of - period.first).days + 1) / period.days
    return Attainment(
        target=target,
        period=period,
        goal=_goal(held, period),
        achieved=reached,
        gone=gone,
        forecast=reached + likely,
    )


def _sum(found: Iterable[Achievement], target: Target, period: Stretch) -> Decimal:
    return sum(
        (
            one.number
            for one in found
            if one.day in period and one.is_of(target.scope, target.id)
        ),
        ZERO,
    )


def _goal(held: Sequence[Target], period: Stretch) -> Decimal:
    """Each day's share of the target that holds on it, as Fava counts budgets."""
    goal, number = Fraction(0), 0
    for offset in range(period.days):
        day = period.first + timedelta(days=offset)
        while number + 1 < len(held) and held[number + 1].since <= day:
            number += 1
        days = interval_around(day, held[number].interval).days
        goal += Fraction(held[number].number) / days
    return Decimal(goal.numerator) / Decimal(goal.denominator)


def by_manager(achieved: Iterable[Achievement]) -> Mapping[str, Decimal]:
    """What each manager reached; what is nobody's stands under the empty id."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in achieved:
        sums[one.manager] += one.number
    return sums
