"""The cash forecast, week by week.

It has two parts. The *middle path* has every amount move on its own middle day: it
is a list that adds up, line by line. The *band* is of the balance itself: with a
chance of 10, 50 and 90 % it is not higher (see `quantiles_of_sum`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.band import at_one_pace, quantiles_of_sum
from ledgerkit.banking.forecast.item import EARLY, LATE, MIDDLE
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.banking.forecast.item import ForecastItem

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period of days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CashGroup:
    """Accounts that are forecast together, in one currency.

    Attributes:
        name: From the accounts' ``forecast-group``; empty for all others.
        currency: Of the amounts.
        balance: Their balance.
        minimum: The least that should stay in them.
    """

    name: str
    currency: str
    balance: Decimal
    minimum: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumBreach:
    """A day on which the balance is below the minimum.

    Attributes:
        day: The day; for the band, the last of its period.
        balance: The balance.
    """

    day: date
    balance: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPeriod:
    """One period of a group. Money out is negative.

    Attributes:
        days: The days.
        opening: The opening balance, on the middle path.
        clients: Receipts from clients, likewise.
        vendors: Payments to vendors.
        other: Everything else, net.
        low: With a chance of 10 %, the closing balance is not higher.
        middle: Likewise with 50 %.
        high: Likewise with 90 %.
        lowest: The lowest balance at the end of any of its days, on the middle path.
        items: The items in it, on the middle path, by day.
    """

    days: Period
    opening: Decimal
    clients: Decimal
    vendors: Decimal
    other: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    lowest: MinimumBreach
    items: tuple[ForecastItem, ...]

    @property
    def closing(self) -> Decimal:
        """The closing balance, on the middle path."""
        return self.opening + self.clients + self.vendors + self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupForecast:
    """The forecast of one group and currency.

    Attributes:
        group: The group, with its balance now.
        periods: In order.
        later: The items after the last period, on the middle path, by day.
        not_counted: Items that may never move, and are not counted.
    """

    group: CashGroup
    periods: tuple[ForecastPeriod, ...]
    later: tuple[ForecastItem, ...]
    not_counted: tuple[ForecastItem, ...]

    @property
    def likely_breach(self) -> MinimumBreach | None:
        """The first period's lowest point below the minimum, on the middle path."""
        below = (p.lowest for p in self.periods)
        return next((b for b in below if b.balance < self.group.minimum), None)

    @property
    def possible_breach(self) -> MinimumBreach | None:
        """The first period that may end below the minimum with a chance of 10 %."""
        ends = (MinimumBreach(day=p.days.last, balance=p.low) for p in self.periods)
        return next((b for b in ends if b.balance < self.group.minimum), None)


def weeks_after(day: date, weeks: int) -> Sequence[Period]:
    """A number of calendar weeks, Monday to Sunday; the first may be shorter.

    It begins the day after, so only the rest of the current week is forecast.
    """
    periods, first = [], day + _DAY
    for _week in range(weeks):
        last = first + timedelta(days=6 - first.weekday())
        periods.append(Period(first=first, last=last))
        first = last + _DAY
    return periods


def days_of(periods: Sequence[Period]) -> Sequence[Period]:
    """Each day of some periods, as a period of its own."""
    first, last = periods[0].first, periods[-1].last
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [Period(first=day, last=day) for day in days]


def forecast_balances(
    groups: Iterable[CashGroup],
    items: Iterable[ForecastItem],
    periods: Sequence[Period],
) -> Sequence[GroupForecast]:
    """The forecast of each group, in the order of name and currency.

    Items of a group with no account in their currency make an empty one.

    Args:
        groups: The groups and their balances.
        items: The items, in any order; none before the first period.
        periods: Consecutive; the first begins the day after the balance.
    """
    by_key = {(group.name, group.currency): group for group in groups}
    by_group: dict[tuple[str, str], list[ForecastItem]] = defaultdict(list)
    for item in items:
        by_group[item.group, item.currency].append(item)
    return [
        _Forecaster(
            by_key.get(key)
            or CashGroup(name=key[0], currency=key[1], balance=ZERO, minimum=ZERO),
            by_group.get(key, []),
        ).forecast(periods)
        for key in sorted({*by_key, *by_group})
    ]


