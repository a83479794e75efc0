"""A day as people type it: one reader for options, questions and forms.

The form is that of the ledger, year first. Any other is refused with the day that it
may be, or the two: ``03/04/2026`` is in March for some and in April for others.
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
#: As ISO 8601 was written once; the first two digits may as well be the day's.
_SHORT_YEAR_FIRST = re.compile(r"(\d{2})-(\d{1,2})-(\d{1,2})")
_IN_WORDS = (
    *("%d %b %Y", "%d %B %Y", "%d. %B %Y", "%b %d, %Y", "%B %d, %Y"),
    *("%b %d %Y", "%B %d %Y", "%d-%b-%Y"),
)
#: Two digits are of a year from 1970 to 2069, as for Python.
_CENTURY, _YEAR_MIN = 2000, 1


def read_day(text: str) -> date:
    """The day in a text with the year first: ``2026-01-31``, ``2026/1/31``.

    Raises:
        ValueError: If it is no such text, or no day; the message says what to write.

    >>> read_day("2026-1-31")
    datetime.date(2026, 1, 31)
    >>> read_day("03/04/2026")
    Traceback (most recent call last):
    ValueError: "03/04/2026" may be 2026-04-03 or 2026-03-04; write one of them
    """
    bare = text.strip()
    parts = _year_month_day(bare)
    if parts is not None:
        wrong = impossible_day(bare)
        if wrong:
            raise ValueError(wrong)
        return date(*parts)
    readings = day_readings(bare)
    if len(readings) == 1:
        raise ValueError(f'"{text}" is not written year first; write {readings[0]}')
    if readings:
        either = " or ".join(map(str, readings))
        raise ValueError(f'"{text}" may be {either}; write one of them')
    wrong = impossible_day(bare)
    raise ValueError(wrong or f'"{text}" is no day; write it as 2026-01-31')


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)
    return int(year), int(month), int(day)


def day_readings(text: str) -> Sequence[date]:
    """The days that a text in another form may be, day before month first.

    >>> [str(day) for day in day_readings("15/04/2026")]
    ['2026-04-15']
    >>> [str(day) for day in day_readings("3.4.26")]
    ['2026-04-03', '2026-03-04']
    >>> [str(day) for day in day_readings("26-02-16")]
    ['2016-02-26', '2026-02-16']
    """
    bare = text.strip()
    match = _YEAR_LAST.fullmatch(bare)
    if match is None:
        return _in_words(bare)
    first, _mark, second, year_text = match.groups()
    forms = [(year_text, second, first), (year_text, first, second)]
    short = _SHORT_YEAR_FIRST.fullmatch(bare)
    if short is not None:
        forms.append((short[1], short[2], short[3]))
    days = []
    for year, month, day in forms:
        with suppress(ValueError):
            days.append(date(_whole_year(year), int(month), int(day)))
    return list(dict.fromkeys(days))


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (_CENTURY if year < 70 else _CENTURY - 100)


def _in_words(text: str) -> Sequence[date]:
    for form in _IN_WORDS:
        with suppress(ValueError):
            return [datetime.strptime(text, form).date()]
    return []


def _impossible_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text with the year last that is no day in any order."""
    match = _YEAR_LAST.fullmatch(text)
    if match is None or day_readings(text):
        return None
    day, month, year = int(match[1]), int(match[3]), _whole_year(match[4])
    return (year, month, day) if month <= 12 else (year, day, month)


def impossible_day(text: str) -> str | None:
    """Why a day is in no calendar; None if it is in one, or the text is no day.

    >>> impossible_day("2026-02-30")
    '2026-02-30 is no day: February 2026 has 28 days'
    >>> impossible_day("30/02/2026"), impossible_day("15/04/2026")
    ('30/02/2026 is no day: February 2026 has 28 days', None)
    """
    parts = _year_month_day(text.strip()) or _impossible_parts(text.strip())
    if parts is None:
        return None
    year, month, day = parts
    if year < _YEAR_MIN:
        return f"{text} is no day: there is no year 0"
    if not 1 <= month <= 12:
        swapped = ""
        with suppress(ValueError):
            swapped = f"; write {date(year, day, month)} if they are swapped"
        return f"{text} is no day: a year has 12 months{swapped}"
    length = calendar.monthrange(year, month)[1]
    if 1 <= day <= length:
        return None
    return f"{text} is no day: {calendar.month_name[month]} {year} has {length} days"
