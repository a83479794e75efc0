"""Small differences between what was owed and what was paid, and what they may be.

A difference is never booked in silence: what is found here is listed, and proposed
as a transaction that a person writes or doesn't.
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

#: A difference of so many of the smallest units is somebody's rounding.
_ROUNDING_UNITS = 5


class DifferenceKind(StrEnum):
    """What a difference is booked as; the value is the role of the account."""

    DISCOUNT = "discount"
    ROUNDING = "rounding"
    BANK_FEES = "bank-fees"
    BAD_DEBT = "bad-debt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDifference:
    """What a payment left of a document, or paid beyond it.

    Attributes:
        document: The document; where too much was paid, the last one that the
            payment settles.
        amount: What is still owed; negative where too much was paid.
        paid_on: The day of the payment that left it.
        kinds: What it may be booked as, the likeliest first.
        why: Why the first, in words.
        off: The discount that it is, by rate of tax; empty for other kinds.
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
        tolerances: By currency, up to what a difference is small; none where the
            currency is not among them.
        is_abroad: Whether a payment by this party in this currency crosses a
            border, and so may have lost fees to banks on its way.
    """

    tolerances: Mapping[str, Decimal]
    is_abroad: Callable[[str, str], bool]

    def is_small(self, amount: Decimal, currency: str) -> bool:
        """Whether an amount is within the tolerance, and is anything at all."""
        return 0 < abs(amount) <= self.tolerances.get(currency, ZERO)


def payment_differences(
    subledger: Subledger,
    discounts: Sequence[tuple[Document, DiscountOffer, DiscountStanding]],
    rules: DifferenceRules,
) -> Sequence[PaymentDifference]:
    """Every small difference that payments left by the subledger's day.

    A discount that was earned and is not booked is one too, whatever the tolerance.

    Args:
        subledger: The documents and what stands on account.
        discounts: What early payment was offered on, and what became of it.
        rules: What counts as small.
    """
    found = [*_unbooked(discounts)]
    known = {_key(difference.document) for difference in found}
    for document in subledger.open_documents if rules.tolerances else ():
        paid_on = _paid_on(document)
        if document.is_credit or paid_on is None or _key(document) in known:
            continue
        if rules.is_small(document.open, document.currency):
            found.append(_of_document(document, paid_on, rules))
    found += _overpaid(subledger, rules)
    return sorted(found, key=lambda d: (d.paid_on, d.document.label))


def _key(document: Document) -> tuple[Place, str, str]:
    """What tells documents apart: each is finished anew for whoever asks."""
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
    """What a short or over-payment may be: the first that applies, then the rest."""
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
    """What payments with links left on account beyond the documents they filled."""
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
    """The day of the last payment; None if only credits settle, or nothing does."""
    days = [s.posting.day for s in document.settlements if s.credit is None]
    return max(days, default=None)
