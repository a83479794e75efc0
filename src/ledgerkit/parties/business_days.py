"""Business days: where a due date moves if banks are closed on it.

The rules are those of ISDA's Business Day Conventions (2006 ISDA Definitions,
section 4.12). Public holidays and weekends come from the package ``holidays``,
which is pure data: the same country and day always give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

_DAY = timedelta(days=1)
_SATURDAY = 5
#: Not ``strftime``'s, which follow the machine's language.
_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
#: The package knows no holidays beyond; so distant a date is a typing error.
_LAST_YEAR = 2200


class DayRule(StrEnum):
    """What happens to a due date that is not a business day."""

    FOLLOWING = "following"
    """It moves to the next business day."""
    PRECEDING = "preceding"
    """It moves to the last business day before."""
    MODIFIED_FOLLOWING = "modified-following"
    """To the next, unless that lies in the next month: then to the last before."""


def parse_day_rule(text: object) -> DayRule | None:
    """Read a rule's name; ``none`` is the rule that moves no date.

    Raises:
        ValueError: If there is no such rule; the message lists them.
    """
    if text == "none":
        return None
    try:
        return DayRule(str(text))
    except ValueError:
        names = ", ".join(f'"{rule}"' for rule in DayRule)
        raise ValueError(f'{text!r} is not one of {names} or "none"') from None


def day_rule_of(stated: object, default: DayRule | None) -> DayRule | None:
    """The rule stated of a party, else the default; a bad one is none.

    Where it is declared, a bad one is reported.
    """
    if stated is None:
        return default
    try:
        return parse_day_rule(stated)
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """A place's business days, and what to do with the other days.

    Attributes:
        rule: How a date moves.
        country: ISO 3166 code, two letters. If it is empty, or the package has no
            calendar for it, only weekends are closed.
        region: A region whose holidays count too, if the package knows it; any
            other text is ignored.
    """

    rule: DayRule
    country: str = ""
    region: str = ""

    @property
    def has_calendar(self) -> bool:
        """Whether the country's holidays are known."""
        return _calendar(self.country, self.region) is not None

    def adjusted(self, day: date) -> date:
        """The business day that a date moves to; the date itself if it is one.

        >>> in_italy = BusinessDays(DayRule.FOLLOWING, "IT")
        >>> in_italy.adjusted(date(2026, 4, 5))
        datetime.date(2026, 4, 7)
        """
        try:
            if self.rule is DayRule.PRECEDING:
                return self._first(day, -_DAY)
            business_day = self._first(day, _DAY)
            if (
                self.rule is DayRule.MODIFIED_FOLLOWING
                and business_day.month != day.month
            ):
                return self._first(day, -_DAY)
        except OverflowError:
            return day  # The calendar's last day, or its first.
        return business_day

    def words(self, day: date) -> str:
        """Why and where a date moves; empty if it stays.

        >>> BusinessDays(DayRule.FOLLOWING, "IT").words(date(2026, 4, 5))
        'Sunday 2026-04-05 (Easter Sunday); the next business day in IT'
        """
        business_day = self.adjusted(day)
        if business_day == day:
            return ""
        holiday = _closed(self.country, self.region, day)
        before = (
            "the business day before" if business_day < day else "the next business day"
        )
        country = f" in {self.country}" if self.has_calendar else ""
        return (
            f"{_WEEKDAYS[day.weekday()]} {day}"
            + (f" ({holiday})" if holiday else "")
            + f"; {before}{country}"
            + ("" if self.has_calendar else f" ({self._why_no_calendar()})")
        )

    def _why_no_calendar(self) -> str:
        country = f"for {self.country}" if self.country else "without a country"
        return f"only weekends count: there are no holidays {country}"

    def _first(self, day: date, step: timedelta) -> date:
        while _closed(self.country, self.region, day) is not None:
            day += step
        return day


@lru_cache(maxsize=16384)
def _closed(country: str, region: str, day: date) -> str | None:
    """The holiday that closes a day, empty for a weekend; None for a business day."""
    calendar = _calendar(country, region) if day.year <= _LAST_YEAR else None
    if calendar is None:
        return "" if day.weekday() >= _SATURDAY else None
    if calendar.is_working_day(day):
        return None
    return str(calendar.get(day) or "")


@lru_cache(maxsize=256)
def _calendar(country: str, region: str) -> Any:
    """The package's holidays of a country by year, in English; None if it has none.

    The package works out a year when it is first needed, and keeps it.
    """
    # Slow to import, and most books never ask.
    import holidays  # noqa: PLC0415

    for subdivision in (region, None) if region else (None,):
        try:
            return holidays.country_holidays(
                country, subdiv=subdivision, language="en_US"
            )
        except NotImplementedError:
            continue
    return None
