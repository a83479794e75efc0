"""Lines of fixed width, as American and British payment files have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.text.accents import without_accents

if TYPE_CHECKING:
    from ledgerkit.payables.credit_transfer import CreditTransfer

_OTHER = re.compile(r"[^A-Z0-9.&/\- ]")


def plain_text(text: str, width: int) -> str:
    """Capitals and digits of a width, without accents; blanks for what isn't one.

    >>> plain_text("Müller & Söhne", 16)
    'MULLER & SOHNE  '
    """
    words = " ".join(_OTHER.sub(" ", without_accents(text).upper()).split())
    return words[:width].ljust(width)


def digits(number: int, width: int) -> str:
    """A number of a width, with zeros before it.

    Raises:
        UsageError: If it has more digits.
    """
    text = f"{number:0{width}}"
    if len(text) > width or number < 0:
        raise UsageError(f"{number} is too large for a payment file of its bank")
    return text


def small_units(transfer: CreditTransfer, currency: str, why: str = "") -> int:
    """A transfer in cents or pence.

    Args:
        transfer: The transfer.
        currency: Of its amount.
        why: What to add where it can't be paid.

    Raises:
        UsageError: If it isn't a positive number of them.
    """
    units = transfer.amount.scaleb(2)
    if units != int(units) or units <= 0:
        raise UsageError(
            f"{transfer.to.name}: {transfer.amount:f} {currency} can't be paid{why}"
        )
    return int(units)
