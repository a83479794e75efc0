"""The twelve months up to a day, and the twelve before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


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
    """The same date some years ago; 28 February for the 29th.

    >>> same_day_years_ago(date(2024, 2, 29), 1)
    datetime.date(2023, 2, 28)
    """
    year = max(day.year - years, date.min.year)
    is_leap_day = years and (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else day.replace(year=year)


def twelve_months(until: date, *, years_ago: int = 0) -> Stretch:
    """The twelve months that end on a day, or on that day some years ago.

    >>> twelve_months(date(2026, 3, 31))
    Stretch(first=datetime.date(2025, 4, 1), last=datetime.date(2026, 3, 31))
    """
    last = same_day_years_ago(until, years_ago)
    before = same_day_years_ago(until, years_ago + 1)
    return Stretch(before + timedelta(days=1), last)
