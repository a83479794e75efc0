"""Movements already in the books that a line clears."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.numbers import squeezed
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.banking.statement import compact_number
from ledgerkit.money import ZERO
from ledgerkit.parties.likeness import CUT, LIKE_LEAST, likeness, spelled
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import BookedMovement, MatchingContext
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.statement import StatementLine

#: Days by which a bank's line may precede or follow the movement: an order waits for a
#: bank day, a person books on the day of the receipt, a cheque lies in a drawer.
_PENDING_DAYS, _USUAL_DAYS, _PROVED_DAYS = (-4, 20), (-6, 12), (-10, 190)
_SAME_AMOUNT_MAX = 60
#: A number in a text is distinctive from this many characters.
_TELLING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clearable:
    """Movements that one line may clear together; usually one."""

    movements: tuple[BookedMovement, ...]
    positions: tuple[int, ...]
    texts: frozenset[str]

    @property
    def first(self) -> BookedMovement:
        return self.movements[0]


class BookedMatching:
    """Finds the booked movements that a line clears."""

    def __init__(self, context: MatchingContext) -> None:
        self._own = {
            compact_number(iban): account for iban, account in context.own_ibans.items()
        }
        self._ordered = sorted(context.booked, key=_content)
        self._by_amount: dict[tuple[str, Decimal], list[_Clearable]] = defaultdict(list)
        for clearable in [*self._single(), *self._batches()]:
            amount = sum((m.amount for m in clearable.movements), ZERO)
            self._by_amount[clearable.first.currency, amount].append(clearable)

    @property
    def count(self) -> int:
        """The number of uncleared movements."""
        return len(self._ordered)

    def candidates(
        self, clues: LineClues, free: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """The booked movements that the line may clear."""
        line = clues.line
        of_amount = self._by_amount.get((line.currency, line.amount), ())
        for clearable in of_amount[:_SAME_AMOUNT_MAX]:
            if not all(free[position] for position in clearable.positions):
                continue
            percent, why = self._proof(line, clues, clearable)
            if percent:
                yield Candidate(
                    kind=MatchKind.BOOKED,
                    percent=percent,
                    reason=_sentence(clearable, why),
                    clears=clearable.positions,
                    booked=clearable.movements,
                    age=-abs((line.day - clearable.first.day).days),
                )

    def _single(self) -> Iterator[_Clearable]:
        for position, movement in enumerate(self._ordered):
            yield _Clearable(
                movements=(movement,),
                positions=(position,),
                texts=frozenset(_telling(movement.texts)),
            )

    def _batches(self) -> Iterator[_Clearable]:
        """The payments of a run, which a bank may book in one sum."""
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for position, movement in enumerate(self._ordered):
            if movement.pending:
                for text in {squeezed(text) for text in movement.texts}:
                    key = (movement.day, movement.currency, movement.amount > 0, text)
                    groups[key].append(position)
        for positions in sorted({tuple(p) for p in groups.values() if len(p) > 1}):
            movements = tuple(self._ordered[position] for position in positions)
            shared = set.intersection(*(set(_telling(m.texts)) for m in movements))
            yield _Clearable(
                movements=movements, positions=positions, texts=frozenset(shared)
            )

    def _proof(
        self, line: StatementLine, clues: LineClues, clearable: _Clearable
    ) -> tuple[int, str]:
        movement = clearable.first
        days = (line.day - movement.day).days
        if not _PROVED_DAYS[0] <= days <= _PROVED_DAYS[1]:
            return 0, ""
        end_to_end = squeezed(line.end_to_end) if line.end_to_end else ""
        if end_to_end and end_to_end in clearable.texts:
            return 99, "the bank gives the id that it was ordered with"
        if not clearable.texts.isdisjoint(clues.numbers.whole):
            return 98, "the text names what it pays"
        least, most = _PENDING_DAYS if movement.pending else _USUAL_DAYS
        is_near = least <= days <= most
        our_account = self._own.get(compact_number(line.iban), "")
        if our_account and our_account == movement.transfer_from and is_near:
            return 99, f"the other account is ours, {our_account}"
        if len(clearable.movements) > 1:
            return (93 if is_near and not line.iban else 60 if is_near else 0), ""
        return _by_name(line, movement, is_near=is_near)


def _by_name(
    line: StatementLine, movement: BookedMovement, *, is_near: bool
) -> tuple[int, str]:
    """The confidence by name; a movement long ago needs one."""
    spelling = spelled(line.name[:200]) if line.name else None
    if spelling is None or not movement.names:
        percent = 92 if movement.pending else 86
        return (percent if is_near else 0), ""
    best = max(likeness(spelling, spelled(name[:200])) for name in movement.names)
    if best >= CUT:
        return (97 if is_near else 80), "the name is the same"
    if best >= LIKE_LEAST:
        return (94 if is_near else 60), "the name is like it"
    return (45 if is_near else 0), "but the name is another"


def _sentence(clearable: _Clearable, why: str) -> str:
    first = clearable.first
    name = visible(next(iter(first.names), "")) or "a movement"
    movement = f"{name} of {first.day}"
    if len(clearable.movements) > 1:
        movement = f"{len(clearable.movements)} payments of {first.day} in one sum"
    text = f"in the books already as {movement} with this amount"
    if why:
        text += f", {why}" if why.startswith("but") else f", and {why}"
    return f"{text[:1].upper()}{text[1:]}."


def _telling(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        plain = squeezed(text)
        if len(plain) >= _TELLING and any(map(str.isdigit, plain)):
            yield plain


def _content(movement: BookedMovement) -> tuple[object, ...]:
    return (
        movement.day,
        movement.amount,
        movement.currency,
        movement.names,
        movement.texts,
        movement.place,
    )
