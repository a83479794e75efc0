"""Whether the balances beside statement lines follow from the amounts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(slots=True)
class _Way:
    """One interpretation: the latest line first or last, signs as is or reversed."""

    newest_first: bool
    reverse: bool
    broken: int = 0
    first_broken: int = 0

    def compare(self, tie: bool, line: int) -> None:  # noqa: FBT001
        if not tie:
            self.broken += 1
            self.first_broken = self.first_broken or line


@dataclass(slots=True)
class BalanceCheck:
    """Follows the balances of one account, line by line, in every interpretation.

    Attributes:
        compared: How many balances were compared with the one before.
    """

    compared: int = 0
    _first: Decimal | None = None
    _before_first: Decimal = ZERO
    _first_amount: Decimal = ZERO
    _last: Decimal | None = None
    _last_amount: Decimal = ZERO
    _since_last: Decimal = ZERO
    _all: Decimal = ZERO
    _ways: list[_Way] = field(
        default_factory=lambda: [
            _Way(newest_first=newest, reverse=reverse)
            for newest in (False, True)
            for reverse in (False, True)
        ]
    )

    def add(self, amount: Decimal, balance: Decimal | None, line: int) -> None:
        """The next line of the file."""
        self._all += amount
        if balance is None:
            self._since_last += amount
            return
        if self._last is None:
            self._first, self._before_first = balance, self._since_last
            self._first_amount = amount
        else:
            self._compare(amount, balance, line)
        self._last, self._last_amount, self._since_last = balance, amount, ZERO

    def _compare(self, amount: Decimal, balance: Decimal, line: int) -> None:
        assert self._last is not None
        self.compared += 1
        oldest_first = self._since_last + amount
        newest_first = self._last_amount + self._since_last
        for way in self._ways:
            moved = newest_first if way.newest_first else oldest_first
            if way.reverse:
                moved = -moved
            before, after = self._last, balance
            if way.newest_first:
                before, after = after, before
            way.compare(before + moved == after, line)

    def ties(self, *, newest_first: bool, reverse: bool) -> bool:
        """Whether every balance follows from the one before in this interpretation."""
        return self.broken_at(newest_first=newest_first, reverse=reverse) == 0

    def broken_at(self, *, newest_first: bool, reverse: bool) -> int:
        """The first line whose balance doesn't follow; 0 if all do."""
        for way in self._ways:
            if way.newest_first == newest_first and way.reverse == reverse:
                return way.first_broken
        raise AssertionError

    def ends(
        self, *, newest_first: bool, reverse: bool
    ) -> tuple[Decimal, Decimal] | None:
        """The balances before the first line and after the last; None if unknown."""
        if self._first is None or self._last is None:
            return None
        sign = -1 if reverse else 1
        if newest_first:
            closing = self._first + sign * self._before_first
            opening = self._last - sign * (self._last_amount + self._since_last)
        else:
            opening = self._first - sign * (self._before_first + self._first_amount)
            closing = self._last + sign * self._since_last
        return opening, closing


class ChainedLines(NamedTuple):
    """Lines in the order that their balances prove.

    Attributes:
        opening: The balance before the first.
        closing: That after the last.
        order: Their positions in the file.
    """

    opening: Decimal
    closing: Decimal
    order: Sequence[int]


class _Link(NamedTuple):
    """A line, by its balances before and after."""

    before: Decimal
    after: Decimal
    position: int


#: With more lines, only the order of the file is tried.
_CHAINED_MAX = 100_000


@dataclass(slots=True)
class DayChain:
    """The lines of one account by their days, whatever their order in the file.

    Sorted by day, each balance must follow from the one before: within a day in any
    order, as each line leads from one balance to another and all of them together make
    one path (Hierholzer 1873).
    """

    _lines: defaultdict[date, list[tuple[Decimal, Decimal, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _others: defaultdict[date, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _is_whole: bool = True

    def add(
        self, day: date, amount: Decimal, balance: Decimal | None, position: int
    ) -> None:
        """The next line of the file."""
        if balance is None or position >= _CHAINED_MAX:
            self._is_whole = False
            self._lines.clear()
        elif self._is_whole:
            self._lines[day].append((amount, balance, position))

    def add_pending(self, day: date, position: int) -> None:
        """A line that moves no balance: it comes last on its day."""
        if self._is_whole:
            self._others[day].append(position)

    def ordered(self, *, reverse: bool) -> ChainedLines | None:
        """The lines in the order in which all balances follow; None if in none.

        Args:
            reverse: Whether positive amounts are money out.
        """
        if not self._is_whole or not self._lines:
            return None
        links = {
            day: [
                _Link(balance + amount if reverse else balance - amount, balance, n)
                for amount, balance, n in self._lines[day]
            ]
            for day in sorted(self._lines)
        }
        opening = _opening(list(links.values()))
        if opening is None:
            return None
        order, balance = [], opening
        for day in sorted({*links, *self._others}):
            path = _path(links.get(day, ()), balance)
            order += [*(link.position for link in path), *self._others.get(day, ())]
            balance = path[-1].after if path else balance
        return ChainedLines(opening, balance, order)


def _opening(days: Sequence[Sequence[_Link]]) -> Decimal | None:
    """The only balance from which the lines of every day make one path."""
    reached: dict[Decimal, set[Decimal]] = {}
    for number, links in enumerate(days):
        ways = _ways(links)
        if number == 0:
            reached = {last: {first} for first, last in ways}
            continue
        reached = {last: reached[first] for first, last in ways if first in reached}
    openings = set().union(*reached.values())
    return openings.pop() if len(openings) == 1 and len(reached) == 1 else None


def _ways(links: Sequence[_Link]) -> Sequence[tuple[Decimal, Decimal]]:
    """From which balance to which the lines of a day may lead; none if they don't."""
    surplus: Counter[Decimal] = Counter()
    for link in links:
        surplus[link.before] += 1
        surplus[link.after] -= 1
    ends = sorted((balance, n) for balance, n in surplus.items() if n)
    starts = [balance for balance, n in ends if n == 1]
    if ends and (len(ends) != 2 or len(starts) != 1):
        return []
    if not ends:
        return [
            (link.before, link.before) for link in links if _path(links, link.before)
        ]
    last = next(balance for balance, n in ends if n == -1)
    return [(starts[0], last)] if _path(links, starts[0]) else []


def _path(links: Sequence[_Link], first: Decimal) -> Sequence[_Link]:
    """The lines of a day as one path from a balance; empty if they make none."""
    leaving: defaultdict[Decimal, list[_Link]] = defaultdict(list)
    for link in reversed(links):
        leaving[link.before].append(link)
    path: list[_Link] = []
    stack: list[tuple[Decimal, _Link | None]] = [(first, None)]
    while stack:
        balance, came_by = stack[-1]
        if leaving[balance]:
            link = leaving[balance].pop()
            stack.append((link.after, link))
        else:
            stack.pop()
            if came_by is not None:
                path.append(came_by)
    path.reverse()
    follows = all(one.after == other.before for one, other in pairwise(path))
    return path if len(path) == len(links) and follows else []
