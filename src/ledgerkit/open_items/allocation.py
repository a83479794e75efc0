"""Allocation: which posting makes, and which settles, which document.

Nothing is stored. For a day, the postings up to it are put together anew, in an
order that rests on what they say and never on where they stand:

1. Debts make documents, and credit notes make reducing ones.
2. Whoever names a document settles it, even beyond what is open.
3. Credit notes and payments with links fill the linked documents of their
   party, oldest due first, never beyond what is open.
4. With ``apply_oldest``, what is left fills the party's other documents likewise.
5. What is still left is on account: unapplied.

A settlement is never larger or smaller than the postings it came from; a cent of
difference stays a visible cent.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.open_items.building import Draft, oldest_first
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
    """Put one side's documents and settlements together as at a day.

    Args:
        ordered: The side's postings of any date.
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
    """One run; the steps are called in the order of the module's list."""

    def __init__(self, side: Side, reductions: Sequence[ControlPosting]) -> None:
        self.side = side
        self.drafts: list[Draft] = []
        self.by_number: dict[str, list[Draft]] = {}
        self.credits: list[Draft] = []
        self.reductions = reductions
        self.unapplied: list[Unapplied] = []
        self.unassigned: list[Unapplied] = []

    def make_documents(
        self, credits_: Sequence[ControlPosting], debts: Sequence[ControlPosting]
    ) -> None:
        """Step 1. Credits come first, so that a refund finds its credit note."""
        for posting in credits_:
            self._add_to_document(posting, posting.credit)
        self.credits = list(self.drafts)
        drafts, by_number = self.drafts, self.by_number
        for posting in debts:
            number = posting.number
            if number is not None and number not in by_number:
                # Nearly every one: `_add_to_document` would do the same.
                draft = Draft(posting, number)
                drafts.append(draft)
                by_number[number] = [draft]
            elif number is None and not posting.party:
                self._leave_unapplied(posting, "", posting.amount)
            else:
                self._add_to_document(posting, number)

    def _add_to_document(self, posting: ControlPosting, number: str | None) -> None:
        if number is None:
            self.drafts.append(Draft(posting, number))
            return
        known = self.by_number.get(number)
        draft = self._draft_of(posting, known) if known else None
        if draft is None:
            draft = Draft(posting, number)
            self.drafts.append(draft)
            self.by_number.setdefault(number, []).append(draft)
        elif draft.first.credit is not None and posting.credit is None:
            draft.settle(posting, -posting.amount, Basis.NAMED)
        else:
            draft.add(posting)

    def _draft_of(
        self, posting: ControlPosting, known: Sequence[Draft]
    ) -> Draft | None:
        """The document so numbered that this posting belongs to.

        Our own numbers are unique, so where only a payee says who it is (a bank
        that returns a payment, say), the number says better. Vendors' numbers
        are not: there the party must be the same.
        """
        known = [d for d in known if d.first.currency == posting.currency]
        for draft in known:
            if draft.party == posting.party:
                return draft
        if not known:
            return None
        ours = self.side is Side.RECEIVABLE and posting.proof >= PartyProof.PAYEE
        return known[0] if ours or not posting.party else None

    def settle_named(self) -> None:
        """Step 2."""
        rest = []
        for posting in self.reductions:
            draft = self._named(posting) if posting.number is not None else None
            if draft is None:
                rest.append(posting)
            elif draft.first.credit is None:
                draft.settle(posting, -posting.amount, Basis.NAMED)
            else:
                draft.add(posting)
        self.reductions = rest

    def _named(self, posting: ControlPosting) -> Draft | None:
        """The document that a posting's metadata names; None unless it is certain."""
        assert posting.number is not None
        known = self._numbered(posting.number, posting.currency)
        if len(known) == 1:
            return known[0]
        return next((d for d in known if d.party == posting.party), None)

    def _numbered(self, number: str, currency: str) -> Sequence[Draft]:
        """The documents of a number in a currency; vendors may share a number."""
        known = self.by_number.get(number, ())
        return [draft for draft in known if draft.first.currency == currency]

    def settle_linked(self) -> None:
        """Step 3. The more exact link first, where a day has several."""
        credits_ = {id(draft.first): draft for draft in self.credits}
        waiting = self.reductions
        if credits_:
            waiting = [*waiting, *(draft.first for draft in self.credits)]
            waiting.sort(key=by_content)
        by_number = self.by_number
        for posting in waiting:
            links = posting.links
            known = by_number.get(links[0]) if len(links) == 1 else None
            if known and len(known) == 1 and self._settle_only_link(posting, known[0]):
                continue
            credit = credits_.get(id(posting))
            party, drafts = self._linked(posting, credit)
            if credit is not None:
                self._fill(posting, -credit.open, drafts, Basis.LINKED, credit)
                continue
            left = self._fill(posting, -posting.amount, drafts, Basis.LINKED, None)
            if left:
                self._leave_unapplied(posting, party, -left)

    @staticmethod
    def _settle_only_link(posting: ControlPosting, draft: Draft) -> bool:
        """Settle the usual case at once: one link, one document, enough open.

        Nothing here that the long way would not do as well; nine payments of ten
        are so, and a large book has 60,000.
        """
        amount = -posting.amount
        if (
            posting.credit is not None
            or draft.party != posting.party
            or not 0 < amount <= draft.open
            or draft.first.currency != posting.currency
        ):
            return False
        draft.settle(posting, amount, Basis.LINKED)
        return True

    def _linked(
        self, posting: ControlPosting, credit: Draft | None
    ) -> tuple[str, list[Draft]]:
        """Whose posting it is, and that party's documents that its links name."""
        party = credit.party if credit else posting.party
        if credit and posting.number is not None:
            named = self._named(posting)
            return party, [named] if named else []
        if not posting.links:
            return party, []
        drafts = [
            draft
            for link in posting.links
            for draft in self._numbered(link, posting.currency)
            if draft is not credit and draft.open > 0
        ]
        if len(drafts) > 1:
            drafts.sort(key=oldest_first)
        if not any(draft.party == party for draft in drafts) and drafts:
            # The document says whose it is, unless the posting already did.
            if credit or posting.proof is PartyProof.STATED:
                return party, []
            party = drafts[0].party
        elif not drafts and not credit:
            party = self._party_of_settled_document(posting)
        return party, [draft for draft in drafts if draft.party == party]

    def _party_of_settled_document(self, posting: ControlPosting) -> str:
        """Whose a payment is that links only documents with nothing open."""
        parties = {
            draft.party
            for link in posting.links
            for draft in self._numbered(link, posting.currency)
        }
        stated = posting.proof is PartyProof.STATED or posting.party in parties
        return posting.party if stated or not parties else min(parties)

    def settle_oldest(self) -> None:
        """Step 4."""
        open_: dict[tuple[str, str], list[Draft]] = defaultdict(list)
        for draft in sorted(self.drafts, key=oldest_first):
            if draft.open > 0:
                open_[draft.party, draft.first.currency].append(draft)
        rest, self.unapplied = self.unapplied, []
        for item in rest:
            drafts = open_[item.party, item.posting.currency]
            left = self._fill(item.posting, -item.amount, drafts, Basis.OLDEST, None)
            if left:
                self._leave_unapplied(item.posting, item.party, -left)

    @staticmethod
    def _fill(
        posting: ControlPosting,
        amount: Decimal,
        drafts: Iterable[Draft],
        basis: Basis,
        credit: Draft | None,
    ) -> Decimal:
        """Settle documents one after the other; what no document takes."""
        for draft in drafts:
            part = min(amount, draft.open)
            if part > 0:
                draft.settle(posting, part, basis, credit.number if credit else None)
                if credit is not None:
                    credit.settle(posting, -part, basis)
                amount -= part
        return amount

    def _leave_unapplied(
        self, posting: ControlPosting, party: str, amount: Decimal
    ) -> None:
        """Put an amount on account, of somebody or of nobody."""
        item = Unapplied(posting=posting, party=party, amount=amount)
        (self.unapplied if party else self.unassigned).append(item)

    def finish(self, as_of: date) -> Subledger:
        """Step 5."""
        return Subledger(
            side=self.side,
            as_of=as_of,
            drafts=self.drafts,
            unapplied=self.unapplied,
            unassigned=self.unassigned,
        )
