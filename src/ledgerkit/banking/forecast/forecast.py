"""The cash forecast, week by week.

The closing balance is the one figure that is counted on: as likely as not there will be
more. The *band* around it is of the balance itself: with a chance of 10 and 90 % it is
not higher (see `receipts_by`). Items have a day each, their own median; that all keep
theirs is unlikely, and the difference is the period's *timing*.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.band import counted_on_by, receipts_by
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.banking.forecast.item import ForecastItem

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
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
        opening: The opening balance: what the period before closes with.
        vendors: Payments to vendors.
        other: Everything else that is certain, net.
        closing: The closing balance: as likely as not it is more. Within the band.
        low: With a chance of 10 %, the closing balance is not higher.
        high: Likewise with 90 %.
        lowest: The lowest balance at the end of any of its days.
        items: The items with their day in it, by day.
    """

    days: Days
    opening: Decimal
    vendors: Decimal
    other: Decimal
    closing: Decimal
    low: Decimal
    high: Decimal
    lowest: MinimumBreach
    items: tuple[ForecastItem, ...]

    @property
    def clients(self) -> Decimal:
        """Receipts from clients: what brings the balance from opening to closing."""
        return self.closing - self.opening - self.vendors - self.other

    @property
    def timing(self) -> Decimal:
        """The receipts less those of the items, since not all keep their median day."""
        return self.clients - _sum(i for i in self.items if i.kind.is_from_client)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupForecast:
    """The forecast of one group and currency.

    Attributes:
        group: The group, with its balance now.
        periods: In order.
        later: The items after the last period, by day.
        not_counted: Items that may never move, and are not counted.
    """

    group: CashGroup
    periods: tuple[ForecastPeriod, ...]
    later: tuple[ForecastItem, ...]
    not_counted: tuple[ForecastItem, ...]

    @property
    def likely_breach(self) -> MinimumBreach | None:
        """The first period's lowest point below the minimum."""
        below = (p.lowest for p in self.periods)
        return next((b for b in below if b.balance < self.group.minimum), None)

    @property
    def possible_breach(self) -> MinimumBreach | None:
        """The first period that may end below the minimum with a chance of 10 %."""
        ends = (MinimumBreach(day=p.days.last, balance=p.low) for p in self.periods)
        return next((b for b in ends if b.balance < self.group.minimum), None)


def weeks_after(day: date, weeks: int) -> Sequence[Days]:
    """A number of calendar weeks, Monday to Sunday; the first may be shorter.

    It begins the day after, so only the rest of the current week is forecast.
    """
    periods, first = [], day + _DAY
    for _week in range(weeks):
        last = first + timedelta(days=6 - first.weekday())
        periods.append(Days(first=first, last=last))
        first = last + _DAY
    return periods


def days_of(periods: Sequence[Days]) -> Sequence[Days]:
    """Each day of some periods, as a period of its own."""
    first, last = periods[0].first, periods[-1].last
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [Days(first=day, last=day) for day in days]


def forecast_balances(
    groups: Iterable[CashGroup],
    items: Iterable[ForecastItem],
    periods: Sequence[Days],
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
        self._certain = [item for item in items if item.is_certain]
        self._uncertain = [
            item for item in items if item.odds is not None or item.is_unknown
        ]
        dated = [(_listed_on(item), item) for item in items]
        self._moving = sorted(
            ((day, item) for day, item in dated if day is not None),
            key=lambda dated_item: (dated_item[0], *_by_content(dated_item[1])),
        )
        never = [item for day, item in dated if day is None]
        self._never = sorted(never, key=_by_content)

    def forecast(self, periods: Sequence[Days]) -> GroupForecast:
        end = periods[-1].last
        # In old books, most open amounts will hardly ever be paid.
        self._uncertain = [item for item in self._uncertain if item.chance_by(end)]
        return GroupForecast(
            group=self._group,
            periods=tuple(self._periods(periods)),
            later=tuple(item for day, item in self._moving if day > end),
            not_counted=tuple(self._never),
        )

    def _periods(self, periods: Sequence[Days]) -> Iterator[ForecastPeriod]:
        opening, place = self._group.balance, 0
        for days in periods:
            begin = place
            while place < len(self._moving) and self._moving[place][0] <= days.last:
                place += 1
            items = tuple(item for _day, item in self._moving[begin:place])
            low, closing, high = self._balances(days.last)
            certain = [item for item in items if item.is_certain]
            yield ForecastPeriod(
                days=days,
                opening=opening,
                vendors=_sum(i for i in certain if i.kind.is_to_vendor),
                other=_sum(i for i in certain if _is_other(i)),
                closing=closing,
                low=low,
                high=high,
                lowest=self._lowest(days, certain, closing),
                items=items,
            )
            opening = closing

    def _balances(self, day: date) -> tuple[Decimal, Decimal, Decimal]:
        """The balance at the end of a day: low, expected and high."""
        certain = self._certain_by(day)
        receipts = receipts_by(self._uncertain, day)
        return (
            certain + receipts.low,
            certain + receipts.expected,
            certain + receipts.high,
        )

    def _certain_by(self, day: date) -> Decimal:
        """The balance at the end of a day, with what is certain alone."""
        return self._group.balance + _sum(
            item for item in self._certain if item.day is not None and item.day <= day
        )

    def _expected(self, day: date) -> Decimal:
        """The balance expected at the end of a day."""
        return self._certain_by(day) + counted_on_by(self._uncertain, day)

    def _lowest(
        self, days: Days, certain: Iterable[ForecastItem], closing: Decimal
    ) -> MinimumBreach:
        """The lowest balance at the end of a day, and the first such day.

        Between payments the balance only rises, so that only their days are asked.
        """
        ends = {days.last: closing}
        for item in certain:
            day = max(item.day or days.first, days.first)
            if item.amount < 0 and day not in ends:
                ends[day] = self._expected(day)
        if days.first not in ends:
            ends[days.first] = self._expected(days.first)
        day = min(ends, key=lambda day: (ends[day], day))
        return MinimumBreach(day=day, balance=ends[day])


def _listed_on(item: ForecastItem) -> date | None:
    """The day in whose period an item is listed; the last one for later."""
    day = item.middle
    if day is not None and item.day is None and item.frozen and day > item.frozen:
        return date.max
    return day


def _is_other(item: ForecastItem) -> bool:
    return not (item.kind.is_from_client or item.kind.is_to_vendor)


def _sum(items: Iterable[ForecastItem]) -> Decimal:
    return sum((item.amount for item in items), ZERO)


def _by_content(item: ForecastItem) -> tuple[object, ...]:
    """A sort key that a rearranged file doesn't change."""
    return (item.kind.value, item.label, item.party, item.amount, item.reason)
