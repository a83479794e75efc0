"""Months as depreciation counts them: the one in which something begins is whole."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end
from ledgerkit.money import part_between

if TYPE_CHECKING:
    from decimal import Decimal

_DAY = timedelta(days=1)


def months_ended(start: date, day: date) -> int:
    """The months that have ended by the end of a day, that of ``start`` being whole.

    >>> from datetime import date
    >>> months_ended(date(2024, 4, 10), date(2024, 12, 31))
    9
    >>> months_ended(date(2024, 4, 10), date(2024, 4, 29))
    0
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    return max(0, months + (day == month_end(day)))


def months_between(start: date, last: date) -> int:
    """The months from a day to another, both counted; a part of one counts whole.

    >>> from datetime import date
    >>> months_between(date(2025, 3, 15), date(2026, 3, 14))
    12
    >>> months_between(date(2025, 3, 15), date(2026, 3, 15))
    13
    """
    # The calendar's last day has none after it.
    after = last + _DAY if last < date.max else last
    months = (after.year - start.year) * 12 + after.month - start.month
    return months + (after.day > start.day)


def share_of(number: Decimal, share: Fraction, quantum: Decimal) -> Decimal:
    """A share of an amount, from 0 to the whole, rounded half up.

    >>> from decimal import Decimal
    >>> share_of(Decimal(1000), Fraction(9, 36), Decimal("0.01"))
    Decimal('250.00')
    """
    nothing = Fraction(0)
    part = max(nothing, min(share, Fraction(1)))
    return part_between(number, nothing, part, quantum=quantum)


def rounded_fraction(number: Fraction, quantum: Decimal) -> Decimal:
    """An exact number rounded half up, away from zero.

    >>> from decimal import Decimal
    >>> rounded_fraction(Fraction(20, 3), Decimal("0.01"))
    Decimal('6.67')
    """
    units = abs(number) / Fraction(quantum)
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return (whole if number >= 0 else -whole) * quantum
