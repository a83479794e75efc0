"""Statements without any declaration: every account, as a tree below its root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.statement import (
    ROUNDING,
    AccountTree,
    account_line,
    heading_line,
    merged,
    total_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.balances import Balances, Ledger
    from ledgerkit.general_ledger.movements import AccountCurrency
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine, Members

_CREDITS = {RootAccount.LIABILITIES, RootAccount.EQUITY, RootAccount.INCOME}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A part of a statement: the accounts below one root."""

    root: RootAccount
    name: str
    columns: Sequence[Members]

    @property
    def sign(self) -> int:
        return -1 if self.root in _CREDITS else 1

    @property
    def members(self) -> Sequence[Members | None]:
        return AccountTree(self.columns, self.name).members()

    def lines(self) -> Iterator[FinancialLine]:
        """A heading and the accounts as a tree, without the total."""
        yield heading_line(self.root.value, self.name, len(self.columns))
        yield from AccountTree(self.columns, self.name).lines(self.sign, 1)

    def total(self) -> FinancialLine:
        id_, label = f"total-{self.root.value}", f"Total {self.name.lower()}"
        return total_line(id_, label, self.sign, self.members)


class PlainLayout:
    """The statements of a book in one currency, account by account."""

    def __init__(
        self, ledger: Ledger, currency: str, names: Mapping[RootAccount, str]
    ) -> None:
        """Take the book's balances.

        Args:
            ledger: The balances and turnovers of all accounts.
            currency: The currency to show.
            names: What the book calls each root account, e.g. ``Assets``.
        """
        self._ledger = ledger
        self._currency = currency
        self._names = names

    def income_statement(self, periods: Sequence[Period]) -> Sequence[FinancialLine]:
        """Income, expenses and the result of each period."""
        columns = [self._of_currency(self._ledger.results(p)) for p in periods]
        income = self._section(RootAccount.INCOME, columns)
        expenses = self._section(RootAccount.EXPENSES, columns)
        result = merged([income.members, expenses.members])
        return [
            *income.lines(),
            income.total(),
            *expenses.lines(),
            expenses.total(),
            total_line("result", "Result", -1, result),
        ]

    def balance_sheet(self, days: Sequence[date]) -> Sequence[FinancialLine]:
        """Assets, liabilities and equity at the end of each day."""
        balances = [self._ledger.balances(day) for day in days]
        columns = [self._of_currency(b.accounts) for b in balances]
        assets, liabilities, equity = (
            self._section(root, columns)
            for root in (
                RootAccount.ASSETS,
                RootAccount.LIABILITIES,
                RootAccount.EQUITY,
            )
        )
        own = list(self._own_figures(balances))
        own_capital = merged([equity.members, *(each.members for each in own)])
        debts, capital = liabilities.name.lower(), equity.name.lower()
        both = merged([liabilities.members, own_capital])
        return [
            *assets.lines(),
            assets.total(),
            *liabilities.lines(),
            liabilities.total(),
            *equity.lines(),
            *own,
            total_line("total-equity", f"Total {capital}", -1, own_capital),
            total_line(
                "total-liabilities-and-equity", f"Total {debts} and {capital}", -1, both
            ),
        ]

    def _own_figures(self, balances: Sequence[Balances]) -> Iterator[FinancialLine]:
        """What belongs to equity and is on none of its accounts."""
        for id_, label, members_of in _OWN_FIGURES:
            columns = [self._of_currency(members_of(b)) or None for b in balances]
            if any(columns):
                yield account_line(id_, label, 1, -1, columns)
        rounding = [
            {ROUNDING: -b.rounding[self._currency]}
            if self._currency in b.rounding
            else None
            for b in balances
        ]
        if any(rounding):
            yield account_line(
                "rounding", "Rounding within transactions", 1, -1, rounding
            )

    def _of_currency(self, amounts: Mapping[AccountCurrency, Decimal]) -> Members:
        return {
            account: amount
            for (account, currency), amount in amounts.items()
            if currency == self._currency
        }

    def _section(self, root: RootAccount, columns: Sequence[Members]) -> _Section:
        own = [
            {a: n for a, n in column.items() if self._ledger.root_of(a) is root}
            for column in columns
        ]
        return _Section(root=root, name=self._names[root], columns=own)


_OWN_FIGURES: Sequence[
    tuple[str, str, Callable[[Balances], Mapping[AccountCurrency, Decimal]]]
] = (
    ("result", "Result of the year", lambda balances: balances.result),
    (
        "earlier",
        "Result of earlier years, not closed",
        lambda balances: balances.earlier,
    ),
    (
        "translation",
        "Translation difference",
        lambda balances: balances.translation,
    ),
)
