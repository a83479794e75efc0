"""A document while it is being built."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.money import ZERO
from ledgerkit.open_items.control_posting import ControlPosting, by_content
from ledgerkit.open_items.document import (
    Basis,
    DatedPart,
    Document,
    DocumentKind,
    Settlement,
)
from ledgerkit.open_items.parts import (
    Portion,
    SettledPart,
    fill_parts,
)
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal


#: A posting that was undone, and how much of what it settled.
Undone: TypeAlias = "tuple[ControlPosting, Decimal]"


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
        "undone",
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
        self.undone: list[Undone] | None = None

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

    def undo(
        self, settled: ControlPosting, by: ControlPosting, amount: Decimal
    ) -> None:
        """Let a later posting take back part of what an earlier one settled.

        Args:
            settled: The posting that settled it.
            by: The posting that takes it back.
            amount: The part taken back, of the settled amount's sign.
        """
        self.settle(by, -amount, Basis.RETURNED)
        self.undone = self.undone or []
        self.undone.append((settled, amount))

    @property
    def postings(self) -> Sequence[ControlPosting]:
        """The postings that make it."""
        return (self.first, *(self.more or ()))

    @property
    def is_single(self) -> bool:
        """Whether all of it falls due on one day."""
        terms = self.first.terms
        return self.more is None and (terms is None or len(terms.instalments) == 1)

    @property
    def due(self) -> date:
        """The day by which everything is due."""
        first = self.first
        if self.more is None:
            return first.due if first.terms is None else first.terms.due(first.day)
        return self.parts()[-1].due

    @property
    def next_due(self) -> date:
        """The day on which the first part that is not settled falls due."""
        if self.is_single or not self.settlements:
            return self.first.due if self.more is None else self.parts()[0].due
        return self.finish().due

    def parts(self) -> Sequence[DatedPart]:
        """Its parts, the earliest due first: each posting's own, by its own terms."""
        first = self.first
        if self.is_single:
            return (DatedPart(due=first.due, amount=first.amount, issued=first.day),)
        owed: dict[tuple[date, date, str], tuple[ControlPosting, Decimal]] = {}
        for posting in self.postings:
            terms = posting.terms.text if posting.terms else ""
            key = posting.day, posting.due, terms
            before = owed[key][1] if key in owed else ZERO
            owed[key] = posting, before + posting.amount
        parts: list[DatedPart] = []
        for posting, amount in owed.values():
            parts += _parts_of(posting, amount)
        parts.sort(key=lambda part: (part.due, part.issued))
        return parts

    def portions(self) -> Iterator[Portion]:
        """What each settlement settled of each part, earliest settlement first."""
        return fill_parts(self.parts(), self.settled_by_day(), self._undone_by_id())

    def kept(self) -> Sequence[SettledPart]:
        """The settlements that still count, earliest first.

        Without what went back, and without moves to another control account.
        """
        return _kept(self.settled_by_day(), self._undone_by_id())

    def payments(self) -> Sequence[Undone]:
        """The payments that still count, with their amounts, earliest first.

        Credits and write-offs are none.
        """
        return [
            (posting, amount)
            for posting, amount, _basis, credit in self.kept()
            if credit is None and posting.pays
        ]

    def _undone_by_id(self) -> Mapping[int, Decimal]:
        undone: dict[int, Decimal] = {}
        for posting, amount in self.undone or ():
            undone[id(posting)] = undone.get(id(posting), ZERO) + amount
        return undone

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
            due_parts=tuple(self.parts()),
            due_is_stated=first.due_is_stated,
            postings=tuple(sorted(self.postings, key=by_content)),
            settlements=_settlements(self.settled_by_day()),
            kept=_settlements(self.kept()),
            settled_by_part=self._settled_by_part(),
        )

    def _settled_by_part(self) -> tuple[Decimal, ...] | None:
        """By part, where a payment names the one that it is for; else None."""
        settlements = self.settlements or ()
        if self.is_single or not any(s[0].due_is_stated for s in settlements):
            return None
        settled = dict.fromkeys(range(len(self.parts())), ZERO)
        for portion in self.portions():
            settled[portion.position] += portion.amount
        return tuple(settled.values())


def _parts_of(posting: ControlPosting, amount: Decimal) -> Iterator[DatedPart]:
    """The parts of one posting's amount by its terms."""
    day, terms = posting.day, posting.terms
    if terms is None or len(terms.instalments) == 1:
        yield DatedPart(due=posting.due, amount=amount, issued=day)
        return
    for part in terms.due_parts(day, amount, posting.currency):
        yield DatedPart(due=part.due, amount=part.amount, issued=day)


def _kept(
    settled: Sequence[SettledPart], undone: Mapping[int, Decimal]
) -> Sequence[SettledPart]:
    bases = {basis for _posting, _amount, basis, _credit in settled}
    if not undone and bases.isdisjoint(_TAKES_BACK):
        return settled
    kept: list[SettledPart] = []
    left = dict(undone)
    for posting, amount, basis, credit in settled:
        stays_owed = posting.purpose is Purpose.MOVE and Basis.MOVED in bases
        if basis in _TAKES_BACK or stays_owed:
            continue
        back = min(amount, left.get(id(posting), ZERO)) if amount > 0 else ZERO
        if back:
            left[id(posting)] -= back
        if amount - back:
            kept.append((posting, amount - back, basis, credit))
    return kept


_TAKES_BACK = {Basis.RETURNED, Basis.MOVED}


def _settlements(settled: Iterable[SettledPart]) -> tuple[Settlement, ...]:
    return tuple(
        Settlement(posting=posting, amount=amount, basis=basis, credit=credit)
        for posting, amount, basis, credit in settled
    )


def _by_claim(posting: ControlPosting) -> tuple[object, ...]:
    """A sort key: the posting that decides the due date comes first."""
    terms = posting.terms.text if posting.terms else ""
    return (*by_content(posting), not posting.due_is_stated, terms)


def oldest_first(item: SubledgerItem) -> tuple[object, ...]:
    """A sort key: what falls due first; ties are broken by content.

    By content, and never by place in the file.
    """
    first = item.first
    due = first.due if item.more is None else item.next_due
    return due, first.day, item.label, first.amount, item.party
