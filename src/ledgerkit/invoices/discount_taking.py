"""Whether an early-payment discount was earned, and whether it was taken.

The day of payment decides, as in contracts and in Odoo, and not the day on which
the discount is booked. Receivables and payables share every line.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.early_payment import DiscountOffer, TaxedAmount


class Payment(NamedTuple):
    """A payment for a document: its day and amount."""

    day: date
    amount: Decimal


class DiscountState(StrEnum):
    """The state of a discount on a day."""

    ON_OFFER = "on offer"
    """It may still be earned."""
    LAPSED = "lapsed"
    """Nobody earned it, and nobody took it."""
    TAKEN = "earned and taken"
    NOT_TAKEN = "earned, not taken"
    """Paid in time, and paid in full all the same."""
    NOT_BOOKED = "earned, not booked"
    """Paid in time less the discount, and the discount still stands open."""
    NOT_EARNED = "taken, not earned"
    """Too late or too little was paid, and it is booked all the same."""
    SHORT_PAID = "short-paid, not earned"
    """Paid too late, and no more than the discount is still open."""
    PARTLY = "partly"
    """Part of it was earned, or part of what was earned was taken."""
    TOO_MUCH = "more taken than earned"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountStanding:
    """What became of a discount offer, as at a day.

    Attributes:
        earned: The discount earned: all of it if at least the reduced amount was paid
            in time, else in proportion to what was.
        taken: The discount booked.
        paid_on: The day of the last payment; None if there is none.
        state: Both in a word.
    """

    earned: Decimal
    taken: Decimal
    paid_on: date | None
    state: DiscountState

    @property
    def unearned(self) -> Decimal:
        """The discount taken but not earned; zero if none."""
        return max(self.taken - self.earned, ZERO)


def discount_standing(
    offer: DiscountOffer,
    payments: Sequence[Payment],
    *,
    taken: Decimal,
    open_: Decimal,
    as_of: date,
) -> DiscountStanding:
    """Say what became of a discount offer.

    Args:
        offer: The offer.
        payments: Money received or paid for the document.
        taken: The discount booked, with tax.
        open_: The document's open amount.
        as_of: The day.
    """
    in_time = sum((p.amount for p in payments if p.day <= offer.until), ZERO)
    earned = earned_of(offer, in_time)
    if taken:
        state = _state_of_taken(offer, earned, taken)
    else:
        state = _state_of_untaken(offer, payments, earned, open_, as_of)
    return DiscountStanding(
        earned=earned,
        taken=taken,
        paid_on=max((p.day for p in payments), default=None),
        state=state,
    )


def earned_of(offer: DiscountOffer, in_time: Decimal) -> Decimal:
    """The discount earned by paying an amount in time."""
    if in_time >= offer.reduced or offer.reduced <= 0:
        return offer.amount
    if in_time <= 0:
        return ZERO
    return (offer.amount * in_time / offer.reduced).quantize(
        quantum(offer.currency), rounding=ROUND_HALF_UP
    )


def _state_of_taken(
    offer: DiscountOffer, earned: Decimal, taken: Decimal
) -> DiscountState:
    if not earned:
        return DiscountState.NOT_EARNED
    if taken > earned:
        return DiscountState.TOO_MUCH
    if taken < offer.amount:
        return DiscountState.PARTLY
    return DiscountState.TAKEN


def _state_of_untaken(
    offer: DiscountOffer,
    payments: Sequence[Payment],
    earned: Decimal,
    open_: Decimal,
    as_of: date,
) -> DiscountState:
    is_short = 0 < open_ <= offer.amount
    if earned == offer.amount:
        return DiscountState.NOT_BOOKED if is_short else DiscountState.NOT_TAKEN
    if as_of <= offer.until:
        return DiscountState.ON_OFFER
    if earned:
        return DiscountState.PARTLY
    return DiscountState.SHORT_PAID if is_short and payments else DiscountState.LAPSED


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAssessment:
    """What a payment means for a document with a discount on offer.

    Attributes:
        is_early: Whether it comes in time.
        discount: The discount it earns, with tax; zero if none.
        off: The same by tax rate, to be booked; empty if none.
        rest: The open amount after the payment and its discount; negative if
            overpaid.
    """

    is_early: bool
    discount: Decimal
    off: tuple[TaxedAmount, ...]
    rest: Decimal


def assess_payment(
    offer: DiscountOffer, *, open_: Decimal, day: date, paid: Decimal
) -> PaymentAssessment:
    """Say whether a payment earns the discount, and what to book.

    If it is in time and short by no more than the discount, the shortfall is the
    discount; otherwise it stays open, for people to decide.

    Args:
        offer: The offer.
        open_: The open amount before the payment.
        day: The day of the payment.
        paid: The amount paid.
    """
    shortfall = open_ - paid
    is_early = day <= offer.until
    if not (is_early and 0 < shortfall <= offer.amount):
        return PaymentAssessment(
            is_early=is_early, discount=ZERO, off=(), rest=shortfall
        )
    return PaymentAssessment(
        is_early=True, discount=shortfall, off=offer.portion(shortfall), rest=ZERO
    )
