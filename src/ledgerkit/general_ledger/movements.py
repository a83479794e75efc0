"""What was posted to each account, by day: the one sum that every statement reads.

Amounts are posting weights in the ledger's signs, debit positive. A posting at a cost
or a price weighs in the currency of that, so that a book in euros is summed in euros,
whatever it bought and sold; sums of units, cost or converted balances lose results of
exchange.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal


class AccountCurrency(NamedTuple):
    """An account, and one of the currencies that it is posted in."""

    account: str
    currency: str


class Turnover(NamedTuple):
    """What was posted on each side; neither is negative."""

    debit: Decimal
    credit: Decimal

    @property
    def net(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


@dataclass(slots=True)
class DailyTurnover:
    """An account's turnover by day, in order of the days.

    Attributes:
        days: The days on which it was posted to, in order.
        debits: What was debited on each.
        credits: What was credited on each, as positive amounts.
    """

    days: list[date] = field(default_factory=list)
    debits: list[Decimal] = field(default_factory=list)
    credits: list[Decimal] = field(default_factory=list)
    _sums: tuple[Sequence[Decimal], Sequence[Decimal]] | None = None

    def between(self, first: date, last: date) -> Turnover:
        """The turnover from one day to another, both counted."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        if start >= end:
            return Turnover(ZERO, ZERO)
        debits, credits_ = self._summed()
        return Turnover(debits[end] - debits[start], credits_[end] - credits_[start])

    def until(self, last: date) -> Decimal:
        """The balance at the end of a day, debit positive."""
        end = bisect_right(self.days, last)
        debits, credits_ = self._summed()
        return debits[end] - credits_[end]

    def insert(self, day: date, weight: Decimal) -> None:
        """Add what was posted on a day, whatever its place."""
        place = bisect_right(self.days, day)
        self.days.insert(place, day)
        self.debits.insert(place, max(weight, ZERO))
        self.credits.insert(place, max(-weight, ZERO))
        self._sums = None

    def _summed(self) -> tuple[Sequence[Decimal], Sequence[Decimal]]:
        if self._sums is None:
            self._sums = (
                list(accumulate(self.debits, initial=ZERO)),
                list(accumulate(self.credits, initial=ZERO)),
            )
        return self._sums


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingEntry:
    """A transaction that closes a fiscal year's accounts, or opens them again.

    It is no movement of the year: a statement shows what was earned, not that it was
    carried to equity.

    Attributes:
        takes_effect: The first day of the year after the one that it closes.
        weights: What it posts to each account.
        filename: Where it stands.
        lineno: The line there.
        is_stated: Whether it says itself that it is one.
    """

    takes_effect: date
    weights: Mapping[AccountCurrency, Decimal]
    filename: str
    lineno: int
    is_stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """All that was posted, without closing entries, and those by themselves.

    Attributes:
        by_account: The turnover of each account in each currency.
        closings: The closing entries, by day.
    """

    by_account: Mapping[AccountCurrency, DailyTurnover]
    closings: Sequence[ClosingEntry]

    def closed(
        self, after: date | None, until: date
    ) -> Mapping[AccountCurrency, Decimal]:
        """What closing entries carried that take effect within these days.

        Args:
            after: Only what takes effect after this day; None for all.
            until: The last day on which they take effect.
        """
        return sum_weights(
            entry.weights
            for entry in self.closings
            if (after is None or entry.takes_effect > after)
            and entry.takes_effect <= until
        )


def sum_weights(
    weights: Iterable[Mapping[AccountCurrency, Decimal]],
) -> dict[AccountCurrency, Decimal]:
    """Several sums by account, as one."""
    sums: dict[AccountCurrency, Decimal] = {}
    for each in weights:
        for key, weight in each.items():
            sums[key] = sums.get(key, ZERO) + weight
    return sums
