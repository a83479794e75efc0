"""Allocation: which postings make a document, and which settle it.

Nothing is stored. For any day, the postings up to it are allocated afresh, in an
order that depends on what they say and never on where they stand in the files:

1. Debts make documents, and credit notes make reducing ones.
2. A posting that names a document settles it, even beyond what is open.
3. Credit notes and payments with links fill the linked documents of their
   party, oldest due first, never beyond what is open.
4. With ``apply_oldest``, the remainder settles the party's other documents likewise.
5. Any remainder is on account: unapplied.

A settlement is never larger or smaller than the postings it came from; a cent of
difference stays a visible cent.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.open_items.building import SubledgerItem, oldest_first
from ledgerkit.open_items.control_posting import (
    ControlPosting,
    OrderedPostings,
    PartyProof,
    by_content,
    until,
)
from ledgerkit.open_items.document import Basis, Unapplied
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import Subledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal


def allocate(
    ordered: OrderedPostings, *, as_of: date, apply_oldest: bool = False
) -> Subledger:
    """Build one side's documents and settlements as at a day.

    Args:
        ordered: The side's postings, of any date.
        as_of: The last day that counts.
        apply_oldest: Whether payments that name nothing settle the party's
            oldest documents.
    """
    allocation = _Allocation(ordered.side, until(ordered.reductions, as_of))
    allocation.make_documents(
        until(ordered.credits, as_of), until(ordered.debts, as_of)
    )
    allocation.settle_named()
    allocation.settle_linked()
    if apply_oldest:
        allocation.settle_oldest()
    return allocation.finish(as_of)


class _Allocation:
    """One run; the steps are called in the order listed above."""

    def __init__(self, side: Side, reductions: Sequence[ControlPosting]) -> None:
        self.side = side
        self.items: list[SubledgerItem] = []
        self.by_number: dict[str, list[SubledgerItem]] = {}
        self.credits: list[SubledgerItem] = []
        self.reductions = reductions
        self.unapplied: list[Unapplied] = []
        self.unassigned: list[Unapplied] = []

    def make_documents(
        self, credits_: Sequence[ControlPosting], debts: Sequence[ControlPosting]
    ) -> None:
        """Step 1. Credits come first, so that a refund finds its credit note."""
        for posting in credits_:
            self._add_to_document(posting, posting.credit)
        self.credits = list(self.items)
        items, by_number = self.items, self.by_number
        for posting in debts:
            number = posting.number
            if number is not None and number not in by_number:
                # The usual case: `_add_to_document` would do the same.
                item = SubledgerItem(posting, number)
                items.append(item)
                by_number[number] = [item]
            elif number is None and not posting.party:
                self._leave_unapplied(posting, "", posting.amount)
            else:
                self._add_to_document(posting, number)

    def _add_to_document(self, posting: ControlPosting, number: str | None) -> None:
        if number is None:
            self.items.append(SubledgerItem(posting, number))
            return
        candidates = self.by_number.get(number)
        item = self._draft_of(posting, candidates) if candidates else None
        if item is None:
            item = SubledgerItem(posting, number)
            self.items.append(item)
            self.by_number.setdefault(number, []).append(item)
        elif item.first.credit is not None and posting.credit is None:
            item.settle(posting, -posting.amount, Basis.NAMED)
        else:
            item.add(posting)

    def _draft_of(
        self, posting: ControlPosting, candidates: Sequence[SubledgerItem]
    ) -> SubledgerItem | None:
        """The document of this number that the posting belongs to.

        Our own numbers are unique, so where only the payee tells the party (a bank
        that returns a payment, say), the number is better evidence. Vendors' numbers
        are not unique: there the party must match.
        """
        candidates = [d for d in candidates if d.first.currency == posting.currency]
        for item in candidates:
            if item.party == posting.party:
                return item
        if not candidates:
            return None
        ours = self.side is Side.RECEIVABLE and posting.proof >= PartyProof.PAYEE
        return candidates[0] if ours or not posting.party else None

    def settle_named(self) -> None:
        """Step 2."""
        unnamed = []
        for posting in self.reductions:
            item = self._named(posting) if posting.number is not None else None
            if item is None:
                unnamed.append(posting)
            elif item.first.credit is None:
                item.settle(posting, -posting.amount, Basis.NAMED)
            else:
                item.add(posting)
        self.reductions = unnamed

    def _named(self, posting: ControlPosting) -> SubledgerItem | None:
        """The document named in a posting's metadata; None unless it is certain."""
        assert posting.number is not None
        candidates = self._numbered(posting.number, posting.currency)
        if len(candidates) == 1:
            return candidates[0]
        return next((d for d in candidates if d.party == posting.party), None)

    def _numbered(self, number: str, currency: str) -> Sequence[SubledgerItem]:
        """The documents with a number and currency; vendors may share a number."""
        candidates = self.by_number.get(number, ())
        return [item for item in candidates if item.first.currency == currency]

    def settle_linked(self) -> None:
        """Step 3. The most specific link first, where a day has several."""
        credits_ = {id(item.first): item for item in self.credits}
        reductions = self.reductions
        if credits_:
            reductions = [*reductions, *(item.first for item in self.credits)]
            reductions.sort(key=by_content)
        by_number = self.by_number
        for posting in reductions:
            links = posting.links
            candidates = by_number.get(links[0]) if len(links) == 1 else None
            if (
                candidates
                and len(candidates) == 1
                and self._settle_only_link(posting, candidates[0])
            ):
                continue
            credit = credits_.get(id(posting))
            party, items = self._linked(posting, credit)
            if credit is not None:
                self._fill(posting, -credit.open, items, Basis.LINKED, credit)
                continue
            remainder = self._fill(posting, -posting.amount, items, Basis.LINKED, None)
            if remainder:
                self._leave_unapplied(posting, party, -remainder)

    @staticmethod
    def _settle_only_link(posting: ControlPosting, item: SubledgerItem) -> bool:
        """Settle the usual case at once: one link, one document, enough open.

        A short cut for what the full search would do as well: nine payments in ten
        are like this, and a large book has 60,000.
        """
        amount = -posting.amount
        if (
            posting.credit is not None
            or item.party != posting.party
            or not 0 < amount <= item.open
            or item.first.currency != posting.currency
        ):
            return False
        item.settle(posting, amount, Basis.LINKED)
        return True

    def _linked(
        self, posting: ControlPosting, credit: SubledgerItem | None
    ) -> tuple[str, list[SubledgerItem]]:
        """The posting's party, and the documents of that party it links."""
        party = credit.party if credit else posting.party
        if credit and posting.number is not None:
            named = self._named(posting)
            return party, [named] if named else []
        if not posting.links:
            return party, []
        items = [
            item
            for link in posting.links
            for item in self._numbered(link, posting.currency)
            if item is not credit and item.open > 0
        ]
        if len(items) > 1:
            items.sort(key=oldest_first)
        if not any(item.party == party for item in items) and items:
            # The document tells the party, unless the posting states it.
            if credit or posting.proof is PartyProof.STATED:
                return party, []
            party = items[0].party
        elif not items and not credit:
            party = self._party_of_settled_document(posting)
        return party, [item for item in items if item.party == party]

    def _party_of_settled_document(self, posting: ControlPosting) -> str:
        """The party of a payment whose linked documents are all settled."""
        parties = {
            item.party
            for link in posting.links
            for item in self._numbered(link, posting.currency)
        }
        stated = posting.proof is PartyProof.STATED or posting.party in parties
        return posting.party if stated or not parties else min(parties)

    def settle_oldest(self) -> None:
        """Step 4."""
        open_: dict[tuple[str, str], list[SubledgerItem]] = defaultdict(list)
        for item in sorted(self.items, key=oldest_first):
            if item.open > 0:
                open_[item.party, item.first.currency].append(item)
        on_account, self.unapplied = self.unapplied, []
        for unapplied in on_account:
            items = open_[unapplied.party, unapplied.posting.currency]
            remainder = self._fill(
                unapplied.posting, -unapplied.amount, items, Basis.OLDEST, None
            )
            if remainder:
                self._leave_unapplied(unapplied.posting, unapplied.party, -remainder)

    @staticmethod
    def _fill(
        posting: ControlPosting,
        amount: Decimal,
        items: Iterable[SubledgerItem],
        basis: Basis,
        credit: SubledgerItem | None,
    ) -> Decimal:
        """Settle documents one after the other; return what is left over."""
        for item in items:
            part = min(amount, item.open)
            if part > 0:
                item.settle(posting, part, basis, credit.number if credit else None)
                if credit is not None:
                    credit.settle(posting, -part, basis)
                amount -= part
        return amount

    def _leave_unapplied(
        self, posting: ControlPosting, party: str, amount: Decimal
    ) -> None:
        """Put an amount on account, of a party or unassigned."""
        unapplied = Unapplied(posting=posting, party=party, amount=amount)
        (self.unapplied if party else self.unassigned).append(unapplied)

    def finish(self, as_of: date) -> Subledger:
        """Step 5."""
        return Subledger(
            side=self.side,
            as_of=as_of,
            items=self.items,
            unapplied=self.unapplied,
            unassigned=self.unassigned,
        )
