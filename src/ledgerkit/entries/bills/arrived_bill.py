"""A bill received as a file, before it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import hidden_character, without_tags

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.invoice import Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedBill:
    """A bill or vendor credit as its file states it.

    Attributes:
        invoice: The document. Its accounts are empty, and its tax codes are the
            standard's categories with a rate, not codes of our ledger.
        gross: The total with tax, as the file states it (BT-112).
        payable: The amount payable, as it states it (BT-115).
        due: The due date; None if it states none.
        ibans: The accounts to pay to, in capitals without spaces.
        file: The file's name in a message.
        digest: Its identity: that of the file, with the document's position if it holds
            several.
        suffix: The file's ending, e.g. ``.xml``.
        content: The file's bytes.
        warnings: Its reader's remarks, a sentence each.
    """

    invoice: Invoice
    gross: Decimal
    payable: Decimal
    due: date | None
    ibans: tuple[str, ...]
    file: str
    digest: str
    suffix: str
    content: bytes
    warnings: tuple[str, ...] = ()


def seen_text(text: str) -> str:
    r"""A text in one line, without invisible characters and without tags.

    >>> seen_text("Paper,\n  80\N{ZERO WIDTH SPACE} g")
    'Paper, 80 g'
    """
    line = without_tags(" ".join(text.split()))
    if hidden_character(line) is None:
        return line
    return without_tags("".join(c for c in line if hidden_character(c) is None))
