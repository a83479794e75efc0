"""Whether the balances beside statement lines follow from the amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
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

    def stated_end(self, *, newest_first: bool) -> Decimal | None:
        """The balance beside the latest line; None if there is none."""
        if newest_first:
            return self._first if self._before_first == ZERO else None
        return self._last if self._since_last == ZERO else None
