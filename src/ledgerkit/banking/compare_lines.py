"""A statement's lines beside the postings that have cleared: every cent explained."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.difference import WINDOW_DAYS, Explanation
from ledgerkit.banking.misread_amount import misreading
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.bank_posting import BankPosting
    from ledgerkit.banking.statement import StatementLine

_WINDOW = timedelta(days=WINDOW_DAYS)


def compare_lines(
    lines: Sequence[StatementLine],
    movements: Sequence[BankPosting],
    *,
    since: date,
    until: date,
) -> Iterator[Explanation]:
    """Why the lines of a statement don't sum to the postings that cleared in it.

    The explanations sum to the lines less those postings. A line and a posting
    belong together by the bank's id, else by amount and day, else by amount within
    ten days; two equal lines need two postings.

    Args:
        lines: Of the statement.
        movements: Every posting to the account, with when it cleared.
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
    pairing = _Pairing(lines, inside)
    pairing.by(lambda line: line.reference, lambda posting: posting.reference)
    pairing.by(_line_day, _cleared_day)
    pairing.near()
    pairing.misread()
    yield from pairing.differences()
    others = _Pairing(pairing.lines, outside)
    others.by(lambda line: line.reference, lambda posting: posting.reference)
    others.near()
    for line, posting in others.pairs:
        yield _elsewhere(line, posting)
    yield from (_not_booked(line) for line in others.lines)
    yield from _surplus(pairing.postings, inside)


def _line_day(line: StatementLine) -> Hashable:
    return line.amount, line.day


def _cleared_day(posting: BankPosting) -> Hashable:
    return posting.amount, posting.cleared


class _Pairing:
    """Lines and postings that belong together, and what is left of both."""

    def __init__(
        self, lines: Sequence[StatementLine], postings: Sequence[BankPosting]
    ) -> None:
        self.lines = list(lines)
        self.postings = list(postings)
        self.pairs: list[tuple[StatementLine, BankPosting]] = []

    def by(
        self,
        line_key: Callable[[StatementLine], Hashable],
        posting_key: Callable[[BankPosting], Hashable],
    ) -> None:
        """Pair what has the same key, in the order of both; no key is no match."""
        waiting: defaultdict[Hashable, list[BankPosting]] = defaultdict(list)
        for posting in self.postings:
            waiting[posting_key(posting)].append(posting)
        self._take(
            lambda line: (line_key(line) and waiting[line_key(line)]) or [],
            lambda _line, _posting: True,
        )

    def near(self) -> None:
        """Pair what has the same amount within ten days, the nearest first."""
        waiting: defaultdict[Decimal, list[BankPosting]] = defaultdict(list)
        for posting in self.postings:
            waiting[posting.amount].append(posting)
        self._take(lambda line: waiting[line.amount], _are_near)

    def misread(self) -> None:
        """Pair what is near and a slip of the hand away from each other."""
        # What is left by now is little; where it isn't, days keep it apart.
        days: defaultdict[date, list[BankPosting]] = defaultdict(list)
        for posting in self.postings:
            days[posting.cleared or posting.day].append(posting)
        self._take(
            lambda line: days[line.day],
            lambda line, posting: misreading(posting.amount, line.amount) is not None,
        )

    def _take(
        self,
        candidates: Callable[[StatementLine], list[BankPosting]],
        fits: Callable[[StatementLine, BankPosting], bool],
    ) -> None:
        left, taken = [], set()
        for line in self.lines:
            waiting = candidates(line)
            fitting = [posting for posting in waiting if fits(line, posting)]
            if not fitting:
                left.append(line)
                continue
            posting = min(fitting, key=lambda p: abs((p.cleared or p.day) - line.day))
            waiting.remove(posting)
            taken.add(id(posting))
            self.pairs.append((line, posting))
        self.lines = left
        self.postings = [p for p in self.postings if id(p) not in taken]

    def differences(self) -> Iterator[Explanation]:
        """The pairs whose amounts differ."""
        for line, posting in self.pairs:
            if line.amount == posting.amount:
                continue
            slip = misreading(posting.amount, line.amount)
            yield Explanation(
                amount=line.amount - posting.amount,
                sentence=f"is booked as {posting.amount:f}, and the bank has"
                f" {line.amount:f}" + (f": {slip}" if slip else ""),
                is_certain=True,
                day=line.day,
                name=line.name or posting.name,
                place=posting.place,
            )


def _are_near(line: StatementLine, posting: BankPosting) -> bool:
    return abs((posting.cleared or posting.day) - line.day) <= _WINDOW


def _elsewhere(line: StatementLine, posting: BankPosting) -> Explanation:
    if posting.cleared is None:
        why = f"is in the books on {posting.day}, not marked as cleared"
    else:
        why = f"is marked as cleared on {posting.cleared}"
    return Explanation(
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
    alike: defaultdict[Decimal, list[BankPosting]] = defaultdict(list)
    for posting in inside:
        alike[posting.amount].append(posting)
    for posting in postings:
        twin = any(
            other is not posting and abs(other.day - posting.day) <= _WINDOW
            for other in alike[posting.amount]
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
