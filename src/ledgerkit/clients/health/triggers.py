"""Warning signs: reasons to look at a client, whatever its score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.clients.health.components import tenth
from ledgerkit.clients.health.weights import Component
from ledgerkit.clients.records.satisfaction import NPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.clients.health.components import HealthFacts
    from ledgerkit.clients.records.record import Survey

_OVERDUE_DAYS, _SILENT_GAPS = 60, 3
#: The highest answers of a detractor (out of ten) and of the unhappy (of five).
_DETRACTOR, _UNHAPPY = Decimal("0.6"), Decimal("0.4")


class Cause(StrEnum):
    """Why a client needs attention; the value says it of many."""

    OVERDUE = f"overdue for more than {_OVERDUE_DAYS} days"
    RHYTHM = "silent for more than three of their own gaps"
    RENEWAL = "with a contract inside its notice and no open opportunity"
    SURVEY = "with a bad answer that nobody followed up"
    DISPUTE = "with an open dispute"


#: The component of the score with the same meaning.
SAME_COMPONENT: Mapping[Cause, Component] = {
    Cause.OVERDUE: Component.OVERDUE,
    Cause.RHYTHM: Component.RHYTHM,
    Cause.SURVEY: Component.SATISFACTION,
    Cause.DISPUTE: Component.CASES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One warning sign.

    Attributes:
        cause: The cause.
        words: The finding, in words.
    """

    cause: Cause
    words: str


def triggers(facts: HealthFacts) -> Iterator[Trigger]:
    """Every warning sign, in the order of the causes."""
    for cause, words in _found(facts):
        yield Trigger(cause=cause, words=words)


def _found(facts: HealthFacts) -> Iterator[tuple[Cause, str]]:
    if facts.debt.oldest_days > _OVERDUE_DAYS:
        yield Cause.OVERDUE, f"overdue for {facts.debt.oldest_days} days"
    silence = facts.measures.rhythm.silence if facts.measures else None
    if silence is not None and silence > _SILENT_GAPS:
        yield Cause.RHYTHM, f"silent for {tenth(silence)} of its own gaps"
    for name in facts.renewals_at_risk:
        words = f"{name}: inside its notice, and no opportunity is open"
        yield Cause.RENEWAL, words
    survey = facts.survey
    if survey and _is_negative(survey) and not facts.spoken_since_survey:
        answer = f"answered {survey.score} of {survey.scale} on {survey.day}"
        yield Cause.SURVEY, f"{answer}, and nobody spoke with it since"
    for dispute in facts.disputes:
        yield Cause.DISPUTE, f"open dispute {dispute}"


def _is_negative(survey: Survey) -> bool:
    limit = _DETRACTOR if survey.instrument == NPS else _UNHAPPY
    return survey.score <= limit * survey.scale
