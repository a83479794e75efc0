"""Targets and their attainment: of the company, a team, a manager or a client."""

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
    """Something achieved on a day, credited to whoever was in charge then.

    Attributes:
        day: The day.
        measure: ``revenue``, ``margin``, ``cash``, ``new-clients``, ``activities``.
        number: The amount, in one currency, or a count.
        client: Id of the client; empty if nobody is named.
        manager: Id of the manager in charge on the day; empty if there was none.
        team: The manager's team on the day; empty if none.
    """

    day: date
    measure: str
    number: Decimal
    client: str
    manager: str
    team: str

    def is_of(self, scope: str, id_: str) -> bool:
        """Whether it counts for the company, or for this team, manager or client."""
        by_scope = {"team": self.team, "manager": self.manager, "client": self.client}
        return scope == "company" or by_scope[scope] == id_


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """The attainment of a target in the period around a day.

    Attributes:
        target: The target in force on the day.
        period: The interval around the day, from the first day of any such target.
        goal: The goal for the period. If the target changed during it, each counts
            for its days.
        achieved: The amount achieved by the day.
        gone: The share of the period elapsed, including the day: 0 to 1.
        forecast: The amount booked and, for revenue, the likely pipeline.
        open: For revenue, the open opportunities of the period, unweighted.
    """

    target: Target
    period: Stretch
    goal: Decimal
    achieved: Decimal
    gone: Decimal
    forecast: Decimal
    open: Decimal | None = None

    @property
    def coverage(self) -> Decimal | None:
        """Open pipeline over what is still to make; None where nothing is."""
        to_make = self.goal - self.achieved
        return None if self.open is None or to_make <= 0 else self.open / to_make

    @property
    def share(self) -> Decimal | None:
        """Achieved over the goal; None for a goal of zero."""
        return self.achieved / self.goal if self.goal else None

    @property
    def pace(self) -> Decimal | None:
        """The share over the part of the period elapsed: 1 is on track."""
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
    pipeline: Iterable[tuple[Achievement, Decimal]] = (),
    interval: str | None = None,
) -> Sequence[Attainment]:
    """The attainment of each target in force on a day.

    Args:
        targets: In any order; each holds until the next of its scope, id and measure.
        achieved: The achievements; those after ``as_of`` don't count.
        as_of: The last day that counts.
        pipeline: Open opportunities, each as revenue on the expected day, with its
            likelihood from 0 to 1.
        interval: The period to measure; each target's own if None. Targets of another
            interval count by their days.
    """
    by_measure: dict[str, list[Achievement]] = defaultdict(list)
    for achievement in achieved:
        if achievement.day <= as_of:
            by_measure[achievement.measure].append(achievement)
    deals = list(pipeline)
    history: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
    for target in sorted(targets, key=lambda t: (t.since, t.place)):
        if target.since <= as_of:
            history[target.scope, target.id, target.measure].append(target)
    return [
        _attainment(
            versions,
            by_measure[versions[-1].measure],
            deals,
            as_of,
            interval,
        )
        for _whose, versions in sorted(
            history.items(), key=lambda item: (SCOPES.index(item[0][0]), item[0][1:])
        )
    ]


def _attainment(
    versions: Sequence[Target],
    achieved: Iterable[Achievement],
    pipeline: Sequence[tuple[Achievement, Decimal]],
    as_of: date,
    interval: str | None,
) -> Attainment:
    target = versions[-1]
    whole_interval = interval_around(as_of, interval or target.interval)
    period = Stretch(max(whole_interval.first, versions[0].since), whole_interval.last)
    so_far = _sum(achieved, target, period)
    own = [(deal, share) for deal, share in pipeline if deal.measure == target.measure]
    unweighted = _sum((deal for deal, _share in own), target, period)
    weighted = (deal._replace(number=deal.number * share) for deal, share in own)
    likely = _sum(weighted, target, period)
    elapsed = Decimal((as_of - period.first).days + 1) / period.days
    return Attainment(
        target=target,
        period=period,
        goal=_goal(versions, period),
        achieved=so_far,
        gone=elapsed,
        forecast=so_far + likely,
        open=unweighted if target.measure == "revenue" else None,
    )


def _sum(achieved: Iterable[Achievement], target: Target, period: Stretch) -> Decimal:
    return sum(
        (
            achievement.number
            for achievement in achieved
            if achievement.day in period and achievement.is_of(target.scope, target.id)
        ),
        ZERO,
    )


def _goal(versions: Sequence[Target], period: Stretch) -> Decimal:
    """The sum of each day's share of the target in force, as Fava counts budgets."""
    goal, number = Fraction(0), 0
    for offset in range(period.days):
        day = period.first + timedelta(days=offset)
        while number + 1 < len(versions) and versions[number + 1].since <= day:
            number += 1
        days = interval_around(day, versions[number].interval).days
        goal += Fraction(versions[number].number) / days
    return Decimal(goal.numerator) / Decimal(goal.denominator)


def by_manager(achieved: Iterable[Achievement]) -> Mapping[str, Decimal]:
    """The achievements of each manager; those of nobody under the empty id."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for achievement in achieved:
        sums[achievement.manager] += achievement.number
    return sums
