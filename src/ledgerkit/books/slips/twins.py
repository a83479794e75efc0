"""The same payment, entered before."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.ledger.place import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
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
        key = unapplied.party, posting.currency, posting.amount
        payments = self._payments.get(key, {})
        settling = {id(part[0]) for item in own for part in item.settlements or ()}
        settling &= payments.keys()
        of_day = self._by_day.get((*key, posting.day), ())
        found = {*of_day, *(payments[id_] for id_ in settling)}
        for place in sorted(found):
            other = self._in_order[place]
            same_day = other.day == posting.day and (
                id(other) in self._applied or other.place < posting.place
            )
            same_document = id(other) in settling
            if (same_document or same_day) and self._may_be_one(other, posting):
                return other
        return None

    @cached_property
    def _applied(self) -> frozenset[int]:
        """The payments that settle something."""
        return frozenset(id(posting) for _party, posting in self._settling())

    @cached_property
    def _in_order(self) -> Sequence[ControlPosting]:
        """The payments that settle something, and then those on account."""
        return [posting for _party, posting in self._all()]

    @cached_property
    def _payments(self) -> Mapping[tuple[str, str, Decimal], Mapping[int, int]]:
        """The payments of each party, currency and amount: their first place, by id."""
        payments: dict[tuple[str, str, Decimal], dict[int, int]] = defaultdict(dict)
        for place, (party, posting) in enumerate(self._all()):
            of_amount = payments[party, posting.currency, posting.amount]
            of_amount.setdefault(id(posting), place)
        return payments

    @cached_property
    def _by_day(self) -> Mapping[tuple[str, str, Decimal, date], Sequence[int]]:
        """The places of the payments, by day too."""
        days: dict[tuple[str, str, Decimal, date], list[int]] = defaultdict(list)
        for key, places in self._payments.items():
            for place in places.values():
                days[(*key, self._in_order[place].day)].append(place)
        return days

    def _all(self) -> Iterator[tuple[str, ControlPosting]]:
        yield from self._settling()
        yield from ((u.party, u.posting) for u in self._subledger.unapplied)

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
