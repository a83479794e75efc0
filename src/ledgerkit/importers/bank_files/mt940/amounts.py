"""Amounts and days of MT940 and MT942."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import AMOUNT_LIMIT, without_needless_zeros
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from ledgerkit.importers.bank_files.mt940.fields import MessageField

#: A comma is the standard's mark, and comes after whole amounts too; a point is
#: accepted as one only if it can't separate thousands.
AMOUNT = r"[0-9]{1,20}(?:,[0-9]{0,6}|\.[0-9]{0,2}(?![0-9]))?|,[0-9]{1,6}"
_BALANCE = re.compile(
    rf"(?P<sign>[CD])(?P<day>[0-9]{{6}})(?P<currency>[A-Z]{{3}})(?P<amount>{AMOUNT})\s*"
)
#: Two-digit years from here on are in the last century.
_LAST_CENTURY = 70
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A balance as in ``:60F:``, ``:62M:`` and similar fields.

    Attributes:
        amount: Positive for a credit balance.
        currency: Of the account.
        day: Of the balance; None if the bank writes zeros.
        of_page: Whether it only ends or begins a page (``M``).
    """

    amount: Decimal
    currency: str
    day: date | None
    of_page: bool


def amount_of(text: str, currency: str, field: MessageField) -> Decimal:
    """The value of a text that matches `AMOUNT`.

    Raises:
        UnreadableFileError: If it is larger than books can hold.
    """
    number = Decimal(text.replace(",", "."))
    if number >= AMOUNT_LIMIT:
        raise wrong(field, "larger than any amount that books can hold")
    return without_needless_zeros(number, currency)


def balance_of(field: MessageField) -> Balance:
    """The balance in a field.

    Raises:
        UnreadableFileError: If it can't be read.
    """
    match = _BALANCE.fullmatch(field.first)
    if match is None:
        raise wrong(field, "no balance, which is written C260131EUR1234,50")
    amount = amount_of(match["amount"], match["currency"], field)
    return Balance(
        amount=amount if match["sign"] == "C" else -amount,
        currency=match["currency"],
        day=six_digit_day(match["day"], field) if match["day"].strip("0") else None,
        of_page=field.tag.endswith("M"),
    )


def six_digit_day(digits: str, field: MessageField) -> date:
    """A day of six digits, beginning with those of the year.

    Banks that calculate interest by months of 30 days write the 30th of February; it is
    the month's last day.

    Raises:
        UnreadableFileError: If it is no day.
    """
    short = int(digits[:2])
    year = short + (1900 if short >= _LAST_CENTURY else 2000)
    return _day(year, int(digits[2:4]), int(digits[4:6]), field)


def day_near(digits: str, other: date, field: MessageField) -> date:
    """A day of four digits, month and day, in the year that puts it nearest.

    Raises:
        UnreadableFileError: If it is no day.
    """
    month, number = int(digits[:2]), int(digits[2:])
    days = [_day(other.year + step, month, number, field) for step in (0, -1, 1)]
    return min(days, key=lambda day: abs(day - other))


def _day(year: int, month: int, day: int, field: MessageField) -> date:
    try:
        last = monthrange(year, month)[1]
        return date(year, month, min(day, last) if day <= _LONGEST_MONTH else day)
    except ValueError:
        raise wrong(field, "not on any day; days are written 260131") from None


def wrong(field: MessageField, reason: str) -> Exception:
    """The error for a field that can't be read."""
    message = f":{field.tag}: is {excerpt(field.first)}, which is {reason}"
    return unreadable(field.place.filename, message, field.place.lineno)
