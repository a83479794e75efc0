"""What an asset has lost in value by a day, by each method.

Every method gives the *accumulated* amount, rounded once, and what is booked is the
difference of two of these: so the parts sum to the whole, however a life is divided.
Rounded month by month, 1,000 over 60 months would be 1,000.20.

Sources: US Internal Revenue Service, Publication 946, table A-1 (MACRS); Italy, TUIR
art. 102 c. 2 (half in the first year); Germany, EStG §7 (2) and (3) (declining, and the
change to linear).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from ledgerkit.general_ledger.schedules.months import (
    months_ended,
    rounded_fraction,
    share_of,
)
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.period import FiscalYearEnd

_DAY = timedelta(days=1)
_MONTHS_OF_YEAR = 12


class Depreciation(Protocol):
    """How an asset loses value."""

    def accumulated(self, day: date) -> Decimal:
        """What it has lost by the end of a day, in whole months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightLine:
    """The same for each month.

    Attributes:
        amount: All that it loses: cost less residual value.
        start: The first day; its month counts whole.
        months: The life.
        quantum: The currency's smallest unit.
    """

    amount: Decimal
    start: date
    months: Fraction
    quantum: Decimal

    def accumulated(self, day: date) -> Decimal:
        """What it has lost by the end of a day."""
        share = months_ended(self.start, day) / self.months
        return share_of(self.amount, share, self.quantum)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPart:
    """What an asset loses in a fiscal year.

    Attributes:
        first: The first day that counts.
        last: The last day of the fiscal year.
        months: The months among them in which it loses value.
        amount: What it loses.
    """

    first: date
    last: date
    months: int
    amount: Decimal


class YearByYear:
    """An amount for each fiscal year, spread over its months."""

    def __init__(self, years: Sequence[YearPart], quantum: Decimal) -> None:
        """Take what it loses in each year, in order."""
        self.years = years
        self._quantum = quantum
        self._lasts = [year.last for year in years]
        self._sums = list(accumulate((y.amount for y in years), initial=ZERO))

    def accumulated(self, day: date) -> Decimal:
        """What it has lost by the end of a day."""
        ended = bisect_right(self._lasts, day)
        lost = self._sums[ended]
        if ended < len(self.years) and day >= self.years[ended].first:
            year = self.years[ended]
            share = Fraction(months_ended(year.first, day), year.months)
            lost += share_of(year.amount, share, self._quantum)
        return lost

    def until_year_of(self, day: date, share: Fraction) -> Decimal:
        """What it has lost before a day's year, and a share of what is lost in that."""
        ended = bisect_left(self._lasts, day)
        lost = self._sums[ended]
        if 0 < ended < len(self.years):
            lost += share_of(self.years[ended].amount, share, self._quantum)
        return lost


def _years(start: date, fiscal: FiscalYearEnd) -> Iterator[tuple[date, date, int]]:
    """First day, last day and months of each fiscal year from a day on."""
    first = start
    while True:
        last = fiscal.year_of(first).last
        months = months_ended(first, last)
        if months:
            yield first, last, months
        first = last + _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Declining:
    """A yearly rate of what is left, until linear on the rest is more.

    Attributes:
        cost: What it cost.
        residual: What is left at the end.
        start: The first day; its month counts whole.
        months: The life.
        rate: The yearly rate: 30 percent is 3/10.
        quantum: The currency's smallest unit.
    """

    cost: Decimal
    residual: Decimal
    start: date
    months: int
    rate: Fraction
    quantum: Decimal

    def plan(self, fiscal: FiscalYearEnd) -> YearByYear:
        """What it loses in each fiscal year."""
        return YearByYear(list(self._parts(fiscal)), self.quantum)

    def _parts(self, fiscal: FiscalYearEnd) -> Iterator[YearPart]:
        value, left = Fraction(self.cost), self.months
        for first, last, whole in _years(self.start, fiscal):
            months = min(whole, left)
            rest = value - Fraction(self.residual)
            if not left or not rest:
                return
            falling = value * self.rate * months / _MONTHS_OF_YEAR
            amount = min(rest, max(falling, rest * months / left))
            lost = rounded_fraction(amount, self.quantum)
            if months == left:
                # All that is left, and not what it rounds to.
                lost = self.cost - self.residual - self._lost(value)
            yield YearPart(first=first, last=last, months=months, amount=lost)
            value -= Fraction(lost)
            left -= months

    def _lost(self, value: Fraction) -> Decimal:
        return self.cost - rounded_fraction(value, self.quantum)


class EndedInAYear:
    """What a table of a law lets an asset lose that doesn't live to its end."""

    def __init__(self, plan: YearByYear, day: date, share: Fraction) -> None:
        """Take the plan, the day of the end, and its share of that year's amount.

        In the year of purchase the share is nothing.
        """
        self._plan, self._day = plan, day
        self._lost = plan.until_year_of(day, share)

    def accumulated(self, day: date) -> Decimal:
        """What it has lost by the end of a day."""
        return self._lost if day >= self._day else self._plan.accumulated(day)


def by_shares(
    amount: Decimal,
    start: date,
    shares: Sequence[Fraction],
    fiscal: FiscalYearEnd,
    quantum: Decimal,
) -> YearByYear:
    """A share of an amount for each fiscal year, whenever in the first it begins.

    Args:
        amount: All that is lost.
        start: The first day.
        shares: Of each year; their sum is 1.
        fiscal: When fiscal years end.
        quantum: The currency's smallest unit.
    """
    sums = [share_of(amount, share, quantum) for share in accumulate(shares)]
    parts = [
        YearPart(first=first, last=last, months=months, amount=after - before)
        for (first, last, months), before, after in zip(
            _years(start, fiscal), [ZERO, *sums], sums, strict=False
        )
    ]
    return YearByYear(parts, quantum)


def half_in_the_first_year(rate: Fraction) -> Sequence[Fraction]:
    """The shares of a coefficient of which the first year has half.

    >>> [str(share) for share in half_in_the_first_year(Fraction(2, 5))]
    ['1/5', '2/5', '2/5']
    """
    shares, left = [rate / 2], 1 - rate / 2
    while left > 0:
        shares.append(min(rate, left))
        left -= shares[-1]
    return shares
