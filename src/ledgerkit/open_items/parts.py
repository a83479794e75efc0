"""The dated parts of a document, and what settles each.

A document is a list of parts: every posting that adds to it has its own day and due
date, or several by instalment terms. Settlements fill the part that falls due first,
unless they name another by its due date; what goes back is taken from the part that
was filled last. What exceeds the document stands against the last part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Basis, DatedPart

#: A settlement in the making: posting, amount, basis, and number of the credit.
SettledPart: TypeAlias = "tuple[ControlPosting, Decimal, Basis, str | None]"


class Portion(NamedTuple):
    """What one settlement settled of one part.

    Attributes:
        posting: The settling posting.
        credit: Number of the settling credit note; None if it is none.
        position: The part's position among the document's.
        part: The part.
        amount: Settled of the part; negative for what went back.
        paid: The amount of it that was paid in money and did not go back later;
            zero for credits, write-offs, moves and returns.
    """

    posting: ControlPosting
    credit: str | None
    position: int
    part: DatedPart
    amount: Decimal
    paid: Decimal


def fill_parts(
    parts: Sequence[DatedPart],
    settled: Sequence[SettledPart],
    undone: Mapping[int, Decimal],
) -> Iterator[Portion]:
    """Set settlements against a document's parts.

    Args:
        parts: The parts, earliest due first.
        settled: The settlements, earliest first.
        undone: How much of a posting's settlement went back, by its identity.
    """
    filling = _Filling(parts)
    back = dict(undone)
    for posting, amount, _basis, credit in settled:
        pays = credit is None and posting.pays
        for position, portion in filling.settle(posting, amount):
            paid = portion if pays else ZERO
            if paid and back:
                returned = min(paid, back.get(id(posting), ZERO))
                if returned:
                    back[id(posting)] -= returned
                    paid -= returned
            yield Portion(posting, credit, position, parts[position], portion, paid)


class _Filling:
    """How full each part is."""

    def __init__(self, parts: Sequence[DatedPart]) -> None:
        self._parts = parts
        self._room = [part.amount for part in parts]
        self._next = 0
        self._filled: list[tuple[int, Decimal]] = []

    def settle(
        self, posting: ControlPosting, amount: Decimal
    ) -> Iterator[tuple[int, Decimal]]:
        """Position and amount of each portion."""
        grows = (amount > 0) == (self._parts[0].amount > 0)
        return self._fill(posting, amount) if grows else self._empty(amount)

    def _fill(
        self, posting: ControlPosting, amount: Decimal
    ) -> Iterator[tuple[int, Decimal]]:
        nearest_zero = min if amount > 0 else max
        for position in self._order(posting):
            portion = nearest_zero(amount, self._room[position])
            if portion and (portion > 0) == (amount > 0):
                self._room[position] -= portion
                self._filled.append((position, portion))
                amount -= portion
                yield position, portion
        if amount:
            last = len(self._parts) - 1
            self._room[last] -= amount
            self._filled.append((last, amount))
            yield last, amount

    def _order(self, posting: ControlPosting) -> Iterator[int]:
        """The part that is named first, then the others as they fall due."""
        if posting.due_is_stated and posting.credit is None:
            for position, part in enumerate(self._parts):
                if part.due == posting.due:
                    yield position
        last = len(self._parts) - 1
        while self._next < last and not self._room[self._next]:
            self._next += 1
        yield from range(self._next, last + 1)

    def _empty(self, amount: Decimal) -> Iterator[tuple[int, Decimal]]:
        """Take back what was filled last."""
        nearest_zero = max if amount < 0 else min
        while amount and self._filled:
            position, filled = self._filled.pop()
            portion = nearest_zero(amount, -filled)
            if filled + portion:
                self._filled.append((position, filled + portion))
            self._room[position] -= portion
            self._next = min(self._next, position)
            amount -= portion
            yield position, portion
        if amount:
            last = len(self._parts) - 1
            self._room[last] -= amount
            yield last, amount
