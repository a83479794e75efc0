"""Days and amounts as OFX files write them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision

from ledgerkit.money import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)


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


def ofx_amount(text: str, currency: str, usual_mark: str | None) -> Decimal:
    """An amount; OFX lets a bank choose the decimal mark and has no other.

    Where there are two sorts of marks all the same, the last is the decimal mark. A
    lone comma before three digits is one only if the file's other amounts or a
    person say so, or the currency has three decimals.

    Args:
        text: As it stands in the file.
        currency: Of the account; empty if it isn't known.
        usual_mark: See `usual_mark`; None if nothing is clear.

    >>> ofx_amount("-1.234,50", "EUR", None)
    Decimal('-1234.50')

    Raises:
        ValueError: If it is no amount, or nobody knows which.
    """
    mark = _clear_mark(text) or usual_mark
    if mark is None and "," in text and get_currency_precision(currency) != 3:
        raise ValueError(
            f"{text!r} may have a decimal mark or thousands; say which with"
            " --decimal-mark , or --decimal-mark ."
        )
    return parse_amount(text, decimal_mark=mark or ("," if "," in text else "."))


def usual_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark of all amounts in which it is clear; None if they differ.

    >>> usual_mark(["1,234", "80.50", "7"])
    '.'
    """
    marks = {mark for text in texts if (mark := _clear_mark(text))}
    return marks.pop() if len(marks) == 1 else None


def _clear_mark(text: str) -> str | None:
    """An amount's decimal mark, if it can be no other."""
    comma, point = text.rfind(","), text.rfind(".")
    last, first = max(comma, point), min(comma, point)
    if last < 0:
        return None
    mark, other = ("," if comma > point else "."), ("." if comma > point else ",")
    if first >= 0:
        return mark
    if text.count(mark) > 1:
        return other
    return None if re.fullmatch(r"[0-9]{3}[^0-9]*", text[last + 1 :]) else mark
