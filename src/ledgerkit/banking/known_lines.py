"""Which lines of a statement are in the books already.

A line is there if a posting has its reference, day and amount. Where somebody moved a
posting's date, or cleared several by one line, reference and amount decide. Where two
files give one line different references, only day and amount are left to compare; that
proves something where both files have the whole day, or where the balances tell whether
the line comes on top. Else it is for a person to say.
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

#: So far may a person have dated a payment from the day on which the bank booked it;
#: references that a bank uses again stand further apart.
_NEAR = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredPeriod:
    """What days a statement has, and with which balances it begins and ends.

    Attributes:
        since: First day; None if unknown.
        until: Last day; None likewise.
        closing: Balance after the last line; None likewise.
        closing_day: The day at whose end that was; None for the last day.
    """

    since: date | None
    until: date | None
    closing: Decimal | None = None
    closing_day: date | None = None

    @property
    def closed_on(self) -> date | None:
        """The day at whose end the closing balance stood."""
        return self.closing_day or self.until

    def shares_whole_day(self, other: CoveredPeriod, day: date) -> bool:
        """Whether both have every line of this day.

        A statement may have been made in the middle of its first or last day, unless
        the other begins or ends with it.
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
    """The lines of a statement, by whether the books have them.

    Attributes:
        new: What is not there.
        there: What is there.
        renamed: What is there under the other reference that stands beside it.
        doubtful: Of the new ones, those that may be there under another reference.
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
    """The lines of one account that the books have."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._count: Counter[_Known] = Counter()
        self._by_reference: defaultdict[str, list[_Known]] = defaultdict(list)
        self._by_amount: defaultdict[tuple[date, Decimal], list[_Known]] = defaultdict(
            list
        )
        self._periods: list[CoveredPeriod] = []

    def add(self, reference: str, day: date, amount: Decimal) -> None:
        """A line that a posting clears, or several postings each a part of."""
        known = _Known(reference, day, amount)
        self._count[known] += 1
        self._by_reference[reference].append(known)
        self._by_amount[day, amount].append(known)

    def add_period(self, period: CoveredPeriod) -> None:
        """A statement whose lines are all there."""
        self._periods.append(period)

    def sort(
        self, lines: Iterable[IdentifiedLine], period: CoveredPeriod
    ) -> SortedLines:
        """Say which lines of a statement are there.

        Args:
            lines: In their order; of equal ones, as many are there as the books have.
            period: What the statement covers.
        """
        found, used = SortedLines(), Counter[_Known]()
        left = [line for line in lines if not self._take_exact(line, used, found)]
        left = [line for line in left if not self._take_by_reference(line, used, found)]
        for line in left:
            other = self._under_another_reference(line, used)
            if other is None:
                found.new.append(line)
                continue
            used[other] += 1
            day = line.line.day
            if any(one.shares_whole_day(period, day) for one in self._periods):
                found.renamed.append((line, other.reference))
            else:
                found.doubtful[id(line)] = other.reference
                found.new.append(line)
        if found.doubtful:
            self._decide_by_balance(found, period)
        return found

    def _decide_by_balance(self, found: SortedLines, period: CoveredPeriod) -> None:
        """Whether lines in doubt come on top, where a balance in the books tells."""
        before = self._balance(period.closed_on)
        if before is None or period.closing is None:
            return
        new = sum((one.line.amount for one in found.new), ZERO)
        doubtful = [one for one in found.new if id(one) in found.doubtful]
        in_doubt = sum((one.line.amount for one in doubtful), ZERO)
        if before + new == period.closing:
            found.doubtful.clear()
        elif before + new - in_doubt == period.closing:
            found.renamed.extend((one, found.doubtful[id(one)]) for one in doubtful)
            found.new[:] = [one for one in found.new if id(one) not in found.doubtful]
            found.doubtful.clear()

    def _balance(self, day: date | None) -> Decimal | None:
        """What had cleared at the end of a day, from the last balance in the books."""
        closed = [
            (one.closed_on, one.closing)
            for one in self._periods
            if one.closed_on is not None and one.closing is not None
        ]
        if day is None or not closed:
            return None
        last, balance = max(closed)
        for known, count in self._count.items():
            if last < known.day <= day:
                balance += count * known.amount
            elif day < known.day <= last:
                balance -= count * known.amount
        return balance

    def _take_exact(
        self, line: IdentifiedLine, used: Counter[_Known], found: SortedLines
    ) -> bool:
        known = _Known(*line.identity)
        if used[known] >= self._count[known]:
            return False
        used[known] += 1
        found.there.append(line)
        return True

    def _take_by_reference(
        self, line: IdentifiedLine, used: Counter[_Known], found: SortedLines
    ) -> bool:
        """By a posting of another day, or several that sum to the line."""
        near = self._unused(
            (
                one
                for one in self._by_reference.get(line.reference, ())
                if abs(one.day - line.line.day) <= _NEAR
            ),
            used,
        )
        equal = [one for one in near if one.amount == line.line.amount][:1]
        if not equal and near:
            total = sum((one.amount for one in near), ZERO)
            equal = list(near) if total == line.line.amount else []
        if not equal:
            return False
        used.update(equal)
        found.there.append(line)
        return True

    def _under_another_reference(
        self, line: IdentifiedLine, used: Counter[_Known]
    ) -> _Known | None:
        same = self._by_amount.get((line.line.day, line.line.amount), ())
        return next(iter(self._unused(same, used)), None)

    def _unused(
        self, known: Iterable[_Known], used: Counter[_Known]
    ) -> Sequence[_Known]:
        left = Counter(used)
        found = []
        for one in known:
            if left[one]:
                left[one] -= 1
            else:
                found.append(one)
        return found
