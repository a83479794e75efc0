"""A total that grows day by day, and can be asked for on any of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class RunningTotal:
    """Amounts by day; all are added before the first question."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._moved: dict[date, Decimal] = defaultdict(Decimal)

    def add(self, day: date, amount: Decimal) -> None:
        """Add an amount on a day."""
        self._moved[day] += amount

    def until(self, day: date) -> Decimal:
        """The total at the end of a day."""
        days, totals = self._totals
        place = bisect_right(days, day)
        return totals[place - 1] if place else ZERO

    def between(self, first: date, last: date) -> Decimal:
        """What was added from one day to another, both with it."""
        before = self.before(first)
        return self.until(last) - before

    def before(self, day: date) -> Decimal:
        """The total at the end of the day before."""
        days, totals = self._totals
        place = bisect_right(days, day)
        if place and days[place - 1] == day:
            place -= 1
        return totals[place - 1] if place else ZERO

    @cached_property
    def _totals(self) -> tuple[Sequence[date], Sequence[Decimal]]:
        days = sorted(self._moved)
        return days, list(accumulate(self._moved[day] for day in days))
