"""What a posting undoes that adds to what is owed, and sells nothing.

Money that comes back from a bank, money paid back to a client, a debt put on another
account or party, a write-off reversed: each undoes something that is there. It is
looked for where the posting points, or with its party if it points nowhere:

1. A credit that is open: it is paid back.
2. Money on account, of exactly this amount or, if it points nowhere, more.
3. A payment of exactly this amount.
4. Other money on account; and, of a document that is named, its last payments.

A posting for which nothing is found owes what it says, and is no sale.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.building import SubledgerItem
from ledgerkit.open_items.document import Basis, Unapplied
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document_index import DocumentIndex
    from ledgerkit.open_items.unapplied import UnappliedPostings


class Undoing:
    """Undoes what documents and money on account show so far.

    Attributes:
        unexplained: Money that went out on a document for which none had come in.
        guessed: Postings that name no document, and what they were taken to undo.
    """

    def __init__(self, index: DocumentIndex, on_account: UnappliedPostings) -> None:
        """Undo within these documents and money on account."""
        self._index = index
        self._on_account = on_account
        self._by_party: dict[tuple[str, str], list[SubledgerItem]] | None = None
        self._made: dict[int, SubledgerItem] = {}
        self.unexplained: list[Unapplied] = []
        self.guessed: list[tuple[ControlPosting, SubledgerItem]] = []

    def is_new_debt(
        self, posting: ControlPosting, named: Container[str | None]
    ) -> bool:
        """Whether a posting's number is that of a debt which it makes itself.

        Money paid out under a number that nothing else has is owed back, and a debt
        that another party takes over is that party's.

        Args:
            posting: What adds debt, and sells nothing.
            named: The numbers and links of payments, which may have no document.
        """
        number, source = posting.number, posting.moved_from
        if number is None:
            return False
        there = self._index.numbered(number, posting.currency)
        if source is not None:
            return not any(item.party == posting.party for item in there) and (
                source.account != posting.account or source.party != posting.party
            )
        return not there and number not in named

    def undo(self, posting: ControlPosting) -> None:
        """Undo what a posting points to; the rest is a debt of its own."""
        party, named = self._index.pointed_at(posting)
        if id(posting) in self._made:
            self._settle_from_account(self._made[id(posting)])
            return
        if posting.purpose is Purpose.MOVE:
            rest = self._move(posting, party, named)
        else:
            rest = self._undo(posting, party, named)
            self._settle_from_what_waits(named)
        if not rest:
            return
        posting = posting._replace(amount=rest, party=party)
        if party or posting.number is not None:
            self.add_debt(posting)
        else:
            self._on_account.leave(posting, "", rest)

    def _settle_from_account(self, item: SubledgerItem) -> None:
        """Set money that the new debtor has on account against a moved debt."""
        currency = item.first.currency
        for posting, amount in self._on_account.take(item.party, currency, item.open):
            item.settle(posting, amount, Basis.LINKED)

    def _settle_from_what_waits(self, named: Iterable[SubledgerItem]) -> None:
        """Set against an opened document what named it when nothing was open of it."""
        for item in named:
            if item.open > 0:
                account, currency = self._on_account, item.first.currency
                for posting, amount in account.take(
                    item.party, currency, item.open, is_meant=_meant_by([item])
                ):
                    item.settle(posting, amount, Basis.LINKED)

    def add_debt(self, posting: ControlPosting) -> None:
        """Add a document for a debt put elsewhere: it keeps its age."""
        key, source = id(posting), self._source_of(posting)
        if source is not None and (posting.terms or not posting.due_is_stated):
            posting = posting._replace(
                due=source.next_due,
                terms=None,
                due_is_stated=source.first.due_is_stated,
            )
        self._made[key] = item = SubledgerItem(posting, posting.number)
        self._index.add(item)

    def _source_of(self, posting: ControlPosting) -> SubledgerItem | None:
        """The document that a moved debt comes from."""
        source = posting.moved_from
        if source is None:
            return None
        names = source.links if source.number is None else (source.number,)
        for name in names:
            for item in self._index.numbered(name, source.currency):
                if item.party == source.party or len(names) == 1:
                    return item
        return None

    def _undo(
        self, posting: ControlPosting, party: str, named: Sequence[SubledgerItem]
    ) -> Decimal:
        """Undo as much as can be found, and return what is left of the amount.

        Args:
            posting: What undoes: money that came back, a reversed write-off or
                difference.
            party: Whose.
            named: The documents it points to, of that party.
        """
        rest = self._pay_back_credits(posting, party, named, posting.amount)
        is_meant = _meant_by(named) if named else _anything
        use = self._on_account.use
        rest = rest and use(posting, party, rest, is_meant=is_meant, exactly=True)
        if rest and not named and rest <= self._has_on_account(posting, party):
            # Nothing tells which payment it is, and no document need be opened.
            rest = use(posting, party, rest)
        rest = rest and self._undo_whole_payment(posting, party, named, rest)
        rest = rest and use(posting, party, rest, is_meant=is_meant)
        for item in named:
            rest = rest and self._undo_last(item, posting, rest)
        if rest and named:
            named[0].settle(posting, -rest, Basis.RETURNED)
            if posting.purpose is Purpose.MONEY_BACK:
                unexplained = Unapplied(posting=posting, party=party, amount=rest)
                self.unexplained.append(unexplained)
            return ZERO
        return rest

    def _has_on_account(self, posting: ControlPosting, party: str) -> Decimal:
        return self._on_account.amount_of(party, posting.currency, posting.day)

    def _move(
        self, posting: ControlPosting, party: str, named: Sequence[SubledgerItem]
    ) -> Decimal:
        """Put a debt elsewhere, and return what is left for a document of its own."""
        own = [item for item in named if item.party == party]
        source = posting.moved_from
        is_nothing_else = source is not None and source.account == posting.account
        if is_nothing_else or not own:
            rest = self._on_account.use(posting, party, posting.amount, exactly=True)
            rest = rest and self._on_account.use(posting, party, rest)
        else:
            rest = posting.amount
        if rest and own:
            if posting.parts and own[0].first.parts == posting.parts:
                # One posting makes the document and takes the debt over.
                own[0].add(posting._replace(amount=rest))
            else:
                own[0].settle(posting, -rest, Basis.MOVED)
            return ZERO
        return rest

    def _pay_back_credits(
        self,
        posting: ControlPosting,
        party: str,
        named: Sequence[SubledgerItem],
        amount: Decimal,
    ) -> Decimal:
        for item in self._credits_meant(posting, party, named):
            portion = min(amount, -item.open)
            if portion > 0:
                item.settle(posting, -portion, Basis.LINKED)
                amount -= portion
        return amount

    def _credits_meant(
        self, posting: ControlPosting, party: str, named: Sequence[SubledgerItem]
    ) -> Iterator[SubledgerItem]:
        """Open credits: those named, and those of documents named; else the only one.

        Without any name, a credit of just this amount is meant.
        """
        yield from (item for item in named if item.first.credit is not None)
        numbers = {item.number for item in named if item.number is not None}
        for item in self._index.credits:
            first = item.first
            if item.party != party or first.currency != posting.currency:
                continue
            if first.day > posting.day:
                continue
            credits_named = first.number in numbers or not numbers.isdisjoint(
                first.links
            )
            if credits_named if numbers else -item.open == posting.amount:
                yield item

    def _undo_whole_payment(
        self,
        posting: ControlPosting,
        party: str,
        named: Sequence[SubledgerItem],
        amount: Decimal,
    ) -> Decimal:
        """Undo the latest payment of just this amount, in all that it settled."""
        items = named or self._items_of(party, posting.currency)
        found: ControlPosting | None = None
        for item in items:
            for payment, _amount in _undoable(item, posting):
                if -payment.amount == amount and (
                    found is None or payment.day >= found.day
                ):
                    found = payment
        if found is None:
            return amount
        left = amount
        for item in self._items_of(party, posting.currency):
            for payment, settled in _undoable(item, posting):
                if payment is found:
                    item.undo(payment, posting, settled)
                    left -= settled
                    if not named:
                        self.guessed.append((posting, item))
        return left

    @staticmethod
    def _undo_last(
        item: SubledgerItem, posting: ControlPosting, amount: Decimal
    ) -> Decimal:
        """Undo a document's latest payments."""
        for payment, settled in reversed(_undoable(item, posting)):
            portion = min(amount, settled)
            item.undo(payment, posting, portion)
            amount -= portion
            if not amount:
                break
        return amount

    def _items_of(self, party: str, currency: str) -> Sequence[SubledgerItem]:
        if self._by_party is None:
            self._by_party = defaultdict(list)
            for item in self._index.items:
                self._by_party[item.party, item.first.currency].append(item)
        return self._by_party[party, currency]


