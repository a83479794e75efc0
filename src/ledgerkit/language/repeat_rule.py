"""The rhythm of a task -> the RRULE that calendars read (RFC 5545, section 3.3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none
from ledgerkit.receivables.recurring.recurrence import parse_recurrence

if TYPE_CHECKING:
    from datetime import date


def repeat_rule(text: str, first: date) -> str:
    """The rule by which something comes back from a first day on.

    What is due on a month's last days is due on the last where a month is shorter, as
    elsewhere in the books; a calendar alone would leave that month out.

    Args:
        text: A word or RRULE as recurring invoices have them, or a duration.
        first: The first day.

    Raises:
        ValueError: If it is no rhythm; the message says what to write.

    >>> from datetime import date
    >>> repeat_rule("P30D", date(2026, 1, 31))
    'FREQ=DAILY;INTERVAL=30'
    >>> repeat_rule("quarterly", date(2026, 1, 31))
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'
    """
    length = duration_or_none(text)
    if length is None:
        recurrence = parse_recurrence(text)
        if recurrence.rrule:
            return recurrence.rrule.upper()
        months, days = recurrence.months, recurrence.days
    else:
        months, days = length.months, length.days
    if months and days:
        raise ValueError(f'"{text}" mixes months and days; write P1M or P30D')
    if days:
        unit, count = ("DAILY", days) if days % 7 else ("WEEKLY", days // 7)
        return f"FREQ={unit}{_interval(count)}"
    if months % 12 == 0:
        leap = ";BYMONTH=2;BYMONTHDAY=-1" if (first.month, first.day) == (2, 29) else ""
        return f"FREQ=YEARLY{_interval(months // 12)}{leap}"
    return f"FREQ=MONTHLY{_interval(months)}{_month_end(first.day)}"


def _interval(count: int) -> str:
    return f";INTERVAL={count}" if count > 1 else ""


def _month_end(day: int) -> str:
    if day <= 28:
        return ""
    if day == 31:
        return ";BYMONTHDAY=-1"
    days = ",".join(map(str, range(28, day + 1)))
    return f";BYMONTHDAY={days};BYSETPOS=-1"
