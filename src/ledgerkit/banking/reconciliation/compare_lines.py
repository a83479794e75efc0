"""A statement's lines compared with the cleared postings: every cent explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ledgerkit.banking.line_identity import identified
from ledgerkit.banking.reconciliation.guess import WINDOW_DAYS, Explanation, misreading
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting
    from ledgerkit.banking.statement import StatementLine

_WINDOW = timedelta(days=WINDOW_DAYS)


def compare_lines(
    lines: Sequence[StatementLine],
    movements: Sequence[BankPosting],
    *,
    since: date,
    until: date,
) -> Iterator[Explanation]:
    """Why a statement's lines don't sum to the postings cleared in it.

    The explanations sum to the lines less those postings. A line and a posting
    belong together by the bank's id, else by amount and day, else by amount within
    ten days; two equal lines need two postings.

    Args:
        lines: Of the statement.
        movements: Every posting to the account, with its clearing date.
        since: First day of the statement.
        until: Its last day.
    """
    inside = [m for m in movements if m.cleared and since <= m.cleared <= until]
    outside = [
        m
        for m in movements
        if not (m.cleared and since <= m.cleared <= until)
        and since - _WINDOW <= m.day <= until + _WINDOW
    ]
    references = {
        id(identified_line.line): identified_line.reference
        for identified_line in identified(lines)
    }
    pairing = _Pairing(lines, inside)
    pairing.same_reference(references)
    pairing.same_day()
    pairing.near()
    pairing.misread()
    yield from pairing.differences()
    others = _Pairing(pairing.lines, outside)
    others.same_reference(references)
    others.near()
    yield from _elsewhere(others.pairs)
    yield from (_not_booked(line) for line in others.lines)
    yield from _surplus(pairing.postings, inside)


class _Pairing:
    """Lines and postings that belong together, and the unpaired ones."""

    def __init__(
        self, lines: Iterable[StatementLine], postings: Iterable[BankPosting]
    ) -> None:
        self._lines = list(lines)
        self._postings = list(postings)
        self._paired: set[int] = set()
        self.pairs: list[tuple[StatementLine, Sequence[BankPosting]]] = []

    @property
    def lines(self) -> Sequence[StatementLine]:
        """The unpaired lines."""
        return [line for line in self._lines if id(line) not in self._paired]

    @property
    def postings(self) -> Sequence[BankPosting]:
        """The unpaired postings."""
        return [p for p in self._postings if id(p) not in self._paired]

    def same_reference(self, references: Mapping[int, str]) -> None:
        """Pair by the bank's id: equal amounts first, then the others.

        A line may clear several postings, and a bank may use an id again.

        Args:
            references: The bank's id of each line, by the line's identity.
        """
        unpaired = _by(
            self.postings, lambda posting: (posting.reference, posting.amount)
        )
        self._take(lambda line: unpaired[references[id(line)], line.amount])
        by_reference = _by(self.postings, lambda posting: posting.reference)
        lines = self.lines
        naming = Counter(references[id(line)] for line in lines)
        for line in lines:
            reference = references[id(line)]
            postings = by_reference[reference]
            if postings:
                several = postings if naming[reference] == 1 else postings[:1]
                self._pair(line, list(several))
                del postings[: len(several)]

    def same_day(self) -> None:
        """Pair by equal amount on the same day."""
        unpaired = _by(self.postings, lambda posting: (posting.amount, posting.cleared))
        self._take(lambda line: unpaired[line.amount, line.day])

    def near(self) -> None:
        """Pair by equal amount within ten days, nearest first."""
        unpaired = _by(self.postings, lambda posting: posting.amount)
        self._take(
            lambda line: unpaired[line.amount],
            lambda line, posting: _distance(line, posting) <= _WINDOW,
        )

    def misread(self) -> None:
        """Pair by the same day and amounts a slip of the pen apart."""
        unpaired = _by(self.postings, _day)
        self._take(
            lambda line: unpaired[line.day],
            lambda line, posting: misreading(posting.amount, line.amount) is not None,
        )

    def _take(
        self,
        candidates: Callable[[StatementLine], list[BankPosting]],
        fits: Callable[[StatementLine, BankPosting], bool] = lambda _l, _p: True,
    ) -> None:
        for line in self.lines:
            unpaired = candidates(line)
            fitting = [posting for posting in unpaired if fits(line, posting)]
            if fitting:
                nearest = min(fitting, key=partial(_distance, line))
                unpaired.remove(nearest)
                self._pair(line, [nearest])

    def _pair(self, line: StatementLine, postings: Sequence[BankPosting]) -> None:
        self.pairs.append((line, postings))
        self._paired.update(map(id, (line, *postings)))

    def differences(self) -> Iterator[Explanation]:
        """The pairs whose amounts differ."""
        for line, postings in self.pairs:
            booked = sum((posting.amount for posting in postings), ZERO)
            if line.amount == booked:
                continue
            slip = misreading(booked, line.amount)
            yield Explanation(
                amount=line.amount - booked,
                sentence=f"is booked as {booked:f}, and the bank has {line.amount:f}"
                + (f": {slip}" if slip else ""),
                is_certain=True,
                day=line.day,
                name=line.name or postings[0].name,
                place=postings[0].place,
            )


def _distance(line: StatementLine, posting: BankPosting) -> timedelta:
    return abs(_day(posting) - line.day)


def _by(
    postings: Iterable[BankPosting], key: Callable[[BankPosting], Hashable]
) -> defaultdict[Hashable, list[BankPosting]]:
    """The postings by a key, in order."""
    by_key: defaultdict[Hashable, list[BankPosting]] = defaultdict(list)
    for posting in postings:
        by_key[key(posting)].append(posting)
    return by_key


def _day(posting: BankPosting) -> date:
    return posting.cleared or posting.day


def _elsewhere(
    pairs: Iterable[tuple[StatementLine, Sequence[BankPosting]]],
) -> Iterator[Explanation]:
    """Lines whose postings are in the books, but not cleared in this statement."""
    for line, postings in pairs:
        posting = postings[0]
        if posting.cleared is None:
            why = f"is in the books on {posting.day}, not marked as cleared"
        else:
            why = f"is marked as cleared on {posting.cleared}"
        yield Explanation(
            amount=line.amount,
            sentence=f"{why}; the bank booked it on {line.day}",
            is_certain=True,
            day=line.day,
            name=line.name or posting.name,
            place=posting.place,
        )


def _not_booked(line: StatementLine) -> Explanation:
    return Explanation(
        amount=line.amount,
        sentence="is on the statement, and not in the books",
        is_certain=True,
        day=line.day,
        name=line.name or line.text,
        place=line.place,
    )


def _surplus(
    postings: Sequence[BankPosting], inside: Sequence[BankPosting]
) -> Iterator[Explanation]:
    by_amount: defaultdict[Decimal, list[BankPosting]] = defaultdict(list)
    for posting in inside:
        by_amount[posting.amount].append(posting)
    for posting in postings:
        twin = any(
            other is not posting and abs(other.day - posting.day) <= _WINDOW
            for other in by_amount[posting.amount]
        )
        why = "is booked twice" if twin else "is marked as cleared"
        yield Explanation(
            amount=ZERO - posting.amount,
            sentence=f"{why}, and not on the statement",
            is_certain=True,
            day=posting.day,
            name=posting.name or posting.text,
            place=posting.place,
        )
