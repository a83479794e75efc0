"""Periods as accountants say them: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``.

A fiscal year is named after the year that Fava names it after: the one in which it
ends, unless the setting's month is above twelve.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end, months_after
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DAY = timedelta(days=1)
_WORD = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)
_MONTHS_OF_YEAR, _MONTHS_OF_QUARTER = 12, 3
#: The last month that a setting may name: the second year's December.
_LAST_MONTH = 24
HOW_TO_SAY = "write 2025, 2025-Q2, 2025-06 or FY2025"


class Interval(StrEnum):
    """A length of time that statements are split by."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from one to another, both counted.

    Attributes:
        first: The first day.
        last: The last day.
        label: What it is called: ``2025-Q2``, or both days.
    """

    first: date
    last: date
    label: str = ""

    def __post_init__(self) -> None:
        """Name it after its days, if nobody has."""
        if not self.label:
            object.__setattr__(self, "label", f"{self.first}..{self.last}")

    @property
    def before(self) -> date:
        """The day before it; on the calendar's first there is none."""
        return self.first - _DAY if self.first > date.min else self.first


class FiscalYearEnd:
    """When fiscal years end, as Fava's option ``fiscal-year-end`` says.

    Attributes:
        month: The month, 1 to 12.
        day: The day in it.
        later: The number of calendar years by which it ends after its name.
    """

    def __init__(self, text: str = "12-31") -> None:
        """Read ``MM-DD``; a month from 13 to 24 is one of the next year.

        Raises:
            ValueError: If it is no day of every year.
        """
        match = re.fullmatch(r"(\d{2})-(\d{2})", text.strip())
        months = int(match[1]) if match else 0
        if match is None or not 1 <= months <= _LAST_MONTH:
            raise ValueError(f'"{text}" is no day of a year, such as "06-30"')
        self.later, month = divmod(months - 1, _MONTHS_OF_YEAR)
        self.month, self.day = month + 1, int(match[2])
        try:
            # A year without a leap day, as every year has an end.
            date(2001, self.month, self.day)
        except ValueError:
            raise ValueError(f'"{text}" is not a day of every year') from None

    @property
    def is_calendar(self) -> bool:
        """Whether fiscal years are calendar years."""
        return (self.month, self.day, self.later) == (12, 31, 0)

    def year(self, name: int) -> Period:
        """The fiscal year of this name."""
        label = str(name) if self.is_calendar else f"FY{name}"
        before = self._end(name - 1)
        first = before + _DAY if before > date.min else before
        return Period(first, self._end(name), label)

    def year_of(self, day: date) -> Period:
        """The fiscal year that a day is in."""
        name = day.year - self.later
        if day > self._end(name):
            name += 1
        return self.year(name)

    def _end(self, name: int) -> date:
        """Its last day; at the ends of the calendar there may be none."""
        year = name + self.later
        if year < date.min.year:
            return date.min
        if year > date.max.year:
            return date.max
        return date(year, self.month, self.day)


def parse_period(text: str, fiscal: FiscalYearEnd) -> Period:
    """The period that a word names.

    Args:
        text: A year, a quarter, a month, a day, a fiscal year and its quarters, or two
            days as ``2025-01-01..2025-03-31``: without the first, from the beginning
            of the fiscal year.
        fiscal: When fiscal years end.

    Raises:
        UsageError: If it names none.
    """
    word = text.strip().upper()
    if ".." in word:
        return _from_days(word, fiscal)
    match = _WORD.fullmatch(word)
    if match is None:
        raise UsageError(f'"{text}" is no period; {HOW_TO_SAY}')
    try:
        return _read(match, fiscal, word)
    except (ValueError, OverflowError):
        raise UsageError(f'"{text}" is not in the calendar; {HOW_TO_SAY}') from None


def _from_days(text: str, fiscal: FiscalYearEnd) -> Period:
    first_text, _, last_text = text.partition("..")
    last = _day(last_text)
    year = fiscal.year_of(last)
    first = _day(first_text) if first_text else year.first
    if first > last:
        raise UsageError(f"the period ends on {last}, before it begins on {first}")
    if (first, last) == (year.first, year.last):
        return year
    return Period(first, last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'"{text}" is no day; write it as 2025-03-31') from None


