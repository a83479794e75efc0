"""The sales pipeline: the stage and likely value of each opportunity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.clients.measures.year import Stretch
    from ledgerkit.clients.records.record import Record, Relations
    from ledgerkit.clients.records.stages import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """An opportunity as at a day.

    Attributes:
        record: Its record.
        client: Id of the client.
        stage: Its stage; empty if not stated.
        stage_since: The day it reached the stage.
        probability: The probability of winning it, from 0 to 1: its own, else the
            stage's; None if neither is known.
        amount: Its value; None if not stated.
        currency: Of the amount.
        close_date: The day a decision is expected.
        slips: How often that was postponed.
        slipped_days: Days from the first such date to the present one.
    """

    record: Record
    client: str
    stage: str
    stage_since: date
    probability: Decimal | None
    amount: Decimal | None
    currency: str
    close_date: date | None
    slips: int
    slipped_days: int

    @property
    def weighted(self) -> Decimal | None:
        """Its amount times its probability; None if either is unknown."""
        if self.amount is None or self.probability is None:
            return None
        return self.amount * self.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class WinRate:
    """How much was won of what was decided in a period.

    Attributes:
        won: The number won.
        lost: The number lost.
        won_amount: The value of those won, by currency.
        lost_amount: The value of those lost.
    """

    won: int
    lost: int
    won_amount: Mapping[str, Decimal]
    lost_amount: Mapping[str, Decimal]

    @property
    def by_count(self) -> Decimal | None:
        """Won over won and lost, from 0 to 1; None if nothing was decided."""
        decided = self.won + self.lost
        return (ZERO + self.won) / decided if decided else None

    def by_value(self, currency: str) -> Decimal | None:
        """The same by value in a currency."""
        won = self.won_amount.get(currency, ZERO)
        decided = won + self.lost_amount.get(currency, ZERO)
        return won / decided if decided else None


def all_opportunities(
    relations: Relations, stages: Stages, as_of: date
) -> Sequence[Opportunity]:
    """Every opportunity as at a day, including decided ones, by id."""
    return [
        _opportunity(relations, record, stages, as_of)
        for record in relations.all(RecordKind.OPPORTUNITY, as_of)
    ]


def win_rate(
    decided: Iterable[Opportunity], stages: Stages, within: Stretch
) -> WinRate:
    """Won over won and lost, of those decided in a period.

    Args:
        decided: Opportunities; those still open don't count.
        stages: The stages, which say what is won and lost.
        within: The period, by the day they were won or lost.
    """
    recent = [
        opportunity for opportunity in decided if opportunity.stage_since in within
    ]
    won = [opportunity for opportunity in recent if stages.is_won(opportunity.stage)]
    lost = [opportunity for opportunity in recent if stages.is_lost(opportunity.stage)]
    return WinRate(
        won=len(won),
        lost=len(lost),
        won_amount=amounts(won),
        lost_amount=amounts(lost),
    )


def won_not_invoiced(
    opportunities: Iterable[Opportunity],
    stages: Stages,
    last_invoiced: Mapping[str, date],
    *,
    days: int,
    as_of: date,
) -> Sequence[Opportunity]:
    """Opportunities won some time ago whose client has not been invoiced since.

    Args:
        opportunities: In any order.
        stages: The stages, which say what is won.
        last_invoiced: When each client was last invoiced.
        days: Days of grace after winning.
        as_of: The day.
    """
    until = date.fromordinal(max(as_of.toordinal() - days, 1))
    return [
        opportunity
        for opportunity in opportunities
        if stages.is_won(opportunity.stage) and opportunity.stage_since <= until
        if opportunity.client not in last_invoiced
        or last_invoiced[opportunity.client] < opportunity.stage_since
    ]


def amounts(opportunities: Iterable[Opportunity]) -> Mapping[str, Decimal]:
    """The total value of opportunities, by currency."""
    return _sums(
        (opportunity.currency, opportunity.amount) for opportunity in opportunities
    )


def weighted_amounts(opportunities: Iterable[Opportunity]) -> Mapping[str, Decimal]:
    """The same, each weighted by its probability."""
    return _sums(
        (opportunity.currency, opportunity.weighted) for opportunity in opportunities
    )


def _sums(pairs: Iterable[tuple[str, Decimal | None]]) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, amount in pairs:
        if amount is not None:
            sums[currency] = sums.get(currency, ZERO) + amount
    return dict(sorted(sums.items()))


def _opportunity(
    relations: Relations, record: Record, stages: Stages, as_of: date
) -> Opportunity:
    stage = record.text("stage")
    history = relations.amendments[RecordKind.OPPORTUNITY, record.id]
    since = record.declared
    closes: list[date] = []
    before = ""
    for amendment in history:
        if amendment.day > as_of:
            continue
        # A stage stated again unchanged goes on.
        if amendment.facts.get("stage", before) != before:
            before, since = amendment.facts["stage"], amendment.day
        if amendment.facts.get("close-date"):
            closes.append(amendment.facts["close-date"])
    return Opportunity(
        record=record,
        client=record.text("client"),
        stage=stage,
        stage_since=since,
        probability=_probability(record, stages),
        amount=record.number("amount"),
        currency=record.currency("amount"),
        close_date=record.day("close-date"),
        slips=sum(later > earlier for earlier, later in pairwise(closes)),
        slipped_days=(closes[-1] - closes[0]).days if closes else 0,
    )


def _probability(record: Record, stages: Stages) -> Decimal | None:
    of_stage = stages.probabilities.get(record.text("stage"))
    if of_stage is not None and not stages.is_open(record.text("stage")):
        return of_stage
    of_record = record.number("probability")
    return of_stage if of_record is None else of_record
