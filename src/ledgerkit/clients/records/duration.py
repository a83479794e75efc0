"""Durations as in ISO 8601: P30D, P2W, P3M, P1Y."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of months, and then of days."""

    months: int
    days: int

    def after(self, day: date) -> date:
        """The day this long after another; at most the month's last.

        >>> parse_duration("P1M").after(date(2025, 1, 31))
        datetime.date(2025, 2, 28)
        """
        return _moved(day, self.months, self.days)

    def before(self, day: date) -> date:
        """The day this long before another.

        >>> parse_duration("P60D").before(date(2025, 12, 31))
        datetime.date(2025, 11, 1)
        """
        return _moved(day, -self.months, -self.days)


def parse_duration(text: str) -> Duration:
    """Read a duration in years, months, weeks and days, without times of day.

    >>> parse_duration("P2W"), parse_duration("P1Y6M")
    (Duration(months=0, days=14), Duration(months=18, days=0))

    Raises:
        ValueError: If it is not a duration, or has no length.
    """
    match = _FORM.fullmatch(text)
    years, months, weeks, days = (
        (int(number or 0) for number in match.groups()) if match else (0, 0, 0, 0)
    )
    duration = Duration(years * 12 + months, weeks * 7 + days)
    if duration == Duration(0, 0):
        raise ValueError(f'"{text}" is no duration; write P30D, P2W, P3M or P1Y')
    return duration


def duration_or_none(text: str) -> Duration | None:
    """The same; None if empty or unreadable, which a check reports."""
    try:
        return parse_duration(text)
    except ValueError:
        return None


def _moved(day: date, months: int, days: int) -> date:
    try:
        index = day.year * 12 + day.month - 1 + months
        year, month = index // 12, index % 12 + 1
        last = monthrange(year, month)[1]
        return date(year, month, min(day.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError):  # Before the year 1, or after 9999.
        return date.max if months > 0 or days > 0 else date.min