def _read(match: re.Match[str], fiscal: FiscalYearEnd, label: str) -> Period:
    year = int(match["year"])
    if match["fiscal"]:
        return _fiscal(match, fiscal, label)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Period(day, day, label)
    if match["month"]:
        first = date(year, int(match["month"]), 1)
        return Period(first, month_end(first), label)
    if match["quarter"]:
        first = date(year, int(match["quarter"]) * _MONTHS_OF_QUARTER - 2, 1)
        return Period(first, _last_of(first, _MONTHS_OF_QUARTER), label)
    return Period(date(year, 1, 1), date(year, 12, 31), label)


def _fiscal(match: re.Match[str], fiscal: FiscalYearEnd, label: str) -> Period:
    whole = fiscal.year(int(match["year"]))
    if match["month"]:
        raise UsageError(f'"{label}": a month has no fiscal year; {HOW_TO_SAY}')
    if not match["quarter"]:
        return Period(whole.first, whole.last, label)
    if whole.first.day != 1:
        raise UsageError(
            f'"{label}": fiscal years that begin within a month have no quarters'
        )
    first = months_after(whole.first, (int(match["quarter"]) - 1) * _MONTHS_OF_QUARTER)
    return Period(first, _last_of(first, _MONTHS_OF_QUARTER), label)


def _last_of(first: date, months: int) -> date:
    after = months_after(first, months)
    # The calendar's last day has none after it.
    return after if after == date.max else after - _DAY


def split(whole: Period, interval: Interval, fiscal: FiscalYearEnd) -> Sequence[Period]:
    """A period by months, quarters or fiscal years; the ends may be parts of one."""
    return list(_split(whole, interval, fiscal))


def _split(
    whole: Period, interval: Interval, fiscal: FiscalYearEnd
) -> Iterator[Period]:
    first = whole.first
    while first <= whole.last:
        part = _around(first, interval, fiscal)
        last = min(part.last, whole.last)
        is_whole = (first, last) == (part.first, part.last)
        yield part if is_whole else Period(first, last, part.label)
        if last == date.max:
            return
        first = last + _DAY


def _around(day: date, interval: Interval, fiscal: FiscalYearEnd) -> Period:
    """The month, quarter or year that a day is in."""
    if interval is Interval.YEAR:
        return fiscal.year_of(day)
    if interval is Interval.MONTH:
        return Period(day.replace(day=1), month_end(day), f"{day:%Y-%m}")
    quarter = (day.month - 1) // _MONTHS_OF_QUARTER + 1
    first = day.replace(month=quarter * _MONTHS_OF_QUARTER - 2, day=1)
    last = _last_of(first, _MONTHS_OF_QUARTER)
    return Period(first, last, f"{day.year:04}-Q{quarter}")


def named_period(period: Period) -> Period:
    """The same days under their usual word, if they are a month, quarter or year.

    >>> named_period(Period(date(2026, 4, 1), date(2026, 6, 30))).label
    '2026-Q2'
    """
    for interval in Interval:
        around = _around(period.first, interval, FiscalYearEnd())
        if (around.first, around.last) == (period.first, period.last):
            return around
    return period


def interval_ends(
    first: date, interval: Interval, fiscal: FiscalYearEnd
) -> Iterator[date]:
    """The last day of each month, quarter or fiscal year from a day on."""
    while first < date.max:
        last = _around(first, interval, fiscal).last
        yield last
        first = last + _DAY if last < date.max else last


def years_before(period: Period, years: int) -> Period:
    """The same days some years before; of a month's end, that month's end."""
    months = -years * _MONTHS_OF_YEAR
    try:
        # A month's end stays one; a period's first day is never moved to it.
        first = _months_before(period.first, months)
        last = months_after(period.last, months)
    except ValueError:
        raise UsageError(f"{period.label} has no year {years} before it") from None
    match = _WORD.fullmatch(period.label)
    label = ""
    if match is not None:
        head = match["fiscal"] or ""
        year = f"{int(match['year']) - years:04}"
        label = head + year + period.label[match.end("year") :]
    return Period(first, last, label)


def _months_before(first: date, months: int) -> date:
    moved = months_after(first.replace(day=1), months)
    return moved.replace(day=min(first.day, month_end(moved).day))


def preceding(period: Period, fiscal: FiscalYearEnd) -> Period:
    """The period of the same kind just before: the month, quarter or year."""
    match = _WORD.fullmatch(period.label)
    if match is not None:
        if match["month"] is None and match["quarter"] is None:
            return years_before(period, 1)
        if match["day"] is None and match["fiscal"] is None:
            interval = Interval.QUARTER if match["quarter"] else Interval.MONTH
            return _around(period.before, interval, fiscal)
    days = period.last - period.first
    return Period(period.before - days, period.before)
