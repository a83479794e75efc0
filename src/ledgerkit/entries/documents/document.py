"""A document to be entered by a program or an import.

Amounts count what is owed, on either side: an invoice of 100 to a client and a bill of
100 from a vendor are both 100, and a credit note of 20 is -20. Ledger signs are the
business of `directives`.
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
        account: The income or expense account, e.g. ``Income:Sales``.
        amount: In the document's currency; a deduction is negative on an invoice.
        description: Its description; None if not stated.
        quantity: The number of units; None if not stated.
        unit: The unit, e.g. ``HUR``, a code of UN/ECE Recommendation 20.
        unit_price: Of one unit before the discount, in the document's currency.
        discount: The deduction from quantity times price.
        discount_percent: The same in percent, if it was agreed like that.
        tax: The tax code that the line falls under; on a line that is tax itself, its
            code.
        allowance: The reason for a deduction from the whole document, if it is one.
        charge: The reason for an addition to the whole document, if it is one.
        withholding: The tax that the buyer withholds, as written, e.g. ``RT02 20 A``;
            None for an ordinary line.
        period: First and last day of the period covered.
        quote_line: The line of a quote that it invoices; None for none.
        bills: The ids of the hours and expenses that it charges, or a credit gives
            back.
        bill_to: Id of the client or project that an expense is passed on to.
        mark_up: What is added to it then, in percent.
        expense: The name by which an invoice names the expense.
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
    quote_line: str | None = None
    bills: tuple[str, ...] = ()
    bill_to: str | None = None
    mark_up: Decimal | None = None
    expense: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSettlement:
    """A payment of the document.

    Attributes:
        day: The day.
        amount: The amount settled; negative for a refunded credit.
        account: The account of the money, e.g. ``Assets:Bank``.
        text: The narration; None for ``Payment``, or ``Refund`` of a credit.
        unfinished: Whether somebody has yet to look at it: flagged ``!``.
    """

    day: date
    amount: Decimal
    account: str
    text: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """An invoice, bill, credit note or vendor credit, with its settlements.

    Attributes:
        side: Owed to us, or by us.
        number: Its number, exactly as printed on it.
        party: Id of the client or vendor.
        payee: The party's name, as the ledger is to print it.
        issued: Its date.
        due: Last day to pay without being late; None to use the party's terms.
        currency: Of every amount.
        lines: Its lines; at least one.
        control_account: The receivable or payable that it is booked on.
        text: The narration.
        settlements: The payments made, in any order.
        terms: Terms of its own, as written; None to use the party's.
        order: The buyer's order; empty for none, as below.
        buyer_reference: The reference that the buyer asked for.
        remark: Free text to print.
        delivered: Day of delivery, if it differs.
        period: First and last day of the period covered.
        stamp_duty: Italian stamp duty that we pay; None for none.
        credits: The numbers of the documents that a credit credits.
        received: The day a bill was received, if recorded.
        iban: The account that a bill asks to be paid to; empty for none.
        quote: The quote that an invoice is of; empty for none.
        party_facts: The keys for declaring a party without a record.
        unfinished: Whether somebody has yet to look at it: flagged ``!``.
        declares_party: Whether a party without a record gets one; else only its payee
            identifies it.
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
    quote: str = ""
    party_facts: Mapping[str, Any] = field(default_factory=dict)
    unfinished: bool = False
    declares_party: bool = True

    @property
    def amount(self) -> Decimal:
        """Its amount; negative for a credit."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note or vendor credit."""
        return self.amount < 0

    @property
    def kind(self) -> DocumentKind:
        """Its kind."""
        return DocumentKind.of(self.side, credit=self.is_credit)

    @property
    def label(self) -> str:
        """Its name in a message, e.g. ``invoice INV-2026-001``."""
        return f"{self.side.number_key} {self.number}"
