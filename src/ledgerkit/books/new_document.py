"""A document that a program or an import wants in the books.

Amounts count what is owed, on either side: an invoice of 100 to a client and a bill
of 100 from a vendor are both 100, and a credit note of 20 is -20. Ledger signs are
`write`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line of a document.

    Attributes:
        account: What it was sold or bought for, e.g. ``Income:Sales``.
        amount: In the document's currency; a deduction is negative on an invoice.
        description: What it is for; None if nothing says.
        quantity: How many units; None if nothing says.
        unit: Of what, e.g. ``HUR``, a code of UN/ECE Recommendation 20.
        unit_price: Of one unit, in the document's currency.
    """

    account: str
    amount: Decimal
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSettlement:
    """A payment of the document.

    Attributes:
        day: When it was paid.
        amount: What it takes off the document; negative for a credit paid back.
        account: Where the money went to or came from, e.g. ``Assets:Bank``.
        text: The narration; None for ``Payment``, or ``Refund`` of a credit.
    """

    day: date
    amount: Decimal
    account: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """An invoice, bill, credit note or vendor credit, with what has settled it.

    Attributes:
        side: Owed to us, or by us.
        number: Its number, exactly as printed on it.
        party: Id of the client or vendor.
        payee: The party's name, as the ledger shall print it.
        issued: Its date.
        due: Last day to pay without being late; None if the party's terms say.
        currency: Of every amount.
        lines: What it is made out for; at least one.
        control_account: The receivable or payable that it is booked on.
        text: The narration.
        settlements: What has been paid, in any order.
    """

    side: Side
    number: str
    party: str
    payee: str
    issued: date
    due: date | None
    currency: str
    lines: tuple[NewLine, ...]
    control_account: str
    text: str
    settlements: tuple[NewSettlement, ...] = ()

    @property
    def amount(self) -> Decimal:
        """What it is made out for; negative for a credit."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note or vendor credit."""
        return self.amount < 0

    @property
    def kind(self) -> DocumentKind:
        """What it is called."""
        return DocumentKind.of(self.side, credit=self.is_credit)

    @property
    def label(self) -> str:
        """What to call it in a sentence, e.g. ``invoice INV-2026-001``."""
        return f"{self.side.number_key} {self.number}"
