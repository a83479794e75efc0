"""Days and months, where accounting counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def month_end(day: date) -> date:
    """The last day of that day's month.

    >>> month_end(date(2024, 2, 10))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def day_of_next_month(day: date, number: int) -> date:
    """Day ``number`` of the month after ``day``, or that month's end if it is shorter.

    >>> day_of_next_month(date(2026, 1, 5), 31)
    datetime.date(2026, 2, 28)
    """
    first = month_end(day) + timedelta(days=1)
    return first.replace(day=min(number, month_end(first).day))


def parse_iso_date(text: str) -> date | None:
    """The day that ``YYYY-MM-DD`` names; None if it names none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
