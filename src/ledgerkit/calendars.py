"""Days and months, as accounting counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def month_end(day: date) -> date:
    """The last day of that day's month.

    >>> month_end(date(2024, 2, 10))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def first_of_months(last: date, months: int) -> date:
    """The first day of a number of whole months that end on ``last``.

    >>> first_of_months(date(2025, 12, 31), 12), first_of_months(date(2026, 3, 15), 1)
    (datetime.date(2025, 1, 1), datetime.date(2026, 2, 16))
    """
    index = last.year * 12 + last.month - 1 - months
    if index < 12:  # Before the year 1 there are no days.
        return date.min
    before = date(index // 12, index % 12 + 1, 1)
    end = month_end(before)
    day = end.day if last == month_end(last) else min(last.day, end.day)
    return before.replace(day=day) + timedelta(days=1)


def month_ends_before(day: date, count: int) -> list[date]:
    """The last days of the ``count`` months before that of ``day``, the earliest first.

    >>> month_ends_before(date(2026, 3, 31), 2)
    [datetime.date(2026, 1, 31), datetime.date(2026, 2, 28)]
    """
    ends: list[date] = []
    first = day.replace(day=1)
    while len(ends) < count and first > date.min:
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def months_after(day: date, months: int) -> date:
    """The same day some months later: of a month's end, that month's end.

    >>> months_after(date(2026, 2, 28), 1), months_after(date(2026, 1, 30), 1)
    (datetime.date(2026, 3, 31), datetime.date(2026, 2, 28))
    """
    year, before = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = month_end(date(year, before + 1, 1))
    return last if day == month_end(day) else last.replace(day=min(day.day, last.day))


def last_month_end(day: date) -> date:
    """The latest month end up to a day.

    >>> last_month_end(date(2026, 1, 31)), last_month_end(date(2026, 3, 30))
    (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))
    """
    end = month_end(day)
    return end if end == day else day.replace(day=1) - timedelta(days=1)


def day_of_next_month(day: date, number: int) -> date:
    """Day ``number`` of the month after ``day``, or that month's end if it is shorter.

    >>> day_of_next_month(date(2026, 1, 5), 31)
    datetime.date(2026, 2, 28)
    """
    first = month_end(day) + timedelta(days=1)
    return first.replace(day=min(number, month_end(first).day))


def parse_iso_date(text: str) -> date | None:
    """The day written as ``YYYY-MM-DD``; None if it is not valid."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
