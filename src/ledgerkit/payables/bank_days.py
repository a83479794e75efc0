"""Days on which banks execute transfers.

SEPA transfers are executed on TARGET business days: not on Saturday and Sunday, New
Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December (ECB, *Long-term
calendar for TARGET closing days*, in force since 2002).
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}


def is_bank_day(day: date, currency: str) -> bool:
    """Whether banks execute transfers; for currencies but EUR only weekends are known.

    >>> is_bank_day(date(2026, 4, 3), "EUR"), is_bank_day(date(2026, 4, 3), "USD")
    (False, True)
    """
    if day.weekday() >= _SATURDAY:
        return False
    if currency != "EUR":
        return True
    from_easter = (day - easter(day.year)).days
    return (day.month, day.day) not in _FIXED and from_easter not in {-2, 1}


def bank_day_from(day: date, currency: str) -> date:
    """The day itself, or the next bank day."""
    while not is_bank_day(day, currency) and day < date.max:
        day += _DAY
    return day


def bank_day_until(day: date, currency: str) -> date:
    """The day itself, or the last bank day before it.

    >>> bank_day_until(date(2026, 4, 6), "EUR")
    datetime.date(2026, 4, 2)
    """
    while not is_bank_day(day, currency) and day > date.min:
        day -= _DAY
    return day
