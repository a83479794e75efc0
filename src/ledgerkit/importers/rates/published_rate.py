"""One published rate: a text of a file -> a quote, or the sentence why not."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from ledgerkit.errors import Place
from ledgerkit.general_ledger.currencies.rates import Quote
from ledgerkit.text.unreadable import excerpt, unreadable

EURO = "EUR"
#: What stands where there was no rate: a currency that came or went, or a holiday.
_NONE = frozenset({"", "N/A", "NA", "-"})
_RATE = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_CODE = re.compile(r"[A-Z]{3}")


def published_rate(
    file: str, line: int | None, day: date, currency: str, text: str
) -> Quote | None:
    """The quote of a currency for one euro; None if there is none that day.

    Raises:
        UnreadableFileError: If it is no rate.
    """
    bare = text.strip()
    if bare.upper() in _NONE:
        return None
    if _RATE.fullmatch(bare) is None or not Decimal(bare):
        raise unreadable(
            file,
            f"the rate of {currency} on {day} is {excerpt(text)}; it should be a number"
            " above zero, such as 1.1172",
            line,
        )
    return Quote(
        day=day,
        unit=EURO,
        currency=currency,
        number=Decimal(bare),
        place=Place(file, line or 0),
    )


def published_day(file: str, line: int | None, text: str) -> date:
    """A day, as ``2025-12-31`` or ``31 December 2025``.

    Raises:
        UnreadableFileError: If it is none.
    """
    bare = text.strip()
    try:
        return date.fromisoformat(bare)
    except ValueError:
        pass
    try:
        return datetime.strptime(bare, "%d %B %Y").date()
    except ValueError:
        raise unreadable(
            file, f"{excerpt(text)} is no day, such as 2025-12-31", line
        ) from None


def currency_of(file: str, line: int | None, text: str) -> str:
    """A currency's code.

    Raises:
        UnreadableFileError: If it is none.
    """
    bare = text.strip()
    if _CODE.fullmatch(bare) is None:
        raise unreadable(file, f"{excerpt(text)} is no currency, such as USD", line)
    return bare
