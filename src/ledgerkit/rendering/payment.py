"""The EPC QR code, which banking apps read a transfer from (GiroCode)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from stdnum import iban as iban_check

from ledgerkit.rendering.qr_code import qr_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.invoices.invoice import PaymentAccount

#: EPC069-12, section 2: the largest amount, and the longest name and text.
_AMOUNT_MAX = Decimal("999999999.99")
_NAME_MAX, _TEXT_MAX = 70, 140
_CENT = Decimal("0.01")
#: White modules around it, which scanners need (ISO/IEC 18004).
_BORDER = 4
#: Black modules and the white ones after them.
_STROKE = re.compile(b"\x01+\x00*")


def payment_code(
    account: PaymentAccount | None, amount: Decimal, currency: str, text: str
) -> str | None:
    """The code as the ``data:`` address of a picture.

    Args:
        account: Where to pay.
        amount: How much.
        currency: Of the amount.
        text: What the payer is to say: the document's number.

    Returns:
        None where the standard has no code: for another currency than the euro,
        nothing to be paid, no valid IBAN, or a name or text that doesn't fit.
    """
    if account is None:
        return None
    message = epc_message(account, amount, currency, text)
    if message is None:
        return None
    return _picture(qr_matrix(message.encode()))


def epc_message(
    account: PaymentAccount, amount: Decimal, currency: str, text: str
) -> str | None:
    """The lines of the code by EPC069-12 version 3.1; None as in `payment_code`."""
    fits = 0 < len(account.holder) <= _NAME_MAX and len(text) <= _TEXT_MAX
    payable = currency == "EUR" and _CENT <= amount <= _AMOUNT_MAX
    one_line = (account.holder + text).isprintable()
    if not (fits and payable and one_line and _is_iban(account.iban)):
        return None
    cents = amount.quantize(_CENT)
    if cents != amount:
        return None
    return "\n".join(
        (
            "BCD",
            "002",  # The version in which the bank's code may be left out.
            "1",  # UTF-8
            "SCT",
            account.bic,
            account.holder,
            account.iban,
            f"EUR{cents:f}",
            "",  # Purpose
            "",  # Structured reference
            text,
        )
    )


def _picture(matrix: Sequence[bytes]) -> str:
    """Black modules on white as SVG: one path of horizontal strokes."""
    size = len(matrix) + 2 * _BORDER
    path = "".join(_row(row, number) for number, row in enumerate(matrix, _BORDER))
    # The signs that an address can't hold are written as their codes.
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'"
        f" viewBox='0 0 {size} {size}'%3E%3Cpath fill='white' d='M0 0h{size}v{size}H0z'"
        f"/%3E%3Cpath stroke='black' d='{path}'/%3E%3C/svg%3E"
    )


def _row(row: bytes, number: int) -> str:
    strokes = _STROKE.findall(row)
    start = len(row) - sum(map(len, strokes)) + _BORDER
    return f"M{start} {number}.5{''.join(map(_stroke, strokes))}"


@lru_cache
def _stroke(modules: bytes) -> str:
    """How far to draw, and how far to move on."""
    black = modules.count(1)
    return f"h{black}m{len(modules) - black} 0"


@lru_cache
def _is_iban(iban: str) -> bool:
    return bool(iban_check.is_valid(iban))
