"""Payment proposals: what a run considers, and what it proposes to pay."""

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
    """An early-payment discount still available on a bill.

    Attributes:
        until: The last day to take it.
        amount: The discount, with tax; positive.
    """

    until: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BillToPay:
    """A bill with something open.

    Attributes:
        document: The bill, with everything booked against it: an amount already in a
            payment run is no longer open.
        discount: The discount available; None for none.
        obstacle: Why it must not be paid; empty if it may be.
        wanted: The amount somebody asked to pay, at most what is open; None to let
            the run decide.
    """

    document: Document
    discount: BillDiscount | None = None
    obstacle: str = ""
    wanted: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorToPay:
    """A vendor and its open bills, in one currency.

    Attributes:
        id: Its id.
        bills: Its bills, most urgent first.
        credits: Vendor credits with an open amount.
        on_account: Money paid or credited on account; positive.
        by_hand: Why no file can pay it; empty if one can.
    """

    id: str
    bills: Sequence[BillToPay]
    credits: Sequence[Document] = ()
    on_account: Decimal = ZERO
    by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """The terms of a payment run.

    Attributes:
        until: Bills that must be paid by this day are in the run.
        day: When the bank is to execute it.
        currency: The one currency of the run.
        cash: The most the run may pay; None for no limit.
        cash_words: What that limit is, for the end of a sentence.
        discount_rate: The yearly rate, in percent, from which a discount is worth
            taking.
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
        action: The action for it.
        settles: The amount settled, with the document's sign; zero if left.
        discount: The discount in it.
        why: The reason, in one sentence.
    """

    vendor: str
    document: Document
    action: Action
    settles: Decimal = ZERO
    discount: Decimal = ZERO
    why: str

    @property
    def cash(self) -> Decimal:
        """The cash paid for it; negative for a credit."""
        return self.settles - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPayment:
    """One transfer: everything paid to a vendor.

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
        """The cash paid; positive."""
        return sum((line.cash for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentProposal:
    """What a run proposes to pay, and what it leaves.

    Attributes:
        order: The terms of the run.
        payments: One for each vendor, by id.
        left: The bills and credits not paid.
    """

    order: PaymentOrder
    payments: Sequence[ProposedPayment] = field(default=())
    left: Sequence[ProposedLine] = field(default=())

    @property
    def amount(self) -> Decimal:
        """The total cash paid."""
        return sum((payment.amount for payment in self.payments), ZERO)
