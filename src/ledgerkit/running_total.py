"""A total that grows day by day, for any day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    """Amounts by day; all are added before the first query.

    Attributes:
        moved: The amounts added on each day, in any order. To add many, add them here:
            a call for each would take longer than the adding.
    """

    def __init__(self) -> None:
        """Begin at zero."""
        self.moved: dict[date, Decimal] = defaultdict(Decimal)

    @property
    def first_day(self) -> date:
        """The first day with an amount; an error if there is none."""
        return self._totals[0][0]

    def last_day(self, day: date) -> date | None:
        """The latest day with an amount, up to a day; None before the first."""
        days, _totals = self._totals
        place = bisect_right(days, day)
        return days[place - 1] if place else None

    def until(self, day: date) -> Decimal:
        """The total at the end of a day."""
        days, totals = self._totals
        place = bisect_right(days, day)
        return totals[place - 1] if place else ZERO

    def between(self, first: date, last: date) -> Decimal:
        """The amounts added from one day to another, both included."""
        days, totals = self._totals
        start, end = bisect_left(days, first), bisect_right(days, last)
        until = totals[end - 1] if end else ZERO
        return until - (totals[start - 1] if start else ZERO)

    def before(self, day: date) -> Decimal:
        """The total at the end of the day before."""
        days, totals = self._totals
        place = bisect_left(days, day)
        return totals[place - 1] if place else ZERO

    @cached_property
    def _totals(self) -> tuple[Sequence[date], Sequence[Decimal]]:
        days = sorted(self.moved)
        return days, list(accumulate(map(self.moved.__getitem__, days)))
