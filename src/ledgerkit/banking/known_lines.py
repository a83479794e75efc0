"""Duplicate lines: those of a statement that are already in the books.

A line is booked if a posting has its reference, day and amount. If a posting's date was
changed, or one line clears several, reference and amount decide. If two files give one
line different references, only day and amount are left to compare; that is proof if
both files have the whole day, or if the balances tell whether the line is additional.
Otherwise it is for a person to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.banking.line_identity import IdentifiedLine

#: How far the date in the books may be from the bank's; references that a bank uses
#: again are further apart.
_NEAR = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredPeriod:
    """The days a statement covers, and its closing balance.

    Attributes:
        since: First day; None if unknown.
        until: Last day; None likewise.
        closing: Balance after the last line; None likewise.
        closing_day: The day of that balance, at its end; None for the last day.
    """

    since: date | None
    until: date | None
    closing: Decimal | None = None
    closing_day: date | None = None

    @property
    def closed_on(self) -> date | None:
        """The day whose closing balance it is."""
        return self.closing_day or self.until

    def shares_whole_day(self, other: CoveredPeriod, day: date) -> bool:
        """Whether both have every line of this day.

        A statement may have been made during its first or last day, unless the other
        begins or ends with it too.
        """
        if None in {self.since, self.until, other.since, other.until}:
            return False
        assert self.since is not None
        assert self.until is not None
        assert other.since is not None
        assert other.until is not None
        begins = self.since == other.since <= day
        ends = self.until == other.until >= day and (
            None in {self.closing, other.closing} or self.closing == other.closing
        )
        return (begins or max(self.since, other.since) < day) and (
            ends or day < min(self.until, other.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedLines:
    """The lines of a statement, by whether they are in the books.

    Attributes:
        new: Those not in the books.
        there: Those in the books.
        renamed: Those in the books under another reference, given with each.
        doubtful: New ones that may be in the books under another reference.
    """

    new: list[IdentifiedLine] = field(default_factory=list)
    there: list[IdentifiedLine] = field(default_factory=list)
    renamed: list[tuple[IdentifiedLine, str]] = field(default_factory=list)
    doubtful: dict[int, str] = field(default_factory=dict)


class _Known(NamedTuple):
    """A booked line: its reference, day and amount."""

    reference: str
    day: date
    amount: Decimal


class KnownLines:
    """The lines of one account that are in the books."""

    def __init__(self) -> None:
        """Start empty."""
        self._count: Counter[_Known] = Counter()
        self._by_reference: defaultdict[str, list[_Known]] = defaultdict(list)
        self._by_amount: defaultdict[tuple[date, Decimal], list[_Known]] = defaultdict(
            list
        )
        self._periods: list[CoveredPeriod] = []

    def add(self, reference: str, day: date, amount: Decimal) -> None:
        """Add a line cleared by a posting, or the part of a line that it clears."""
        booked = _Known(reference, day, amount)
        self._count[booked] += 1
        self._by_reference[reference].append(booked)
        self._by_amount[day, amount].append(booked)

    def add_period(self, period: CoveredPeriod) -> None:
        """Add a statement whose lines are all in the books."""
        self._periods.append(period)

    def sort(
        self, lines: Iterable[IdentifiedLine], period: CoveredPeriod
    ) -> SortedLines:
        """Sort a statement's lines into new and booked ones.

        Args:
            lines: In order; of equal lines, as many are booked as the books have.
            period: What the statement covers.
        """
        sorted_lines, used = SortedLines(), Counter[_Known]()
        unmatched = [
            line for line in lines if not self._take_exact(line, used, sorted_lines)
        ]
        unmatched = [
            line
            for line in unmatched
            if not self._take_by_reference(line, used, sorted_lines)
        ]
        for line in unmatched:
            other = self._under_another_reference(line, used)
            if other is None:
                sorted_lines.new.append(line)
                continue
            used[other] += 1
            day = line.line.day
            if any(earlier.shares_whole_day(period, day) for earlier in self._periods):
                sorted_lines.renamed.append((line, other.reference))
            else:
                sorted_lines.doubtful[id(line)] = other.reference
                sorted_lines.new.append(line)
        if sorted_lines.doubtful:
            self._decide_by_balance(sorted_lines, period)
        return sorted_lines

    def _decide_by_balance(
        self, sorted_lines: SortedLines, period: CoveredPeriod
    ) -> None:
        """Decide whether doubtful lines are additional, if a booked balance tells."""
        before = self._balance(period.closed_on)
        if before is None or period.closing is None:
            return
        new = sum((line.line.amount for line in sorted_lines.new), ZERO)
        doubtful = [
            line for line in sorted_lines.new if id(line) in sorted_lines.doubtful
        ]
        in_doubt = sum((line.line.amount for line in doubtful), ZERO)
        if before + new == period.closing:
            sorted_lines.doubtful.clear()
        elif before + new - in_doubt == period.closing:
            sorted_lines.renamed.extend(
                (line, sorted_lines.doubtful[id(line)]) for line in doubtful
            )
            sorted_lines.new[:] = [
                line
                for line in sorted_lines.new
                if id(line) not in sorted_lines.doubtful
            ]
            sorted_lines.doubtful.clear()

    def _balance(self, day: date | None) -> Decimal | None:
        """The cleared balance at the end of a day, from the last one in the books."""
        closed = [
            (period.closed_on, period.closing)
            for period in self._periods
            if period.closed_on is not None and period.closing is not None
        ]
        if day is None or not closed:
            return None
        last, balance = max(closed)
        for booked, count in self._count.items():
            if last < booked.day <= day:
                balance += count * booked.amount
            elif day < booked.day <= last:
                balance -= count * booked.amount
        return balance

    def _take_exact(
        self, line: IdentifiedLine, used: Counter[_Known], sorted_lines: SortedLines
    ) -> bool:
        booked = _Known(*line.identity)
        if used[booked] >= self._count[booked]:
            return False
        used[booked] += 1
        sorted_lines.there.append(line)
        return True

    def _take_by_reference(
        self, line: IdentifiedLine, used: Counter[_Known], sorted_lines: SortedLines
    ) -> bool:
        """Match a posting of another day, or several that sum to the line."""
        nearby = self._unused(
            (
                booked
                for booked in self._by_reference.get(line.reference, ())
                if abs(booked.day - line.line.day) <= _NEAR
            ),
            used,
        )
        equal = [booked for booked in nearby if booked.amount == line.line.amount][:1]
        if not equal and nearby:
            total = sum((booked.amount for booked in nearby), ZERO)
            equal = list(nearby) if total == line.line.amount else []
        if not equal:
            return False
        used.update(equal)
        sorted_lines.there.append(line)
        return True

    def _under_another_reference(
        self, line: IdentifiedLine, used: Counter[_Known]
    ) -> _Known | None:
        equal = self._by_amount.get((line.line.day, line.line.amount), ())
        return next(iter(self._unused(equal, used)), None)

    def _unused(
        self, booked: Iterable[_Known], used: Counter[_Known]
    ) -> Sequence[_Known]:
        remaining = Counter(used)
        unused = []
        for line in booked:
            if remaining[line]:
                remaining[line] -= 1
            else:
                unused.append(line)
        return unused
