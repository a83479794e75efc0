"""What is credited of each document, whether it was paid before or not.

A credit settles only what is open; what it credits is another question, and the answer
doesn't change with payments: it is the documents that it links or names.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO
from ledgerkit.open_items.building import oldest_first
from ledgerkit.open_items.control_posting import by_content
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


class CreditedPart(NamedTuple):
    """What one credit takes off one document.

    Attributes:
        posting: The credit's control posting.
        amount: What it credits of the document; positive.
    """

    posting: ControlPosting
    amount: Decimal

    @property
    def label(self) -> str:
        """The credit's number; its date if it has none."""
        return self.posting.credit or f"that of {self.posting.day}"


class CreditedDocuments:
    """The credits of each document of a subledger."""

    def __init__(self, subledger: Subledger) -> None:
        """Find the credits and what they credit.

        Args:
            subledger: Of any day; later credits don't count.
        """
        self._subledger = subledger
        self._parts: dict[int, list[CreditedPart]] = defaultdict(list)
        self._items: dict[int, SubledgerItem] = {}
        credits_ = [x for x in subledger.items if x.first.credit is not None]
        for credit in sorted(credits_, key=lambda item: by_content(item.first)):
            self._add_credit(credit)
        for unapplied in subledger.unapplied:
            targets = self._named_by(unapplied.posting, unapplied.party)
            if targets and unapplied.posting.purpose is Purpose.TAKEN_BACK:
                part = CreditedPart(unapplied.posting, -unapplied.amount)
                self._add(targets[-1], part)

    def __iter__(self) -> Iterator[SubledgerItem]:
        """The documents with credits, in no order."""
        return iter(self._items.values())

    def parts_of(self, item: SubledgerItem) -> Sequence[CreditedPart]:
        """What is credited of a document, earliest first."""
        parts = list(self._parts.get(id(item), ()))
        for posting, amount, _basis, credit in item.settlements or ():
            taken_back = posting.purpose is Purpose.TAKEN_BACK
            if credit is None and amount > 0 and taken_back:
                parts.append(CreditedPart(posting, amount))
        return sorted(parts, key=lambda part: by_content(part.posting))

    def amount_of(self, item: SubledgerItem) -> Decimal:
        """How much of a document is credited."""
        return sum((part.amount for part in self.parts_of(item)), ZERO)

    def credits_of(self, item: SubledgerItem) -> Sequence[SubledgerItem]:
        """The credits that credit this document and no other."""
        return [
            credit
            for part in self._parts.get(id(item), ())
            for credit in self._subledger.by_number.get(part.posting.credit or "", ())
            if credit.first is part.posting
            and len(self._named_by(credit.first, credit.party)) == 1
        ]

    def credited_by(self, credit: SubledgerItem) -> SubledgerItem | None:
        """The only document that a credit credits; None if none, or several."""
        targets = self._named_by(credit.first, credit.party)
        return targets[0] if len(targets) == 1 else None

    def _named_by(self, posting: ControlPosting, party: str) -> list[SubledgerItem]:
        """The party's debts that a posting names, or else links, oldest first."""
        if posting.number is not None:
            names: Sequence[str] = (posting.number,)
        else:
            names = posting.links
        items = [
            item
            for name in names
            for item in self._subledger.by_number.get(name, ())
            if item.first.credit is None
            and item.first.currency == posting.currency
            and item.party == party
        ]
        return sorted(items, key=oldest_first) if len(items) > 1 else items

    def _add_credit(self, credit: SubledgerItem) -> None:
        """Credits of several documents take what they settle of each, then fill."""
        targets = self._named_by(credit.first, credit.party)
        if not targets:
            return
        rest = -sum((posting.amount for posting in credit.postings), ZERO)
        shares = [ZERO] * len(targets)
        if len(targets) > 1:
            for index, target in enumerate(targets):
                shares[index] = _settled_by(target, credit)
            rest -= sum(shares, ZERO)
            for index, target in enumerate(targets):
                room = _invoiced(target) - self._sum(target) - shares[index]
                share = max(min(room, rest), ZERO)
                shares[index] += share
                rest -= share
        shares[-1] += rest
        for target, share in zip(targets, shares, strict=True):
            if share:
                self._add(target, CreditedPart(credit.first, share))

    def _add(self, item: SubledgerItem, part: CreditedPart) -> None:
        self._items[id(item)] = item
        self._parts[id(item)].append(part)

    def _sum(self, item: SubledgerItem) -> Decimal:
        return sum((part.amount for part in self._parts.get(id(item), ())), ZERO)


def _invoiced(item: SubledgerItem) -> Decimal:
    return sum((posting.amount for posting in item.postings), ZERO)


def _settled_by(item: SubledgerItem, credit: SubledgerItem) -> Decimal:
    own = {id(posting) for posting in credit.postings}
    return sum(
        (
            amount
            for posting, amount, _basis, number in item.settlements or ()
            if number == credit.number and id(posting) in own
        ),
        ZERO,
    )
