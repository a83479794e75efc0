"""What a payment run looks at, and what it proposes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDiscount:
    """What may still be taken off a bill for paying it early.

    Attributes:
        until: The last day to pay with it.
        amount: What it takes off, tax with it; positive.
    """

    until: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BillToPay:
    """A bill with something open.

    Attributes:
        document: The bill, with everything that is in the books against it: what is
            in a run already is not open any more.
        discount: What may be taken off; None for nothing.
        obstacle: Why it must not be paid; empty if it may be.
        wanted: What somebody asks to pay of it, at most what is open; None for what
            the run finds.
    """

    document: Document
    discount: BillDiscount | None = None
    obstacle: str = ""
    wanted: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorToPay:
    """A vendor with what is open, in one currency.

    Attributes:
        id: Its id.
        bills: What we owe, the most urgent first.
        credits: Vendor credits with something left of them.
        on_account: What we paid, or were credited, for no bill; positive.
        by_hand: Why no file can pay it; empty if one can.
    """

    id: str
    bills: Sequence[BillToPay]
    credits: Sequence[Document] = ()
    on_account: Decimal = ZERO
    by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """What is asked of a run.

    Attributes:
        until: What must leave the bank by this day is paid.
        day: When the bank is to execute it.
        currency: The one currency of the run.
        cash: What may be paid in all; None for any sum.
        cash_words: What that is, for the end of a sentence.
        discount_rate: From which yearly rate, in percent, a discount is worth paying
            early.
        takes_discounts: Whether there is an account to book discounts on.
    """

    until: date
    day: date
    currency: str
    cash: Decimal | None = None
    cash_words: str = ""
    discount_rate: Decimal = ZERO
    takes_discounts: bool = True


class Action(StrEnum):
    """What happens to a bill or credit."""

    PAY = "pay"
    BY_HAND = "pay by hand"
    NET = "net"
    """A credit is set against what is paid."""
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """A bill or credit, and what the run does with it.

    Attributes:
        vendor: Id of the vendor.
        document: The bill or vendor credit.
        action: What happens to it.
        settles: What is taken off it, with the document's sign; zero if it is left.
        discount: What of that is discount.
        why: In one sentence.
    """

    vendor: str
    document: Document
    action: Action
    settles: Decimal = ZERO
    discount: Decimal = ZERO
    why: str

    @property
    def cash(self) -> Decimal:
        """What leaves the bank for it; negative for a credit."""
        return self.settles - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPayment:
    """One transfer: everything that is paid to a vendor.

    Attributes:
        vendor: Id of the vendor.
        by_hand: Why no file can pay it; empty if one can.
        lines: Its bills, and the credits set against them.
    """

    vendor: str
    by_hand: str
    lines: Sequence[ProposedLine]

    @property
    def amount(self) -> Decimal:
        """What leaves the bank; positive."""
        return sum((line.cash for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentProposal:
    """What a run would pay, and what it would not.

    Attributes:
        order: What was asked.
        payments: One for each vendor, by id.
        left: What is not paid.
    """

    order: PaymentOrder
    payments: Sequence[ProposedPayment] = field(default=())
    left: Sequence[ProposedLine] = field(default=())

    @property
    def amount(self) -> Decimal:
        """What leaves the bank in all."""
        return sum((payment.amount for payment in self.payments), ZERO)
