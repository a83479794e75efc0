"""Balances as statements show them: a year's result is not yet equity.

Income and expenses are counted from the first day of the fiscal year. What earlier
years earned and nobody has closed is a figure of its own, so that the balance sheet
balances whether or not a book has closing entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.movements import AccountCurrency, Turnover, sum_weights
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.movements import ClosingEntry, Movements
    from ledgerkit.general_ledger.period import FiscalYearEnd, Period

_Key = TypeVar("_Key")

_RESULT = frozenset({RootAccount.INCOME, RootAccount.EXPENSES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """What stands on each account at the end of a day, debit positive.

    Attributes:
        day: The day.
        accounts: The balances of assets, liabilities and equity.
        result: What the fiscal year has earned up to the day, by account of income and
            expenses; a profit is negative, as a credit.
        earlier: What earlier years earned and no entry has closed, likewise.
        rounding: What transactions don't balance by, within Beancount's tolerance, by
            currency.
        translation: What equity in another currency is worth more or less at the
            closing rate, by account; empty where nothing was translated.
    """

    day: date
    accounts: Mapping[AccountCurrency, Decimal]
    result: Mapping[AccountCurrency, Decimal]
    earlier: Mapping[AccountCurrency, Decimal]
    rounding: Mapping[str, Decimal]
    translation: Mapping[AccountCurrency, Decimal] = field(default_factory=dict)


class Ledger:
    """The balances and turnovers of a book's accounts, on any day.

    Attributes:
        movements: What was posted.
        fiscal: When fiscal years end.
        root_of: The type of an account; None for one that has none.
    """

    def __init__(
        self,
        movements: Movements,
        fiscal: FiscalYearEnd,
        root_of: Callable[[str], RootAccount | None],
    ) -> None:
        """Take what was posted, and the type of each account."""
        self.movements = movements
        self.fiscal = fiscal
        self.root_of = root_of
        self._balances: dict[date, Balances] = {}

    def currencies(self, first: str | None = None) -> Sequence[str]:
        """The currencies of all that was posted, one of them first if it is there."""
        found = {key.currency for key in self.movements.by_account}
        return sorted(found, key=lambda currency: (currency != first, currency))

    def is_result(self, account: str) -> bool:
        """Whether an account is of income or expenses."""
        return self.root_of(account) in _RESULT

    def is_equity(self, account: str) -> bool:
        """Whether an account is of equity."""
        return self.root_of(account) is RootAccount.EQUITY

    def turnovers(self, period: Period) -> Mapping[AccountCurrency, Turnover]:
        """What was posted within a period, without closing entries."""
        return {
            key: daily.between(period.first, period.last)
            for key, daily in self.movements.by_account.items()
        }

    def openings(self, period: Period) -> Mapping[AccountCurrency, Decimal]:
        """Balances before a period; of a result, since the fiscal year began.

        Closing entries that take effect by its first day are in them.
        """
        year = self.fiscal.year_of(period.first)
        closed = self.movements.closed(None, period.first)
        openings: dict[AccountCurrency, Decimal] = {
            key: weight
            for key, weight in closed.items()
            if not self.is_result(key.account)
        }
        for key, daily in self.movements.by_account.items():
            if self.is_result(key.account):
                openings[key] = daily.between(year.first, period.before).net
            else:
                openings[key] = openings.get(key, ZERO) + daily.until(period.before)
        return openings

    def results(self, period: Period) -> Mapping[AccountCurrency, Decimal]:
        """What a period earned and spent, by account; income is negative."""
        return {
            key: net
            for key, daily in self.movements.by_account.items()
            if self.is_result(key.account)
            and (net := daily.between(period.first, period.last).net)
        }

    def balances(self, day: date) -> Balances:
        """The balances at the end of a day."""
        if day not in self._balances:
            self._balances[day] = self._balances_at(day)
        return self._balances[day]

    def closings_in(self, period: Period) -> Sequence[ClosingEntry]:
        """The closing entries that are left out of a period's turnovers."""
        return [
            entry
            for entry in self.movements.closings
            if period.first < entry.takes_effect <= period.last
        ]

    def _balances_at(self, day: date) -> Balances:
        year = self.fiscal.year_of(day)
        accounts: dict[AccountCurrency, Decimal] = {}
        result: dict[AccountCurrency, Decimal] = {}
        earlier: dict[AccountCurrency, Decimal] = {}
        whole: dict[str, Decimal] = {}
        closed = self.movements.closed(None, day)
        for key, balance in self._posted_until(day, closed):
            whole[key.currency] = whole.get(key.currency, ZERO) + balance
            if not self.is_result(key.account):
                accounts[key] = balance
                continue
            daily = self.movements.by_account.get(key)
            own = daily.between(year.first, day).net if daily is not None else ZERO
            result[key] = own
            earlier[key] = balance - own
        return Balances(
            day=day,
            accounts=_without_zeros(accounts),
            result=_without_zeros(result),
            earlier=_without_zeros(earlier),
            rounding=_without_zeros(whole),
        )

    def _posted_until(
        self, day: date, closed: Mapping[AccountCurrency, Decimal]
    ) -> Iterable[tuple[AccountCurrency, Decimal]]:
        posted = {
            key: daily.until(day) for key, daily in self.movements.by_account.items()
        }
        return sum_weights((posted, closed)).items()


def _without_zeros(sums: Mapping[_Key, Decimal]) -> Mapping[_Key, Decimal]:
    return {key: number for key, number in sums.items() if number}
