"""A party's account, movement by movement: bills, credits and payments.

The entries sum to what is owed. Their allocation is listed separately, so that a
reader can look at bills in full or at their open amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """One movement.

    Attributes:
        number: A document's number; None for a payment.
        kind: ``bill``, ``vendor credit`` or ``payment``.
        day: Its date.
        amount: What it adds to what is owed; negative for a payment.
        open: A document's open amount; of a payment, the part on account.
        currency: Of both.
        place: Where it stands.
    """

    number: str | None
    kind: str
    day: date
    amount: Decimal
    open: Decimal
    currency: str
    place: Place

    @property
    def is_payment(self) -> bool:
        """Whether it is a payment, not a document."""
        return self.kind == PAYMENT


PAYMENT = "payment"


class Offset(NamedTuple):
    """The amount that one entry settles of another, by their index in the list.

    Attributes:
        source: The payment or credit.
        target: The document it settles.
        amount: The amount set off; negative for a refund of a credit.
    """

    source: int
    target: int
    amount: Decimal


def account_entries(
    subledger: Subledger, transaction_of: Callable[[ControlPosting], Hashable]
) -> tuple[Sequence[AccountEntry], Sequence[Offset]]:
    """A party's entries, and how they were set off.

    Args:
        subledger: The subledger of one party.
        transaction_of: A key for the transaction, so that the payment of three bills
            is one payment.
    """
    documents = subledger.documents
    entries = [_document_entry(document) for document in documents]
    index_of = {
        posting.place: index
        for index, document in enumerate(documents)
        for posting in document.postings
    }
    payments: dict[Hashable, list[tuple[ControlPosting, int | None, Decimal]]] = {}
    offsets: list[Offset] = []
    for target, document in enumerate(documents):
        for posting, amount in _settled_by_others(document):
            source = index_of.get(posting.place)
            if source is None:
                key = transaction_of(posting), posting.currency
                payments.setdefault(key, []).append((posting, target, amount))
            else:
                offsets.append(Offset(source, target, amount))
    for item in subledger.unapplied:
        key = transaction_of(item.posting), item.posting.currency
        payments.setdefault(key, []).append((item.posting, None, -item.amount))
    for parts in payments.values():
        offsets += [
            Offset(len(entries), target, amount)
            for _posting, target, amount in parts
            if target is not None
        ]
        entries.append(_payment_entry(parts))
    return entries, offsets


def _settled_by_others(
    document: Document,
) -> Iterator[tuple[ControlPosting, Decimal]]:
    """A document's settlements, but not a credit's own: they mirror what it settles."""
    own_places = {posting.place for posting in document.postings}
    for settlement in document.settlements:
        if settlement.posting.place not in own_places:
            yield settlement.posting, settlement.amount


def _document_entry(document: Document) -> AccountEntry:
    return AccountEntry(
        number=document.number,
        kind=document.kind.value,
        day=document.issued,
        amount=document.amount,
        open=document.open,
        currency=document.currency,
        place=document.place,
    )


def _payment_entry(
    parts: Sequence[tuple[ControlPosting, int | None, Decimal]],
) -> AccountEntry:
    first = parts[0][0]
    zero = first.amount - first.amount
    on_account = (amount for _posting, target, amount in parts if target is None)
    return AccountEntry(
        number=None,
        kind=PAYMENT,
        day=first.day,
        amount=-sum((amount for _posting, _target, amount in parts), zero),
        open=-sum(on_account, zero),
        currency=first.currency,
        place=first.place,
    )
