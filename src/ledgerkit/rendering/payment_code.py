"""The EPC QR code, which banking apps read a transfer from (GiroCode)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

import segno
from stdnum import iban as iban_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.invoices.invoice import PaymentAccount

#: EPC069-12, section 2: the largest amount, and the longest name and text.
_AMOUNT_MAX = Decimal("999999999.99")
_NAME_MAX, _TEXT_MAX = 70, 140
_CENT = Decimal("0.01")
#: White modules around it, which scanners need (ISO/IEC 18004).
_BORDER = 4
#: Of eight patterns that even out black and white. The standard chooses the best by
#: trying all, five times the work of everything else on an invoice; scanners read
#: any, because the code says which it is.
_MASK = 3


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
    # The standard: at most version 13, error level M, bytes.
    code = segno.make_qr(
        message.encode(), error="M", boost_error=False, mode="byte", mask=_MASK
    )
    return _picture(code.matrix)


def epc_message(
    account: PaymentAccount, amount: Decimal, currency: str, text: str
) -> str | None:
    """The lines of the code by EPC069-12 version 3.1; None as in `payment_code`."""
    fits = 0 < len(account.holder) <= _NAME_MAX and len(text) <= _TEXT_MAX
    payable = currency == "EUR" and _CENT <= amount <= _AMOUNT_MAX
    one_line = (account.holder + text).isprintable()
    if not (fits and payable and one_line and iban_check.is_valid(account.iban)):
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


def _picture(matrix: tuple[bytearray, ...]) -> str:
    """Black modules on white as SVG: one path of horizontal strokes."""
    size = len(matrix) + 2 * _BORDER
    path = "".join(_strokes(matrix))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{path}"/></svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe=" =/:'(),")


def _strokes(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    for number, row in enumerate(matrix):
        modules = bytes(row)
        start = modules.find(1)
        while start >= 0:
            end = modules.find(0, start)
            end = len(modules) if end < 0 else end
            yield f"M{start + _BORDER} {number + _BORDER}.5h{end - start}"
            start = modules.find(1, end)
