"""The twelve months up to a day, and the twelve before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ledgerkit.calendars import first_of_months


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period from one day to another, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1


def same_day_years_ago(day: date, years: int) -> date:
    """The same day of the same month some years ago; of a month's end, that month's.

    The months of the year before are then whole months too, whether or not February
    has 29 days. A 29 February that is missing is the 28th, and in the year 1 the
    calendar begins.

    >>> same_day_years_ago(date(2024, 2, 29), 1), same_day_years_ago(
    ...     date(2025, 2, 28), 1
    ... )
    (datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))
    """
    if not years:
        return day
    after = first_of_months(day, 12 * years)
    return after if after == date.min else after - timedelta(days=1)


def twelve_months(until: date, *, years_ago: int = 0) -> Stretch:
    """The twelve months that end on a day, or on that day some years ago.

    At a month's end they are twelve whole months; else they end on the same day of the
    month. No day is in two of them, and none is left out between.

    >>> twelve_months(date(2026, 3, 31))
    Stretch(first=datetime.date(2025, 4, 1), last=datetime.date(2026, 3, 31))
    >>> twelve_months(date(2025, 2, 28), years_ago=1)
    Stretch(first=datetime.date(2023, 3, 1), last=datetime.date(2024, 2, 29))
    """
    last = same_day_years_ago(until, years_ago)
    return Stretch(first_of_months(until, 12 * (years_ago + 1)), last)
