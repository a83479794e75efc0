"""What may be sold: how far each opportunity is, and what it is likely worth."""

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
        record: What was written of it.
        client: Id of the client.
        stage: How far it is; empty if nobody said.
        stage_since: From when it has been there.
        probability: How likely it is to be won, from 0 to 1: its own, else the
            stage's; None if neither is known.
        amount: What it is worth; None if nobody said.
        currency: Of the amount.
        close_date: When it is expected to be decided.
        slips: How often that was moved later.
        slipped_days: By how many days in all, from the first to the present one.
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
        """Its amount times its probability; None where one of them is unknown."""
        if self.amount is None or self.probability is None:
            return None
        return self.amount * self.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class WinRate:
    """Of what was decided in some time, how much was won.

    Attributes:
        won: How many were won.
        lost: How many were lost.
        won_amount: What the won ones are worth, by currency.
        lost_amount: What the lost ones were.
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
        """The same of amounts in a currency."""
        won = self.won_amount.get(currency, ZERO)
        decided = won + self.lost_amount.get(currency, ZERO)
        return won / decided if decided else None


def all_opportunities(
    relations: Relations, stages: Stages, as_of: date
) -> Sequence[Opportunity]:
    """Every opportunity as at a day, decided ones too, by id."""
    return [
        _opportunity(relations, record, stages, as_of)
        for record in relations.all(RecordKind.OPPORTUNITY, as_of)
    ]


def win_rate(
    decided: Iterable[Opportunity], stages: Stages, within: Stretch
) -> WinRate:
    """Won over won and lost, of those that came to it within some time.

    Args:
        decided: Opportunities; those still open don't count.
        stages: Which are won, and which lost.
        within: The days that count, by when they were won or lost.
    """
    there = [one for one in decided if one.stage_since in within]
    won = [one for one in there if stages.is_won(one.stage)]
    lost = [one for one in there if stages.is_lost(one.stage)]
    return WinRate(
        won=len(won),
        lost=len(lost),
        won_amount=amounts(won),
        lost_amount=amounts(lost),
    )


def won_not_invoiced(
    found: Iterable[Opportunity],
    stages: Stages,
    last_invoiced: Mapping[str, date],
    *,
    days: int,
    as_of: date,
) -> Sequence[Opportunity]:
    """What was won long enough ago, and its client not invoiced since.

    Args:
        found: Opportunities.
        stages: Which are won.
        last_invoiced: When each client was last invoiced.
        days: For how long that is no wonder.
        as_of: The day of asking.
    """
    until = date.fromordinal(max(as_of.toordinal() - days, 1))
    return [
        one
        for one in found
        if stages.is_won(one.stage) and one.stage_since <= until
        if one.client not in last_invoiced
        or last_invoiced[one.client] < one.stage_since
    ]


def amounts(found: Iterable[Opportunity]) -> Mapping[str, Decimal]:
    """What opportunities are worth together, by currency."""
    return _sums((one.currency, one.amount) for one in found)


def weighted_amounts(found: Iterable[Opportunity]) -> Mapping[str, Decimal]:
    """The same, each times its probability."""
    return _sums((one.currency, one.weighted) for one in found)


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
        # A stage that is written again without change goes on.
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
    own = record.number("probability")
    return of_stage if own is None else own
