"""Allocation: which postings make a document, and which settle it.

Nothing is stored. For any day, the postings up to it are allocated afresh, in an
order that depends on what they say and never on where they stand in the files:

1. Debts make documents, and credit notes make reducing ones.
2. A posting that names a document settles it, even beyond what is open.
3. Day by day, credit notes and payments with links fill the linked documents of their
   party, oldest due first, never beyond what is open; and what came back or was put
   elsewhere undoes what it points to: see `ledgerkit.open_items.undoing`. What names a
   document of which something came back takes its turn here too, so that what was paid
   before isn't on account because of what was paid again.
4. With ``apply_oldest``, the remainder settles the party's other documents likewise.
5. Any remainder is on account: unapplied.

A settlement is never larger or smaller than the postings it came from; a cent of
difference stays a visible cent.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.building import SubledgerItem, oldest_first
from ledgerkit.open_items.control_posting import (
    ControlPosting,
    OrderedPostings,
    PartyProof,
    by_content,
    until,
)
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.document_index import DocumentIndex
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import MoneyOnAccount, Subledger, Undoings
from ledgerkit.open_items.unapplied import UnappliedPostings
from ledgerkit.open_items.undoing import Undoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal


#: A name is found much faster than a member of an enumeration.
_TAKEN_BACK = Purpose.TAKEN_BACK


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
    allocation = _Allocation(
        ordered.side,
        until(ordered.reductions, as_of),
        until(ordered.undoings, as_of),
    )
    allocation.make_documents(
        until(ordered.credits, as_of), until(ordered.debts, as_of)
    )
    allocation.settle_named()
    allocation.settle_day_by_day()
    if apply_oldest:
        allocation.settle_oldest()
    return allocation.finish(as_of)


class _Allocation:
    """One run; the steps are called in the order listed above."""

    def __init__(
        self,
        side: Side,
        reductions: Sequence[ControlPosting],
        undoings: Sequence[ControlPosting],
    ) -> None:
        self.side = side
        self.reductions = reductions
        self.undoings = undoings
        self.index = index = DocumentIndex()
        self.items, self.by_number = index.items, index.by_number
        self.credits = index.credits
        self.on_account = UnappliedPostings()
        self.undoing = Undoing(index, self.on_account)
        self.named: dict[int, SubledgerItem] = {}

    def make_documents(
        self, credits_: Sequence[ControlPosting], debts: Sequence[ControlPosting]
    ) -> None:
        """Step 1. Credits come first, so that a refund finds its credit note."""
        for posting in credits_:
            self._add_to_document(posting, posting.credit)
        self.credits += self.items
        items, by_number = self.items, self.by_number
        for posting in debts:
            number = posting.number
            if number is not None and number not in by_number:
                # The usual case: `_add_to_document` would do the same.
                item = SubledgerItem(posting, number)
                items.append(item)
                by_number[number] = [item]
            elif number is None and not posting.party:
                self.on_account.leave(posting, "", posting.amount)
            else:
                self._add_to_document(posting, number)
        self._make_unusual_documents()

    def _make_unusual_documents(self) -> None:
        """Documents that only their number tells from a payment or its return.

        A sale taken back under a number of its own is a credit. Money paid out under a
        number that nothing else has is owed back, and a debt that another party takes
        over is that party's.
        """
        if any(posting.purpose is _TAKEN_BACK for posting in self.reductions):
            self._make_credits()
        named: set[str | None] = set()
        if self.undoings:
            named = {posting.number for posting in self.reductions}
            named.update(*(posting.links for posting in self.reductions))
        undoings = []
        for posting in self.undoings:
            is_new = self.undoing.is_new_debt(posting, named)
            if is_new:
                self.undoing.add_debt(posting)
            if not is_new or posting.purpose is Purpose.MOVE:
                undoings.append(posting)
        self.undoings = undoings

    def _make_credits(self) -> None:
        """Credits of sales that were taken back under numbers of their own."""
        reductions = []
        for posting in self.reductions:
            number = _only_number(posting)
            if (
                posting.purpose is _TAKEN_BACK
                and number is not None
                and not self.index.numbered(number, posting.currency)
            ):
                self._add_to_document(
                    posting._replace(credit=number, number=None), number
                )
                self.credits.append(self.items[-1])
            else:
                reductions.append(posting)
        self.reductions = reductions

    def _add_to_document(self, posting: ControlPosting, number: str | None) -> None:
        if number is None:
            self.items.append(SubledgerItem(posting, number))
            return
        candidates = self.by_number.get(number)
        item = self._draft_of(posting, candidates) if candidates else None
        if item is None:
            self.index.add(SubledgerItem(posting, number))
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
        """Step 2. Of a document that a later posting may open, day by day in step 3."""
        reductions, may_open = [], self._may_open()
        for posting in self.reductions:
            item = self.index.named(posting) if posting.number is not None else None
            if item is None:
                reductions.append(posting)
            elif item.first.credit is not None:
                item.add(posting)
            elif id(item) in may_open:
                self.named[id(posting)] = item
                reductions.append(posting)
            else:
                item.settle(posting, -posting.amount, Basis.NAMED)
        self.reductions = reductions

    def _may_open(self) -> set[int]:
        """The ids of the documents of which something settled may come back."""
        items: list[SubledgerItem] = []
        parties: set[str] = set()
        for posting in self.undoings:
            party, named = self.index.pointed_at(posting)
            items += named
            if not named:
                parties.add(party)
        if parties:
            items += [item for item in self.items if item.party in parties]
        return {id(item) for item in items}

    def settle_day_by_day(self) -> None:
        """Step 3. The most specific link first, where a day has several."""
        credits_ = {id(item.first): item for item in self.credits}
        postings = self.reductions
        if credits_ or self.undoings or self.named:
            credits_there = (item.first for item in self.credits)
            postings = [*postings, *credits_there, *self.undoings]
            postings.sort(key=self._day_by_day)
        by_number, named = self.by_number, self.named
        for posting in postings:
            if posting.amount > 0 and posting.credit is None:
                self.undoing.undo(posting)
                continue
            if id(posting) in named:
                named[id(posting)].settle(posting, -posting.amount, Basis.NAMED)
                continue
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
                self.on_account.leave(posting, party, -remainder)

    def _day_by_day(self, posting: ControlPosting) -> tuple[object, ...]:
        """A sort key: what is undone comes before what undoes it.

        But what a move frees on a document is there for the other half of the move.
        """
        is_undoing = posting.amount > 0 and posting.credit is None
        rank = 1 if id(posting) in self.named else 2
        if is_undoing:
            rank = 0 if posting.moved_from and self.index.pointed_at(posting)[1] else 3
        return (posting.day, rank, *by_content(posting))

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
            named = self.index.named(posting)
            return party, [named] if named else []
        if not posting.links:
            return party, []
        items = [
            item
            for link in posting.links
            for item in self.index.numbered(link, posting.currency)
            if item is not credit and item.open
        ]
        if len(items) > 1:
            if credit is None:
                self._set_off(items)
            items.sort(key=oldest_first)
        items = [item for item in items if item.open > 0]
        if not any(item.party == party for item in items) and items:
            # The document tells the party, unless the posting states it.
            if credit or posting.proof is PartyProof.STATED:
                return party, []
            party = items[0].party
            if self._pays_all(posting, items):
                return party, items
        elif not items and not credit:
            party = self._party_of_settled_document(posting)
        return party, [item for item in items if item.party == party]

    @staticmethod
    def _pays_all(posting: ControlPosting, items: Sequence[SubledgerItem]) -> bool:
        """Whether a payment by a third party is just what several parties owe.

        A card company's payout, say: with anything left over or lacking, nothing tells
        whose it is.
        """
        return -posting.amount == sum((item.open for item in items), ZERO)

    def _set_off(self, items: Sequence[SubledgerItem]) -> None:
        """Set credits against debts that one payment names: it pays the difference."""
        for credit in items:
            if credit.first.credit is None or credit.open >= 0:
                continue
            debts = [i for i in items if i.party == credit.party and i.open > 0]
            debts.sort(key=oldest_first)
            self._fill(credit.first, -credit.open, debts, Basis.LINKED, credit)

    def _party_of_settled_document(self, posting: ControlPosting) -> str:
        """The party of a payment whose linked documents are all settled."""
        parties = {
            item.party
            for link in posting.links
            for item in self.index.numbered(link, posting.currency)
        }
        stated = posting.proof is PartyProof.STATED or posting.party in parties
        return posting.party if stated or not parties else min(parties)

    def settle_oldest(self) -> None:
        """Step 4."""
        open_: dict[tuple[str, str], deque[SubledgerItem]] = defaultdict(deque)
        for item in sorted(self.items, key=oldest_first):
            if item.open > 0:
                open_[item.party, item.first.currency].append(item)
        for unapplied in self.on_account.take_all():
            items = open_[unapplied.party, unapplied.posting.currency]
            remainder = self._fill(
                unapplied.posting, -unapplied.amount, items, Basis.OLDEST, None
            )
            if remainder:
                self.on_account.leave(unapplied.posting, unapplied.party, -remainder)
            while items and not items[0].open:  # The oldest is settled first.
                items.popleft()

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
            if amount <= 0:
                break
            part = min(amount, item.open)
            if part > 0:
                item.settle(posting, part, basis, credit.number if credit else None)
                if credit is not None:
                    credit.settle(posting, -part, basis)
                amount -= part
        return amount

    def finish(self, as_of: date) -> Subledger:
        """Step 5."""
        subledger = Subledger(
            side=self.side,
            as_of=as_of,
            items=self.items,
            on_account=MoneyOnAccount(
                self.on_account.left,
                self.on_account.unassigned,
                self.on_account.used_up,
            ),
            undoings=Undoings(self.undoing.unexplained, self.undoing.guessed),
        )
        subledger.by_number = self.by_number  # It is there: a large book's takes long.
        return subledger


def _only_number(posting: ControlPosting) -> str | None:
    """The number that a posting states, or its only link."""
    if posting.number is not None or len(posting.links) != 1:
        return posting.number
    return posting.links[0]
