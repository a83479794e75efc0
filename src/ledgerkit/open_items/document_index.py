"""The documents of an allocation, found by what names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.open_items.control_posting import PartyProof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting


class DocumentIndex:
    """The documents so far.

    Attributes:
        items: All of them, in the order in which they were made.
        by_number: By number; vendors may share one, and so may parties that a debt
            passed between.
        credits: Those that reduce what is owed.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.items: list[SubledgerItem] = []
        self.by_number: dict[str, list[SubledgerItem]] = {}
        self.credits: list[SubledgerItem] = []

    def add(self, item: SubledgerItem) -> None:
        """Add a document."""
        self.items.append(item)
        if item.number is not None:
            self.by_number.setdefault(item.number, []).append(item)

    def numbered(self, number: str, currency: str) -> Sequence[SubledgerItem]:
        """The documents with a number and currency."""
        candidates = self.by_number.get(number, ())
        return [item for item in candidates if item.first.currency == currency]

    def named(self, posting: ControlPosting) -> SubledgerItem | None:
        """The document named in a posting's metadata; None unless it is certain."""
        assert posting.number is not None
        candidates = self.numbered(posting.number, posting.currency)
        if len(candidates) == 1:
            return candidates[0]
        return next((d for d in candidates if d.party == posting.party), None)

    def pointed_at(
        self, posting: ControlPosting
    ) -> tuple[str, Sequence[SubledgerItem]]:
        """The party that a posting concerns, and the documents of it that it names."""
        names = posting.links if posting.number is None else (posting.number,)
        items = [
            item for name in names for item in self.numbered(name, posting.currency)
        ]
        party = posting.party
        if items and not any(item.party == party for item in items):
            # The document tells the party, unless the posting states it.
            if posting.proof is PartyProof.STATED:
                return party, []
            party = items[0].party
        return party, [item for item in items if item.party == party]
