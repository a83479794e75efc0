"""The same payment, entered before."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.ledger.place import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Unapplied
    from ledgerkit.open_items.subledger import Subledger

#: The bank's own reference: two of them are two payments.
_BANK_REF = "bank-ref"


class PaymentTwins:
    """Finds a payment of the same party and amount."""

    def __init__(
        self,
        subledger: Subledger,
        transaction_of: Callable[[ControlPosting], Transaction],
    ) -> None:
        """Look at a finished subledger."""
        self._subledger = subledger
        self._transaction_of = transaction_of

    def of(
        self, unapplied: Unapplied, own: Sequence[SubledgerItem]
    ) -> ControlPosting | None:
        """A payment that this one repeats; None if there is none.

        It settled a document that this one names as well, or it is of the same day. Of
        two on account the later one repeats the other.

        Args:
            unapplied: A payment on account.
            own: The documents that it names.
        """
        posting = unapplied.posting
        if posting.credit is not None or posting.amount >= 0:
            return None
        settling = {id(part[0]) for item in own for part in item.settlements or ()}
        for other in self._payments[unapplied.party, posting.currency, posting.amount]:
            same_document = id(other) in settling
            same_day = other.day == posting.day and (
                id(other) in self._applied or other.place < posting.place
            )
            if (same_document or same_day) and self._may_be_one(other, posting):
                return other
        return None

    @cached_property
    def _applied(self) -> frozenset[int]:
        """The payments that settle something."""
        return frozenset(id(posting) for _party, posting in self._settling())

    @cached_property
    def _payments(self) -> Mapping[tuple[str, str, Decimal], list[ControlPosting]]:
        """The payments of each party, by currency and amount."""
        payments: dict[tuple[str, str, Decimal], list[ControlPosting]]
        payments = defaultdict(list)
        on_account = ((u.party, u.posting) for u in self._subledger.unapplied)
        for party, posting in (*self._settling(), *on_account):
            payments[party, posting.currency, posting.amount].append(posting)
        return payments

    def _settling(self) -> Iterator[tuple[str, ControlPosting]]:
        for item in self._subledger.items:
            for posting, _amount, _basis, credit in item.settlements or ():
                if credit is None:
                    yield item.party, posting

    def _may_be_one(self, other: ControlPosting, posting: ControlPosting) -> bool:
        """Whether two postings of two transactions may be of one payment."""
        if other.place == posting.place:
            return False
        transactions = [self._transaction_of(other), self._transaction_of(posting)]
        if transactions[0] is transactions[1]:
            return False
        references = [
            {
                reference
                for own in txn.postings
                if (reference := written(own.meta, _BANK_REF)) is not None
            }
            for txn in transactions
        ]
        return not all(references) or not references[0].isdisjoint(references[1])
