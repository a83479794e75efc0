"""How often a recurring invoice falls due: a word, or an iCalendar RRULE.

The grammar, ignoring case::

    rule  = word | "every" [number] unit | rrule
    word  = "daily" | "weekly" | "monthly" | "quarterly" | "half-yearly" | "yearly"
    unit  = "day" | "week" | "month" | "quarter" | "year", one or several
    rrule = "FREQ=" frequency (";" part)*       RFC 5545, section 3.3.10

A word counts whole periods from the first day: a month from the 31st ends when the
next one begins, even without a 31st. An RRULE names calendar days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No books reach further; a later day is a typing error.
LAST_DAY = date(2299, 12, 31)
_WORDS = {
    "daily": (0, 1),
    "weekly": (0, 7),
    "monthly": (1, 0),
    "quarterly": (3, 0),
    "half-yearly": (6, 0),
    "yearly": (12, 0),
    "annually": (12, 0),
}
_UNITS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "quarter": (3, 0)} | {
    "year": (12, 0)
}
_EVERY = re.compile(r"every\s+(?:([1-9][0-9]{0,2})\s+)?(day|week|month|quarter|year)s?")
_PARTS = {
    "DAILY": frozenset[str](),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}),
    "YEARLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}),
}
_STEPS = {"DAILY": (0, 1), "WEEKLY": (0, 7), "MONTHLY": (1, 0), "YEARLY": (12, 0)}
#: The Gregorian calendar repeats, weekdays and all, after this many years.
_CYCLE = 400
_LATEST_YEAR = 9799


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often something falls due.

    Attributes:
        text: As a person wrote it.
        months: Length of a period in months, if whole periods are counted.
        days: The same in days.
        rrule: The RRULE that names calendar days; empty if periods are counted.
        interval: The RRULE's interval in weeks, months or years.
    """

    text: str
    months: int = 0
    days: int = 0
    rrule: str = ""
    interval: int = 1

    def days_from(self, start: date) -> Iterator[date]:
        """The days it falls on, from a first day to the year 2299.

        >>> from itertools import islice
        >>> days = parse_recurrence("monthly").days_from(date(2026, 1, 31))
        >>> [str(day) for day in islice(days, 3)]
        ['2026-01-31', '2026-02-28', '2026-03-31']
        """
        days = self._named(start, start) if self.rrule else self._counted(start)
        for day in days:
            if day > LAST_DAY:
                return
            yield day

    def latest_before(self, start: date) -> date | None:
        """The last day before a first day, had an RRULE begun earlier; None if none."""
        if not self.rrule:
            return None
        latest = None
        for day in self._named(self._earlier(start), start):
            if day >= start:
                break
            latest = day
        return latest

    def _counted(self, start: date) -> Iterator[date]:
        number = 0
        while True:
            day = _plus_months(start, number * self.months)
            try:
                yield day + timedelta(days=number * self.days)
            except OverflowError:
                return
            number += 1

    def _named(self, first: date, start: date) -> Iterator[date]:
        """The RRULE's days from a day; ``start`` fills in what it leaves open.

        dateutil searches up to the year 9999, which for a rule without any days takes
        a minute. The calendar repeats every 400 years, so it is asked about the same
        days in the calendar's last years.
        """
        shift = (_LATEST_YEAR - first.year) // _CYCLE * _CYCLE
        rule = self.rrule
        if "BYDAY" not in rule and "BYMONTHDAY" not in rule:
            rule += f";BYMONTHDAY={start.day}"
        begin = datetime(first.year + shift, first.month, first.day)
        for occurrence in rrulestr(rule, dtstart=begin):
            yield date(occurrence.year - shift, occurrence.month, occurrence.day)

    def _earlier(self, start: date) -> date:
        """A first day twelve intervals earlier, so that the same intervals count."""
        if "FREQ=WEEKLY" in self.rrule:
            return start - timedelta(weeks=12 * self.interval, days=start.weekday())
        if "FREQ=YEARLY" in self.rrule:
            return date(max(start.year - 12 * self.interval, 1), 1, 1)
        return _plus_months(start.replace(day=1), -12 * self.interval)


@lru_cache(maxsize=1024)
def parse_recurrence(text: str) -> Recurrence:
    """Read a rule.

    Raises:
        ValueError: If the text is not a rule; the message shows the valid forms.

    >>> parse_recurrence("every 2 weeks").days
    14
    """
    words = " ".join(text.casefold().split())
    if words in _WORDS:
        months, days = _WORDS[words]
        return Recurrence(text=text, months=months, days=days)
    match = _EVERY.fullmatch(words)
    if match:
        months, days = _UNITS[match[2]]
        number = int(match[1] or 1)
        return Recurrence(text=text, months=months * number, days=days * number)
    return _parse_rrule(text)


def _parse_rrule(text: str) -> Recurrence:
    rule = text.upper().replace(" ", "").removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise _unreadable(text)
        parts[name] = value
    frequency, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    if frequency not in _PARTS or not re.fullmatch("[1-9][0-9]{0,2}", interval):
        raise _unreadable(text)
    if parts.keys() & {"UNTIL", "COUNT"}:
        raise ValueError(f"{text!r} says when it ends; write until: below instead")
    other = sorted(parts.keys() - _PARTS[frequency])
    if other:
        raise ValueError(f"{text!r}: {other[0]} has no place in FREQ={frequency}")
    if not parts:  # No day is named, so whole periods are counted.
        months, days = (step * int(interval) for step in _STEPS[frequency])
        return Recurrence(text=text, months=months, days=days)
    recurrence = Recurrence(text=text, rrule=rule, interval=int(interval))
    try:
        occurrence = next(recurrence.days_from(date(2000, 1, 1)), None)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise _unreadable(text) from None
    if occurrence is None:
        raise ValueError(f"{text!r} falls on no day at all")
    return recurrence


def _plus_months(day: date, months: int) -> date:
    """The same day some months later, or that month's end if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= LAST_DAY.year + 1:
        return date.max if year > 1 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unreadable(text: str) -> ValueError:
    return ValueError(
        f'{text!r} is no rule; write for instance "monthly", "every 2 weeks" or'
        ' "FREQ=MONTHLY;BYMONTHDAY=-1"'
    )