def _undoable(
    item: SubledgerItem, by: ControlPosting
) -> Sequence[tuple[ControlPosting, Decimal]]:
    """What a posting may undo of a document, earliest first, with what is left of it.

    Money undoes payments, a reversal what it reverses.
    """
    if item.first.credit is not None or not item.settlements:
        return ()
    wanted = Purpose.PAYMENT if by.purpose is Purpose.MONEY_BACK else by.purpose
    undone: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for posting, amount in item.undone or ():
        undone[id(posting)] += amount
    settled: dict[int, tuple[ControlPosting, Decimal]] = {}
    for posting, amount, _basis, credit in item.settled_by_day():
        if (
            credit is None
            and posting.purpose is wanted
            and amount > 0
            and posting.day <= by.day
        ):
            before = settled[id(posting)][1] if id(posting) in settled else ZERO
            settled[id(posting)] = posting, before + amount
    left = ((p, amount - undone[id(p)]) for p, amount in settled.values())
    return [(posting, amount) for posting, amount in left if amount > 0]


def _meant_by(
    named: Iterable[SubledgerItem],
) -> Callable[[ControlPosting], bool]:
    numbers = {item.number for item in named}

    def is_meant(posting: ControlPosting) -> bool:
        return posting.number in numbers or not numbers.isdisjoint(posting.links)

    return is_meant


def _anything(_posting: ControlPosting) -> bool:
    return True