class _Forecaster:
    def __init__(self, group: CashGroup, items: Sequence[ForecastItem]) -> None:
        self._group = group
        dated = [(item.middle, item) for item in items]
        self._moving = sorted(
            ((day, item) for day, item in dated if day is not None),
            key=lambda dated_item: (dated_item[0], *_by_content(dated_item[1])),
        )
        never = [item for day, item in dated if day is None]
        self._never = sorted(never, key=_by_content)
        self._certain = [i for i in items if i.odds is None and i.day is not None]
        self._uncertain: dict[str, list[ForecastItem]] = defaultdict(list)
        self._odds = [item for item in items if item.odds is not None]

    def forecast(self, periods: Sequence[Period]) -> GroupForecast:
        end = periods[-1].last
        # In old books, most open amounts will hardly ever be paid.
        for item in self._odds:
            if item.chance_by(end):
                self._uncertain[item.party].append(item)
        return GroupForecast(
            group=self._group,
            periods=tuple(self._periods(periods)),
            later=tuple(item for day, item in self._moving if day > end),
            not_counted=tuple(self._never),
        )

    def _periods(self, periods: Sequence[Period]) -> Iterator[ForecastPeriod]:
        opening, place = self._group.balance, 0
        for days in periods:
            begin = place
            while place < len(self._moving) and self._moving[place][0] <= days.last:
                place += 1
            moving = self._moving[begin:place]
            low, middle, high = self._band(days.last)
            period = ForecastPeriod(
                days=days,
                opening=opening,
                clients=_sum(i for _d, i in moving if i.kind.is_from_client),
                vendors=_sum(i for _d, i in moving if i.kind.is_to_vendor),
                other=_sum(i for _d, i in moving if _is_other(i)),
                low=low,
                middle=middle,
                high=high,
                lowest=_lowest(opening, days, moving),
                items=tuple(item for _day, item in moving),
            )
            yield period
            opening = period.closing

    def _band(self, day: date) -> Sequence[Decimal]:
        """The balance at the end of a day, at the three chances."""
        certain = self._group.balance + _sum(
            item for item in self._certain if item.day is not None and item.day <= day
        )
        outcomes = []
        for party in sorted(self._uncertain):
            expected = [(i.amount, i.chance_by(day)) for i in self._uncertain[party]]
            if any(chance for _amount, chance in expected):
                outcomes.append(at_one_pace(expected))
        amounts = quantiles_of_sum(outcomes, (EARLY, MIDDLE, LATE))
        return [certain + amount for amount in amounts]


def _lowest(
    opening: Decimal, days: Period, moving: Sequence[tuple[date, ForecastItem]]
) -> MinimumBreach:
    """The lowest balance at the end of a day, and the first such day."""
    by_day: dict[date, Decimal] = {days.first: ZERO}
    for day, item in moving:
        by_day[max(day, days.first)] = by_day.get(day, ZERO) + item.amount
    balance, ends = opening, []
    for day in sorted(by_day):
        balance += by_day[day]
        ends.append(MinimumBreach(day=day, balance=balance))
    return min(ends, key=lambda end: (end.balance, end.day))


def _is_other(item: ForecastItem) -> bool:
    return not (item.kind.is_from_client or item.kind.is_to_vendor)


def _sum(items: Iterable[ForecastItem]) -> Decimal:
    return sum((item.amount for item in items), ZERO)


def _by_content(item: ForecastItem) -> tuple[object, ...]:
    """A sort key that a rearranged file doesn't change."""
    return (item.kind.value, item.label, item.party, item.amount, item.reason)
