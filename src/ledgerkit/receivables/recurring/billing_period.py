"""The billing periods of a recurring invoice, one after the other without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.receivables.recurring.recurrence import Recurrence

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingPeriod:
    """The period that one recurring invoice covers.

    Attributes:
        first: First day.
        last: Last day.
        whole_first: First day of the whole period, of which this may be a part.
        whole_last: Last day of the whole period.
        issued: The invoice's date.
    """

    first: date
    last: date
    whole_first: date
    whole_last: date
    issued: date

    @property
    def is_broken(self) -> bool:
        """Whether it is shorter than the whole period."""
        return (self.first, self.last) != (self.whole_first, self.whole_last)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStretch:
    """A stretch of time under one rule.

    Attributes:
        start: First day of its first period.
        recurrence: The rule.
        in_arrears: Whether an RRULE names the last days of periods, when the invoice
            is issued, and not the first ones.
    """

    start: date
    recurrence: Recurrence
    in_arrears: bool = False

    def first_days(self) -> Iterator[tuple[date, date]]:
        """The first day of each period, and that of the whole period."""
        shift = _DAY if self.in_arrears and self.recurrence.rrule else timedelta()
        days = (day + shift for day in self.recurrence.days_from(self.start))
        first = next(days, None)
        if first != self.start:
            before = self.recurrence.latest_before(self.start)
            yield self.start, before + shift if before else self.start
        if first is not None:
            yield first, first
        for day in days:
            yield day, day


def billing_periods(
    stretches: Sequence[RuleStretch], *, until: date | None, issued_after: int = 0
) -> Iterator[BillingPeriod]:
    """Every period, in order; endless if nothing ends it.

    Each period starts the day after the one before. The last period before a change
    of rule, or before the template ends, may be broken.

    Args:
        stretches: The rules, in order of the day they take effect.
        until: The last day of all; None if there is none.
        issued_after: Days from the period's first day (in arrears: last day) to the
            invoice's date.
    """
    for number, stretch in enumerate(stretches):
        following = stretches[number + 1 :]
        end = following[0].start - _DAY if following else None
        if until is not None and (end is None or until < end):
            end = until
        for first, last, whole_first, whole_last in _cut(stretch, end):
            day = last if stretch.in_arrears else first
            yield BillingPeriod(
                first=first,
                last=last,
                whole_first=whole_first,
                whole_last=whole_last,
                issued=day + timedelta(days=issued_after),
            )


def _cut(
    stretch: RuleStretch, end: date | None
) -> Iterator[tuple[date, date, date, date]]:
    """First and last day of each period, and of the whole period it is part of."""
    days = stretch.first_days()
    first, whole_first = next(days, (None, None))
    for next_first, next_whole in days:
        assert first is not None
        assert whole_first is not None
        if end is not None and first > end:
            return
        whole_last = next_first - _DAY
        yield first, min(whole_last, end or whole_last), whole_first, whole_last
        first, whole_first = next_first, next_whole
