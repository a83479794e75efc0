"""Budgets, spread by day over what they are for.

As in Fava, whose directives they are: a budget holds until the next one of its account
and currency, and each day has its part of the day's week, month, quarter or year. All
is exact, and rounded at the end: day by day, a year of 200 would be 199.99….
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.general_ledger.schedules.months import rounded_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period

_DAY = timedelta(days=1)
#: What is left of thirds and sevenths is far below what is shown.
_FINEST = Decimal(1).scaleb(-9)


class BudgetInterval(Enum):
    """What a budget's amount is for; the values are Fava's words for it."""

    DAY = ("daily", "day")
    WEEK = ("weekly", "week")
    MONTH = ("monthly", "month")
    QUARTER = ("quarterly", "quarter")
    YEAR = ("yearly", "year")

    def around(self, day: date) -> tuple[date, date]:
        """The first and the last day of the interval that a day is in.

        >>> BudgetInterval.QUARTER.around(date(2025, 5, 7))
        (datetime.date(2025, 4, 1), datetime.date(2025, 6, 30))
        """
        match self:
            case BudgetInterval.DAY:
                return day, day
            case BudgetInterval.WEEK:
                first = date.fromordinal(max(1, day.toordinal() - day.weekday()))
                last = min(first.toordinal() + 6, date.max.toordinal())
                return first, date.fromordinal(last)
            case BudgetInterval.MONTH:
                return day.replace(day=1), month_end(day)
            case BudgetInterval.QUARTER:
                month = (day.month - 1) // 3 * 3 + 1
                return date(day.year, month, 1), month_end(date(day.year, month + 2, 1))
            case BudgetInterval.YEAR:
                return date(day.year, 1, 1), date(day.year, 12, 31)


#: Each word for an interval.
BUDGET_WORDS: Mapping[str, BudgetInterval] = {
    word: interval for interval in BudgetInterval for word in interval.value
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What is planned for an account, from a day on.

    Attributes:
        account: The account, and all below it.
        currency: Of the amount.
        day: The first day.
        interval: What the amount is for.
        number: The amount, in the ledger's signs: income is negative.
        place: Where it stands.
    """

    account: str
    currency: str
    day: date
    interval: BudgetInterval
    number: Decimal
    place: Place

    def between(self, first: date, last: date) -> Fraction:
        """Its part for the days from one to another, both counted."""
        amount = Fraction(0)
        while first <= last:
            start, end = self.interval.around(first)
            until = min(end, last)
            share = Fraction((until - first).days + 1, (end - start).days + 1)
            amount += Fraction(self.number) * share
            if until == date.max:
                break
            first = until + _DAY
        return amount


class BudgetPlan:
    """The budgets of a book."""

    def __init__(self, budgets: Iterable[Budget]) -> None:
        """Take all budgets, in ledger order."""
        self._budgets: dict[AccountCurrency, list[Budget]] = {}
        for budget in sorted(budgets, key=lambda each: each.day):
            key = AccountCurrency(budget.account, budget.currency)
            self._budgets.setdefault(key, []).append(budget)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._budgets)

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies that budgets are in."""
        return frozenset(key.currency for key in self._budgets)

    def amounts(self, period: Period) -> Mapping[AccountCurrency, Decimal]:
        """What is planned for a period, for each account that has a budget then.

        A budget of an account that others are below says nothing of theirs.
        """
        found: dict[AccountCurrency, Decimal] = {}
        for key in sorted(self._budgets):
            parts = list(self._parts(key, period))
            if parts:
                found[key] = rounded_fraction(sum(parts, Fraction(0)), _FINEST)
        return found

    def _parts(self, key: AccountCurrency, period: Period) -> Iterator[Fraction]:
        budgets = self._budgets[key]
        ends = [later.day - _DAY for later in budgets[1:]]
        for budget, end in zip(budgets, [*ends, period.last], strict=True):
            first, last = max(budget.day, period.first), min(end, period.last)
            if first <= last:
                yield budget.between(first, last)


def is_at_or_below(account: str, above: str) -> bool:
    """Whether an account is another, or below it.

    >>> is_at_or_below("Expenses:Food:Lunch", "Expenses:Food")
    True
    >>> is_at_or_below("Expenses:FoodBank", "Expenses:Food")
    False
    """
    return account == above or account.startswith(f"{above}:")
