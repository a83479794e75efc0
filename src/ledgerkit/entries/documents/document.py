"""A document that a program or an import wants in the books.

Amounts count what is owed, on either side: an invoice of 100 to a client and a bill
of 100 from a vendor are both 100, and a credit note of 20 is -20. Ledger signs are
`write`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        unit_price: Of one unit before the discount, in the document's currency.
        discount: What is taken off quantity times price.
        discount_percent: The same in percent, if that is how it was agreed.
        tax: The tax code that the line falls under; on a line that is tax itself,
            the code that it is for.
        allowance: Why this takes something off the whole document, if it does.
        charge: Why this adds something to the whole document, if it does.
        withholding: What the buyer keeps back for the tax office, as written, e.g.
            ``RT02 20 A``; None for an ordinary line.
        period: First and last day that it is for.
    """

    account: str
    amount: Decimal
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount: Decimal | None = None
    discount_percent: Decimal | None = None
    tax: str | None = None
    allowance: str | None = None
    charge: str | None = None
    withholding: str | None = None
    period: tuple[date, date] | None = None


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
        terms: Terms of its own, as written; None if the party's hold.
        order: The buyer's order; empty for none, as below.
        buyer_reference: What the buyer asked to see on it.
        remark: Free text to print.
        delivered: Day of delivery, where it differs.
        period: First and last day that it is for.
        stamp_duty: Italian stamp duty that we pay; None for none.
        credits: The numbers that a credit credits.
        received: When a bill came, where that is recorded.
        iban: Where a bill asks to be paid; empty for none.
        party_facts: What to declare of a party that has no record.
        unfinished: Whether somebody has to look at it yet: flagged ``!``.
        declares_party: Whether a party that has no record gets one; else its payee
            alone says who it is.
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
    terms: str | None = None
    order: str = ""
    buyer_reference: str = ""
    remark: str = ""
    delivered: date | None = None
    period: tuple[date, date] | None = None
    stamp_duty: Decimal | None = None
    credits: tuple[str, ...] = ()
    received: date | None = None
    iban: str = ""
    party_facts: Mapping[str, Any] = field(default_factory=dict)
    unfinished: bool = False
    declares_party: bool = True

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
