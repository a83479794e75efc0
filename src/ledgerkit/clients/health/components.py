"""The components of client health: 0 to 100 points each, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.clients.health.weights import Component
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.clients.records.satisfaction import score
from ledgerkit.money import ZERO, rounded_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledgerkit.clients.measures.measures import ClientMeasures
    from ledgerkit.clients.records.case import OpenCase
    from ledgerkit.clients.records.contact import Freshness
    from ledgerkit.clients.records.record import Survey


_FULL = Decimal(100)


class Points(NamedTuple):
    """The points of a component.

    Attributes:
        points: From 0 to 100, unrounded.
        words: The finding, in words.
        share: The part of its weight that counts: half for an answer over a year old.
    """

    points: Decimal
    words: str
    share: Decimal = Decimal(1)


def component_points(facts: HealthFacts) -> Mapping[Component, Points]:
    """The points of every component with data; those without are left out."""
    by_component = {component: reckon(facts) for component, reckon in _RECKONED.items()}
    return {component: points for component, points in by_component.items() if points}


def between(number: Decimal, *, best: Decimal, worst: Decimal) -> Decimal:
    """100 points at the best and beyond, 0 at the worst, linear in between.

    >>> between(Decimal("0.8"), best=Decimal("1.1"), worst=Decimal("0.5"))
    Decimal('50.0')
    """
    points = (worst - number) / (worst - best) * _FULL
    return min(max(points, Decimal(0)), _FULL)


def _payments(facts: HealthFacts) -> Points | None:
    if facts.measures is None or facts.measures.payments.days_late is None:
        return None
    late, change = facts.measures.payments.days_late, facts.measures.payments.change
    words = f"pays {_days(late)} late" if late > 0 else "pays in time"
    if change is not None and _whole(abs(change)) != "0":
        than = "later" if change > 0 else "sooner"
        words += f", the latest {_days(abs(change))} {than} than before"
    return Points(between(late, best=Decimal(0), worst=Decimal(45)), words)


def _overdue(facts: HealthFacts) -> Points | None:
    debt = facts.debt
    if debt.open <= 0:
        return None
    share = debt.overdue / debt.open
    words = f"{_whole(share * 100)} % of what it owes is overdue"
    if debt.oldest_days > 0:
        words += f", by up to {_days(Decimal(debt.oldest_days))}"
    return Points(between(share, best=Decimal(0), worst=Decimal("0.5")), words)


def _trend(facts: HealthFacts) -> Points | None:
    trend = facts.measures.trend if facts.measures else None
    if trend is None:
        return None
    best, worst = Decimal(10), Decimal(-50)
    than = "less" if trend < 0 else "more"
    only = "only " if 0 <= trend < best else ""
    words = f"buys {only}{_whole(abs(trend))} % {than} than the year before"
    return Points(between(trend, best=best, worst=worst), words)


def _rhythm(facts: HealthFacts) -> Points | None:
    silence = facts.measures.rhythm.silence if facts.measures else None
    if silence is None:
        return None
    words = f"silent for {tenth(silence)} of its own gaps between invoices"
    return Points(between(silence, best=Decimal(1), worst=Decimal(3)), words)


def _disputes(facts: HealthFacts) -> Points | None:
    rate = facts.measures.dispute_rate if facts.measures else None
    if rate is None:
        return None
    words = f"credit notes took {tenth(rate * 100)} % off what was invoiced"
    return Points(between(rate, best=Decimal(0), worst=Decimal("0.1")), words)


def _satisfaction(facts: HealthFacts) -> Points | None:
    survey = facts.survey
    if survey is None:
        return None
    is_old = survey.day not in twelve_months(facts.as_of)
    words = f"answered {survey.score} of {survey.scale} on {survey.day}"
    share = Decimal("0.5") if is_old else Decimal(1)
    return Points(min(score(survey) * _FULL, _FULL), words, share)


def _freshness(facts: HealthFacts) -> Points | None:
    freshness = facts.freshness
    if freshness is None or freshness.ratio is None:
        return None
    never = "never" if freshness.last is None else "not"
    words = (
        f"{never} spoken with for {freshness.days} days;"
        f" every {freshness.cadence} is agreed"
    )
    return Points(between(freshness.ratio, best=Decimal(1), worst=Decimal(3)), words)


def _cases(facts: HealthFacts) -> Points | None:
    if facts.cases is None:
        return None
    cases = [case for case in facts.cases if case.kind != "request"]
    urgent = any(case.is_urgent for case in cases)
    count = len(cases)
    words = f"{count or 'no'} open complaint{'' if count == 1 else 's'}"
    points = between(Decimal(2 if urgent else count), best=Decimal(0), worst=Decimal(2))
    return Points(points, words + (", one of them urgent" if urgent else ""))


_RECKONED: Mapping[Component, Callable[[HealthFacts], Points | None]] = {
    Component.PAYMENTS: _payments,
    Component.OVERDUE: _overdue,
    Component.TREND: _trend,
    Component.RHYTHM: _rhythm,
    Component.DISPUTES: _disputes,
    Component.SATISFACTION: _satisfaction,
    Component.FRESHNESS: _freshness,
    Component.CASES: _cases,
}


def _whole(number: Decimal) -> str:
    return f"{rounded_to(number, Decimal(1)) + 0:f}"


def _days(number: Decimal) -> str:
    text = _whole(number)
    return f"{text} day{'' if text == '1' else 's'}"


def tenth(number: Decimal) -> str:
    """A number with one decimal, half up."""
    return f"{rounded_to(number, Decimal('0.1')) + 0:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A client's debt on documents, before payments on account.

    Attributes:
        open: The open amount.
        overdue: The part past its due date.
        oldest_days: Days late of the most overdue; 0 if none is.
    """

    open: Decimal = ZERO
    overdue: Decimal = ZERO
    oldest_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFacts:
    """The facts from which a client's health is worked out.

    Attributes:
        client: Its id.
        as_of: The day.
        measures: From the books; None for a client without sales.
        debt: Its debt.
        survey: Its latest survey answer; None if there is none.
        freshness: Its last contact; None if the books record no activities yet.
        cases: Its open cases; None if the books record no cases at all by that day,
            as silence then means nothing.
        disputes: Its open disputes, from cases and from disputed documents, each once
            and in words.
        spoken_since_survey: Whether an activity followed the latest answer.
        renewals_at_risk: Names of contracts in their notice period while the client
            has no open opportunity.
    """

    client: str
    as_of: date
    measures: ClientMeasures | None = None
    debt: Debt = Debt()
    survey: Survey | None = None
    freshness: Freshness | None = None
    cases: Sequence[OpenCase] | None = None
    disputes: Sequence[str] = ()
    spoken_since_survey: bool = False
    renewals_at_risk: Sequence[str] = ()
