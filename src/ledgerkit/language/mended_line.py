"""The line of a record as it was meant, where its values are only of another type."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.language.word import Holds

if TYPE_CHECKING:
    from beancount.core.data import Custom

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_AMOUNT = re.compile(r"(?P<number>-?[0-9]+(?:\.[0-9]+)?) ?(?P<currency>[A-Z]{3})")
#: Written where a number lacks its currency; a person knows which it is.
_CURRENCY = "EUR"


def mended_line(custom: Custom, *wanted: Holds) -> str | None:
    """The directive with each value of the type that is wanted.

    Args:
        custom: The directive.
        wanted: What its values hold, in order.

    Returns:
        None if values are missing or too many, or one can't be what is wanted.
    """
    values = [value.value for value in custom.values or ()]
    if len(values) != len(wanted):
        return None
    words = [_word(value, holds) for value, holds in zip(values, wanted, strict=True)]
    if not all(words):
        return None
    return f'{custom.date} custom "{custom.type}" {" ".join(filter(None, words))}'


def _word(value: Any, holds: Holds) -> str | None:
    """A value as the ledger writes one of this type."""
    if holds is Holds.TEXT:
        return f'"{value}"' if isinstance(value, (str, Decimal)) and value else None
    if holds is Holds.ACCOUNT:
        return value if isinstance(value, str) and ":" in value else None
    text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    amount = _AMOUNT.fullmatch(text)
    number = amount["number"] if amount else text
    if not isinstance(value, (str, Decimal, Amount)) or not _NUMBER.fullmatch(number):
        return None
    currency = amount["currency"] if amount else _CURRENCY
    return f"{number} {currency}" if holds is Holds.AMOUNT else number
