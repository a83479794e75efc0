"""What-if scenarios, which change the items of a forecast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import days_after
from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledgerkit.errors import Place


#: A mistyped amount is reported, but forecast all the same.
_ANY_SIZE = Context(prec=MAX_PREC, rounding=ROUND_HALF_UP)


class ChangeKind(StrEnum):
    """The kinds of change in a scenario."""

    DELAY = "delay"
    """Clients, or one, pay so many days later."""
    UNPAID = "unpaid"
    """A client pays nothing any more."""
    REVENUE = "revenue"
    """What is not invoiced yet changes by so many percent."""
    AMOUNT = "amount"
    """An amount more, on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChange:
    """One change in a scenario.

    Attributes:
        kind: What it changes.
        client: Id of the client it concerns; empty for all.
        days: For a delay: days later.
        percent: For revenue: how much more, negative for less.
        amount: For an amount: positive is money in, negative money out.
        currency: Of the amount.
        day: The day it moves.
        account: The account it moves; empty if not stated.
        group: That account's group.
        text: Its description.
        tax: The tax code of an amount that is a sale or purchase, tax included; empty
            if it is none.
        place: Where it stands.
    """

    kind: ChangeKind
    client: str = ""
    days: int = 0
    percent: Decimal = ZERO
    amount: Decimal = ZERO
    currency: str = ""
    day: date
    account: str = ""
    group: str = ""
    text: str = ""
    tax: str = ""
    place: Place


def apply_scenario(
    name: str,
    changes: Sequence[ScenarioChange],
    items: Iterable[ForecastItem],
    *,
    after: date,
) -> Sequence[ForecastItem]:
    """The items of a forecast under a scenario.

    Args:
        name: The scenario's name; the reason of changed items quotes it.
        changes: In order.
        items: The items without it.
        after: The last day before the forecast: earlier additions are left out.
    """
    changed = list(items)
    for change in changes:
        if change.kind is not ChangeKind.AMOUNT:
            changed = [_changed(item, change, name) for item in changed]
        elif change.day > after:
            changed.append(_added(change, name))
    return changed


def _changed(item: ForecastItem, change: ScenarioChange, name: str) -> ForecastItem:
    if change.client and item.party != change.client:
        return item
    if change.kind is ChangeKind.REVENUE:
        if item.kind is ItemKind.RECURRING or (
            item.kind in {ItemKind.EXPECTED, ItemKind.PLANNED} and item.amount > 0
        ):
            return _scaled(item, change.percent, name)
        return item
    if not item.kind.is_from_client:
        return item
    if change.kind is ChangeKind.UNPAID:
        reason = f"not paid in scenario {name}"
        return replace(item, day=None, odds=None, is_unknown=False, reason=reason)
    return _delayed(item, change.days, name)


def _delayed(item: ForecastItem, days: int, name: str) -> ForecastItem:
    reason = f"{item.reason}; {days:+} days in scenario {name}"
    if not item.is_counted_on and item.odds is None:
        return item
    odds = item.odds and replace(item.odds, moved=item.odds.moved + days)
    day = None if item.day is None else days_after(item.day, days)
    return replace(item, day=day, odds=odds, reason=reason)


def _scaled(item: ForecastItem, percent: Decimal, name: str) -> ForecastItem:
    exact = item.amount * (100 + percent) / 100
    amount = exact.quantize(quantum(item.currency), context=_ANY_SIZE)
    reason = f"{item.reason}; {percent:+f} % in scenario {name}"
    return replace(item, amount=amount, reason=reason)


def _added(change: ScenarioChange, name: str) -> ForecastItem:
    return ForecastItem(
        kind=ItemKind.SCENARIO,
        label=change.text or name,
        group=change.group,
        currency=change.currency,
        amount=change.amount,
        day=change.day,
        reason=f"in scenario {name}",
        place=change.place,
        source=change,
    )
