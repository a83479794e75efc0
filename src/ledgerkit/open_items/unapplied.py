"""Money on account while an allocation runs, and what uses it up again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.document import Unapplied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.control_posting import ControlPosting


class UnappliedPostings:
    """The postings, or parts of them, that are set against no document.

    Attributes:
        unassigned: Postings that name nobody at all.
        used_up: Money on account that was paid back or moved, and the postings that
            did so. They sum to zero for each party and currency.
    """

    def __init__(self) -> None:
        """Start with nothing on account."""
        self.unassigned: list[Unapplied] = []
        self.used_up: list[Unapplied] = []
        self._left: list[Unapplied | None] = []
        self._by_party: dict[tuple[str, str], list[int]] | None = None

    def leave(self, posting: ControlPosting, party: str, amount: Decimal) -> None:
        """Put an amount on account, of a party or unassigned."""
        unapplied = Unapplied(posting=posting, party=party, amount=amount)
        if not party:
            self.unassigned.append(unapplied)
            return
        if self._by_party is not None:
            places = self._by_party[party, posting.currency]
            places.append(len(self._left))
        self._left.append(unapplied)

    @property
    def left(self) -> Sequence[Unapplied]:
        """What is on account, in the order of allocation."""
        return [unapplied for unapplied in self._left if unapplied is not None]

    def take_all(self) -> Sequence[Unapplied]:
        """Everything on account, which is then allocated anew."""
        left, self._left, self._by_party = self.left, [], None
        return left

    def amount_of(self, party: str, currency: str, day: date) -> Decimal:
        """How much a party has on account by a day; positive."""
        entries = (self._left[place] for place in self._places(party, currency))
        return sum(
            (
                -entry.amount
                for entry in entries
                if entry is not None and entry.amount < 0 and entry.posting.day <= day
            ),
            ZERO,
        )

    def use(
        self,
        posting: ControlPosting,
        party: str,
        amount: Decimal,
        *,
        is_meant: Callable[[ControlPosting], bool] = lambda _posting: True,
        exactly: bool = False,
    ) -> Decimal:
        """Use up a party's money on account; return what is left of the amount.

        Args:
            posting: What uses it up: money paid back, or a move.
            party: Whose money.
            amount: How much, positive.
            is_meant: Whether a posting on account may be used.
            exactly: Whether only an entry of just this amount may be used.
        """
        if not party:
            return amount
        for place in reversed(self._places(party, posting.currency)):
            entry = self._left[place]
            if entry is None or entry.amount >= 0 or not is_meant(entry.posting):
                continue
            if entry.posting.day > posting.day or (exactly and -entry.amount != amount):
                continue
            portion = min(amount, -entry.amount)
            self._use(place, entry, posting, portion)
            amount -= portion
            if not amount:
                break
        return amount

    def _use(
        self, place: int, entry: Unapplied, by: ControlPosting, portion: Decimal
    ) -> None:
        rest = entry.amount + portion
        party, posting = entry.party, entry.posting
        self._left[place] = (
            Unapplied(posting=posting, party=party, amount=rest) if rest else None
        )
        self.used_up += [
            Unapplied(posting=posting, party=party, amount=-portion),
            Unapplied(posting=by, party=party, amount=portion),
        ]

    def take(
        self,
        party: str,
        currency: str,
        amount: Decimal,
        *,
        is_meant: Callable[[ControlPosting], bool] = lambda _posting: True,
    ) -> Iterable[tuple[ControlPosting, Decimal]]:
        """Take a party's money from account for a document, the latest first."""
        for place in reversed(self._places(party, currency)):
            entry = self._left[place]
            if entry is None or entry.amount >= 0 or not amount:
                continue
            if not is_meant(entry.posting):
                continue
            portion = min(amount, -entry.amount)
            rest = entry.amount + portion
            self._left[place] = (
                Unapplied(posting=entry.posting, party=party, amount=rest)
                if rest
                else None
            )
            amount -= portion
            yield entry.posting, portion

    def _places(self, party: str, currency: str) -> Sequence[int]:
        """Where a party's entries stand; few allocations ask."""
        if self._by_party is None:
            self._by_party = defaultdict(list)
            for place, entry in enumerate(self._left):
                if entry is not None:
                    key = entry.party, entry.posting.currency
                    self._by_party[key].append(place)
        return self._by_party[party, currency]
