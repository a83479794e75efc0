"""What each settlement of a document in a foreign currency has gained or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.currencies.carried import SettledAt, settled_at
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeResult:
    """A settlement, with what it has gained; a loss is negative.

    Attributes:
        settled: What was settled, and what it was carried at.
        worth: What was received or paid for it, in the currency of the books.
        gain: What it was worth more than it was carried at, for us.
        booked: How much of that is on accounts of exchange gains.
    """

    settled: SettledAt
    worth: Decimal
    gain: Decimal
    booked: Decimal


def exchange_results_between(
    source: Source, first: date, last: date
) -> Sequence[ExchangeResult]:
    """The results of all settlements between two days, both counted, by day."""
    by_transaction: dict[int, list[SettledAt]] = {}
    for side in Side:
        weights = source.exchange_weights[side]
        if not weights:
            continue
        indices = {id(posting): index for posting, index in source.origins(side)}
        for settled in settled_at(source.subledger(side, last).items, weights):
            if first <= settled.posting.day <= last and settled.booked is not None:
                index = indices[id(settled.posting)]
                by_transaction.setdefault(index, []).append(settled)
    return [
        result
        for index, of_transaction in sorted(by_transaction.items())
        for result in _results(source, index, of_transaction)
    ]


def _results(
    source: Source, index: int, settled: Sequence[SettledAt]
) -> Iterator[ExchangeResult]:
    """The results of one transaction: they sum to it, cent by cent."""
    currency = settled[0].currency
    gained = _gained(source, index, currency)
    booked = [each.booked or ZERO for each in settled]
    worths = _worths(settled, booked, gained)
    signs = [each.posting.side.sign for each in settled]
    gains = [
        sign * (worth - rounded(each.carried, currency))
        for sign, worth, each in zip(signs, worths, settled, strict=True)
    ]
    on_account = [
        sign * (worth - part)
        for sign, worth, part in zip(signs, worths, booked, strict=True)
    ]
    for each, worth, gain, part in zip(
        settled,
        worths,
        _in_cents(gains, currency),
        _in_cents(on_account, currency),
        strict=True,
    ):
        yield ExchangeResult(settled=each, worth=worth, gain=gain, booked=part)


def _worths(
    settled: Sequence[SettledAt], booked: Sequence[Decimal], gained: Decimal
) -> Sequence[Decimal]:
    """What was moved for each document: of one side, at one rate for all."""
    sides = {each.posting.side for each in settled}
    units = sum((each.units for each in settled), ZERO)
    if len(sides) == 1 and units and len({e.item.first.currency for e in settled}) == 1:
        [side] = sides
        whole = sum(booked, ZERO) + side.sign * gained
        return [whole * each.units / units for each in settled]
    sizes = sum((abs(part) for part in booked), ZERO)
    return [
        part + (each.posting.side.sign * gained * abs(part) / sizes if sizes else ZERO)
        for each, part in zip(settled, booked, strict=True)
    ]


def _gained(source: Source, index: int, currency: str) -> Decimal:
    """What a transaction posts to accounts of exchange gains; a gain is positive."""
    txn = source.directives[index]
    assert isinstance(txn, Transaction)
    sums = ZERO
    for posting in txn.postings:
        role = source.chart.role(posting.account)
        number, of = weight_of(posting)
        if role is not None and role.role is Role.EXCHANGE_GAIN and of == currency:
            sums -= number
    return sums


def _in_cents(parts: Sequence[Decimal], currency: str) -> Sequence[Decimal]:
    """Each part in whole cents; the last takes what they are out by."""
    cents = [rounded(part, currency) for part in parts]
    over = rounded(sum(parts, ZERO), currency) - sum(cents, ZERO)
    return [*cents[:-1], cents[-1] + over]
