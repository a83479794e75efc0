"""Transactions -> changes in equity, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.general_ledger.opening_entries import OpeningEntries
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.general_ledger.equity_changes import EquityChange, EquityMovement
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beancount.core.data import Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.period import Period

_TAKEN_OUT = frozenset({Role.DRAWINGS, Role.DIVIDENDS})
_RESULT = {RootAccount.INCOME, RootAccount.EXPENSES}


class EquityReader:
    """Reads why equity changed: by the role of its account, else the other accounts."""

    def __init__(
        self, source: Source, transactions: Callable[[Period], Iterator[Transaction]]
    ) -> None:
        """Read a book.

        Args:
            source: The book.
            transactions: Gives a period's, without closing entries.
        """
        self._chart = source.chart
        self._openings = OpeningEntries(source)
        self._transactions = transactions

    def movements(self, period: Period, currency: str) -> Iterator[EquityMovement]:
        """What a period's transactions posted to equity, in a currency."""
        for txn in self._transactions(period):
            yield from self._of(txn, currency)

    def _of(self, txn: Transaction, currency: str) -> Iterator[EquityMovement]:
        for posting in txn.postings:
            if self._chart.root(posting.account) is not RootAccount.EQUITY:
                continue
            weight, weighed_in = weight_of(posting)
            if weight and weighed_in == currency:
                yield EquityMovement(
                    day=txn.date,
                    account=posting.account,
                    amount=-weight,
                    change=self._why(txn, posting.account, -weight),
                )

    def _why(self, txn: Transaction, account: str, amount: object) -> EquityChange:
        if self._openings.is_one(txn):
            return EquityChange.BROUGHT_FORWARD
        role = self._chart.role(account)
        if role is not None and role.role in _TAKEN_OUT:
            return EquityChange.DISTRIBUTIONS
        others = {
            self._chart.root(posting.account)
            for posting in txn.postings
            if posting.account != account
        }
        if others <= {RootAccount.EQUITY}:
            return EquityChange.TRANSFERS
        if others & _RESULT:
            return EquityChange.OTHER
        assert isinstance(amount, type(ZERO))
        return EquityChange.CONTRIBUTIONS if amount > 0 else EquityChange.DISTRIBUTIONS
