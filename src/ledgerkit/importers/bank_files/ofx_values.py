"""Days and amounts as OFX files write them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision

from ledgerkit.money import parse_amount

if TYPE_CHECKING:
    from decimal import Decimal

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d{1,3}-)", re.ASCII)


def ofx_day(text: str) -> date:
    """The day of a date, as the bank has it; time and zone after it are left out.

    A bank books on a day of its own calendar: turned into another zone's time,
    midnight would become the day before.

    >>> ofx_day("20131124000000.000[-7:MST]")
    datetime.date(2013, 11, 24)

    Raises:
        ValueError: If it is no day.
    """
    match = _DAY.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no day; OFX writes one as 20260131")
    year, month, day = map(int, match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is a day that no calendar has") from None
    if not 1900 <= year <= 2299:
        raise ValueError(f"{text!r} is not of our time")
    return found


def ofx_amount(text: str, currency: str, decimal_mark: str | None) -> Decimal:
    """An amount; OFX lets a bank choose the decimal mark and has no other.

    Where there are two sorts of marks all the same, the last is the decimal mark.
    A lone comma before three digits is one only if somebody says so, or the currency
    has three decimals.

    >>> ofx_amount("-1.234,50", "EUR", None)
    Decimal('-1234.50')

    Raises:
        ValueError: If it is no amount, or nobody knows which.
    """
    if decimal_mark is not None:
        return parse_amount(text, decimal_mark=decimal_mark)
    comma, point = text.rfind(","), text.rfind(".")
    mark = "," if comma > point else "."
    if point < 0 and text.count(",") > 1:
        mark = "."
    elif comma < 0 and text.count(".") > 1:
        mark = ","
    elif comma >= 0 > point and _may_be_thousands(text[comma + 1 :], currency):
        raise ValueError(
            f"{text!r} may have a decimal mark or thousands; say which with"
            " --decimal-mark , or --decimal-mark ."
        )
    return parse_amount(text, decimal_mark=mark)


def _may_be_thousands(after: str, currency: str) -> bool:
    three = re.fullmatch(r"[0-9]{3}\s*", after) is not None
    return three and get_currency_precision(currency) != 3
