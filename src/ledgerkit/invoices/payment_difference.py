"""Small payment differences, and what they may be written off as.

A difference is never booked silently: it is listed here, and proposed as a
transaction for a person to accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.invoices.discount_taking import DiscountState
from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.discount_taking import DiscountStanding
    from ledgerkit.invoices.early_payment import DiscountOffer, TaxedAmount
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: Up to this many of the currency's smallest units, a difference is rounding.
_ROUNDING_UNITS = 5


class DifferenceKind(StrEnum):
    """What to book a difference as; the value is the account's role."""

    DISCOUNT = "discount"
    ROUNDING = "rounding"
    BANK_FEES = "bank-fees"
    BAD_DEBT = "bad-debt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDifference:
    """A short payment or overpayment of a document.

    Attributes:
        document: The document; for an overpayment, the last one that the payment
            settles.
        amount: What is still owed; negative for an overpayment.
        paid_on: The day of the payment that left it.
        kinds: What it may be booked as, likeliest first.
        why: Why the first is likeliest, in words.
        off: If a discount, its amounts by tax rate; empty for other kinds.
    """

    document: Document
    amount: Decimal
    paid_on: date
    kinds: tuple[DifferenceKind, ...]
    why: str
    off: tuple[TaxedAmount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRules:
    """What counts as a small difference.

    Attributes:
        tolerances: The largest small difference, by currency; none is small in a
            currency not listed.
        is_abroad: Whether a payment by this party in this currency crosses a
            border, so that banks may have deducted fees.
    """

    tolerances: Mapping[str, Decimal]
    is_abroad: Callable[[str, str], bool]

    def is_small(self, amount: Decimal, currency: str) -> bool:
        """Whether an amount is within the tolerance, and not zero."""
        return 0 < abs(amount) <= self.tolerances.get(currency, ZERO)


def payment_differences(
    subledger: Subledger,
    discounts: Sequence[tuple[Document, DiscountOffer, DiscountStanding]],
    rules: DifferenceRules,
) -> Sequence[PaymentDifference]:
    """Every small difference that payments left by the subledger's day.

    A discount earned but not booked is one too, whatever the tolerance.

    Args:
        subledger: The documents and money on account.
        discounts: Documents with a discount on offer, and what became of it.
        rules: What counts as small.
    """
    differences = [*_unbooked(discounts)]
    listed = {_key(difference.document) for difference in differences}
    for document in subledger.open_documents if rules.tolerances else ():
        paid_on = _paid_on(document)
        if document.is_credit or paid_on is None or _key(document) in listed:
            continue
        if rules.is_small(document.open, document.currency):
            differences.append(_of_document(document, paid_on, rules))
    differences += _overpaid(subledger, rules)
    return sorted(differences, key=lambda d: (d.paid_on, d.document.label))


def _key(document: Document) -> tuple[Place, str, str]:
    """A key for a document: each request builds it afresh."""
    return document.place, document.label, document.currency


def _unbooked(
    discounts: Sequence[tuple[Document, DiscountOffer, DiscountStanding]],
) -> Iterator[PaymentDifference]:
    for document, offer, standing in discounts:
        if standing.state is DiscountState.NOT_BOOKED and standing.paid_on is not None:
            yield PaymentDifference(
                document=document,
                amount=document.open,
                paid_on=standing.paid_on,
                kinds=(DifferenceKind.DISCOUNT,),
                why=f"{offer.percent.normalize():f} % off if paid by {offer.until},"
                f" and it was paid on {standing.paid_on}",
                off=offer.portion(document.open),
            )


def _of_document(
    document: Document, paid_on: date, rules: DifferenceRules
) -> PaymentDifference:
    kinds, why = _kinds(document, rules)
    return PaymentDifference(
        document=document, amount=document.open, paid_on=paid_on, kinds=kinds, why=why
    )


def _kinds(
    document: Document, rules: DifferenceRules
) -> tuple[tuple[DifferenceKind, ...], str]:
    """What a short or overpayment may be: the likeliest, then the rest."""
    rounding, fees = DifferenceKind.ROUNDING, DifferenceKind.BANK_FEES
    if document.open < 0:
        return (rounding, fees), "more was paid than was owed"
    if document.open <= _ROUNDING_UNITS * quantum(document.currency):
        return (rounding, fees), "a few cents: somebody rounded"
    if rules.is_abroad(document.party, document.currency):
        return (fees, rounding), "paid across a border: banks keep fees on the way"
    if document.side is Side.PAYABLE:
        return (rounding, fees), "too small for the vendor to ask for"
    return (DifferenceKind.BAD_DEBT, rounding, fees), "too small to ask for"


def _overpaid(
    subledger: Subledger, rules: DifferenceRules
) -> Iterator[PaymentDifference]:
    """What linked payments left on account beyond the documents they settled."""
    small = {
        id(item.posting): -item.amount
        for item in subledger.unapplied
        if item.posting.credit is None
        and rules.is_small(item.amount, item.posting.currency)
        and item.amount != item.posting.amount
    }
    if not small:
        return
    last = {
        id(settlement.posting): document
        for document in subledger.documents
        for settlement in document.settlements
        if id(settlement.posting) in small
    }
    for item in subledger.unapplied:
        document = last.get(id(item.posting))
        if document is not None:
            paid = with_cents(-item.posting.amount, document.currency)
            yield PaymentDifference(
                document=document,
                amount=item.amount,
                paid_on=item.posting.day,
                kinds=(DifferenceKind.ROUNDING, DifferenceKind.BANK_FEES),
                why=f"{paid:f} {document.currency} were paid, more than was owed",
            )


def _paid_on(document: Document) -> date | None:
    """The day of the last payment; None if there is none."""
    days = [s.posting.day for s in document.payments]
    return max(days, default=None)
