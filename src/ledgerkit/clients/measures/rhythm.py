"""How often a client buys, and whether it has been silent for too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRule:
    """When a silent client counts as lost.

    Attributes:
        gaps: After this many of its usual gaps between invoices.
        days: But not before this many days.
    """

    gaps: Decimal = Decimal(3)
    days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a client bought.

    Attributes:
        invoices: The number of days.
        first: The first of them; None if there was none.
        last: The last of them.
        gap: Median number of days from one to the next; None with fewer than two
            days, as one invoice is no rhythm.
        silent_days: Days since the last.
    """

    invoices: int
    first: date | None
    last: date | None
    gap: Decimal | None
    silent_days: int | None

    @property
    def silence(self) -> Decimal | None:
        """Days since the last invoice in gaps; None without a rhythm."""
        if self.gap is None or self.silent_days is None:
            return None
        return Decimal(self.silent_days) / self.gap

    @property
    def next_expected(self) -> date | None:
        """The day of the last invoice plus a median gap; None without a rhythm.

        None, too, where the calendar ends before it.
        """
        if self.gap is None or self.last is None:
            return None
        days = int(self.gap.to_integral_value())
        if days > (date.max - self.last).days:
            return None
        return self.last + timedelta(days=days)

    def is_lost(self, rule: LossRule) -> bool:
        """Whether the client has been silent for longer than the rule allows."""
        if self.silent_days is None:
            return False
        least = Decimal(rule.days)
        if self.gap is not None:
            least = max(least, rule.gaps * self.gap)
        return self.silent_days > least


def rhythm(days: Sequence[date], as_of: date) -> Rhythm:
    """The rhythm of a client that bought on these days.

    Args:
        days: Ascending, each once, none after ``as_of``.
        as_of: The day.
    """
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    return Rhythm(
        invoices=len(days),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        gap=median(gaps) if gaps else None,
        silent_days=(as_of - days[-1]).days if days else None,
    )


def median(rising: Sequence[int]) -> Decimal:
    """The median of ascending numbers; half-way between the two in the middle.

    >>> median([30, 31, 92]), median([30, 31])
    (Decimal('31'), Decimal('30.5'))
    """
    middle = len(rising) // 2
    if len(rising) % 2:
        return Decimal(rising[middle])
    return Decimal(rising[middle - 1] + rising[middle]) / 2
