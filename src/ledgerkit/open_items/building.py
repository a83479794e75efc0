"""A document while it is being built."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.open_items.control_posting import ControlPosting, by_content
from ledgerkit.open_items.document import (
    Basis,
    Document,
    DocumentKind,
    Settlement,
)
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


#: A settlement in the making: posting, amount, basis, and number of the credit.
SettledPart: TypeAlias = "tuple[ControlPosting, Decimal, Basis, str | None]"


class SubledgerItem:
    """A document to which postings and settlements are still added."""

    __slots__ = (
        "first",
        "label",
        "more",
        "number",
        "open",
        "party",
        "settlements",
    )

    def __init__(self, posting: ControlPosting, number: str | None) -> None:
        """Start the document that this posting makes."""
        self.first = posting
        self.number = number
        self.label = number or posting.text
        self.party = posting.party
        self.open = posting.amount
        # Most documents have one posting and few are settled: no lists for them.
        self.more: list[ControlPosting] | None = None
        self.settlements: list[SettledPart] | None = None

    def add(self, posting: ControlPosting) -> None:
        """Add another posting to the document."""
        self.open += posting.amount
        is_same_kind = (posting.credit is None) == (self.first.credit is None)
        if is_same_kind and _by_claim(posting) < _by_claim(self.first):
            self.first, posting, self.party = posting, self.first, posting.party
        self.more = self.more or []
        self.more.append(posting)

    def settle(
        self,
        posting: ControlPosting,
        amount: Decimal,
        basis: Basis,
        credit: str | None = None,
    ) -> None:
        """Settle part of what is open."""
        self.open -= amount
        part = (posting, amount, basis, credit)
        if self.settlements is None:
            self.settlements = [part]
        else:
            self.settlements.append(part)

    @property
    def postings(self) -> Sequence[ControlPosting]:
        """The postings that make it."""
        return (self.first, *(self.more or ()))

    @property
    def due(self) -> date:
        """The day by which everything is due."""
        first = self.first
        return first.due if first.terms is None else first.terms.due(first.day)

    def falls_due(self) -> Sequence[tuple[date, Decimal]]:
        """The instalments due, earliest first."""
        terms = self.first.terms
        if self.more is None and (terms is None or len(terms.instalments) == 1):
            return ((self.first.due, self.first.amount),)
        return [(part.due, part.amount) for part in self.finish().due_parts]

    def settled_by_day(self) -> Sequence[SettledPart]:
        """Its settlements, earliest first."""
        settlements = self.settlements or ()
        if len(settlements) < 2:
            return settlements
        return sorted(settlements, key=lambda settled: by_content(settled[0]))

    def finish(self) -> Document:
        """The document as it now stands."""
        first = self.first
        amount = sum((p.amount for p in self.more or ()), first.amount)
        return Document(
            side=first.side,
            kind=DocumentKind.of(first.side, credit=first.credit is not None),
            number=self.number,
            party=self.party,
            issued=first.day,
            currency=first.currency,
            amount=amount,
            settled=amount - self.open,
            due_parts=self._due_parts(amount),
            due_is_stated=first.due_is_stated,
            postings=tuple(sorted(self.postings, key=by_content)),
            settlements=self._settlements(),
        )

    def _settlements(self) -> tuple[Settlement, ...]:
        return tuple(
            Settlement(posting=posting, amount=amount, basis=basis, credit=credit)
            for posting, amount, basis, credit in self.settled_by_day()
        )

    def _due_parts(self, amount: Decimal) -> tuple[DuePart, ...]:
        first = self.first
        if first.terms is None or len(first.terms.instalments) == 1:
            return (DuePart(due=first.due, amount=amount),)
        parts = first.terms.due_parts(first.day, amount, first.currency)
        return tuple(sorted(parts, key=attrgetter("due")))


def _by_claim(posting: ControlPosting) -> tuple[object, ...]:
    """A sort key: the posting that decides the due date comes first."""
    terms = posting.terms.text if posting.terms else ""
    return (*by_content(posting), not posting.due_is_stated, terms)


#: Oldest due first; ties are broken by content, never by place in the file.
oldest_first = attrgetter("first.due", "first.day", "label", "first.amount", "party")
