"""Client satisfaction, from survey answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import twelve_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledgerkit.clients.records.record import Survey

_PROMOTER, _PASSIVE = 9, 7
#: The two highest answers on a scale up to 5.
_TOP_BOX = Decimal("0.8")
NPS = "nps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """The answers of twelve months, only the latest of each person.

    Attributes:
        nps: The percentage of 9 and 10 less that of 0 to 6, from -100 to 100; None
            without an answer.
        nps_answers: The number of answers behind it: with few, it swings.
        csat: The share of the two highest of five answers, from 0 to 1; None without.
        csat_answers: The number of answers behind it.
        latest: The latest answer of any kind; None if there is none.
    """

    nps: Decimal | None
    nps_answers: int
    csat: Decimal | None
    csat_answers: int
    latest: Survey | None


def satisfaction(surveys: Iterable[Survey], as_of: date) -> Satisfaction:
    """NPS and CSAT of some surveys, e.g. those of one client (Reichheld 2003).

    Args:
        surveys: In any order.
        as_of: The last day that counts.
    """
    in_order = sorted(
        (survey for survey in surveys if survey.day <= as_of), key=_by_day_and_person
    )
    year = twelve_months(as_of)
    last: dict[tuple[bool, str, str], Survey] = {}
    for survey in in_order:
        # A scale up to zero measures nothing.
        if survey.day in year and survey.scale > 0:
            # A person who answered both counts in both.
            person = survey.instrument == NPS, survey.client, survey.contact
            last[person] = survey
    answers = [s for s in last.values() if s.instrument == NPS]
    others = [s for s in last.values() if s.instrument != NPS]
    return Satisfaction(
        nps=_nps(answers),
        nps_answers=len(answers),
        csat=_csat(others),
        csat_answers=len(others),
        latest=in_order[-1] if in_order else None,
    )


def score(survey: Survey) -> Decimal:
    """An answer on a scale from 0 to 1, whatever the instrument.

    NPS begins at 0, the others at 1.
    """
    lowest = 0 if survey.instrument == NPS else 1
    span = survey.scale - lowest
    return max((survey.score - lowest) / span, Decimal(0)) if span > 0 else Decimal(0)


def _by_day_and_person(survey: Survey) -> tuple[date, str, str, str, Decimal]:
    return (
        survey.day,
        survey.client,
        survey.contact,
        survey.instrument,
        survey.score,
    )


def _nps(answers: Sequence[Survey]) -> Decimal | None:
    if not answers:
        return None
    tens = [survey.score * 10 / survey.scale for survey in answers]
    promoters = sum(ten >= _PROMOTER for ten in tens)
    detractors = sum(ten < _PASSIVE for ten in tens)
    return Decimal(100 * (promoters - detractors)) / len(tens)


def _csat(answers: Sequence[Survey]) -> Decimal | None:
    if not answers:
        return None
    happy = sum(survey.score >= _TOP_BOX * survey.scale for survey in answers)
    return Decimal(happy) / len(answers)
