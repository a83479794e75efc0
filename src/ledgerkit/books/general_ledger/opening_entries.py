"""Entries that bring balances forward from before the books began."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import RootAccount, bare_name

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.source import Source

_RESULT = {RootAccount.INCOME, RootAccount.EXPENSES}
#: Of an account of equity that balances are brought forward against.
_WORDS = """
    OpeningBalances OpeningBalance Opening Openings BalanceForward
    Anfangsbestand Anfangsbestände Eröffnungsbilanz Eröffnung Saldenvortrag
    SaldiIniziali BilancioDiApertura Apertura BilanDOuverture ANouveau SaldosIniciales
"""
_NAMES = frozenset(map(bare_name, _WORDS.split()))


class OpeningEntries:
    """Tells the entries that open the books from what owners pay in."""

    def __init__(self, source: Source) -> None:
        """Tell them in this book."""
        self._source = source
        self._roots: dict[str, RootAccount | None] = {}
        options = source.options
        self._account = (
            f"{options['name_equity']}:{options['account_previous_balances']}"
        )

    def is_one(self, txn: Transaction) -> bool:
        """Whether a transaction brings balances forward.

        It fills a pad; or it meets an account of equity for opening balances and
        neither income nor expenses; or, on the first day of the books, it brings
        several assets and debts at once.
        """
        if txn.flag == "P":
            return True
        roots = {self._root(posting.account) for posting in txn.postings}
        if RootAccount.EQUITY not in roots or roots & _RESULT:
            return False
        if any(self._is_for_openings(posting.account) for posting in txn.postings):
            return True
        brought = {
            posting.account
            for posting in txn.postings
            if self._root(posting.account) is not RootAccount.EQUITY
        }
        return txn.date == self._first_day and len(brought) > 1

    def _is_for_openings(self, account: str) -> bool:
        if self._root(account) is not RootAccount.EQUITY:
            return False
        if account == self._account or account.startswith(f"{self._account}:"):
            return True
        return any(bare_name(part) in _NAMES for part in account.split(":")[1:])

    def _root(self, account: str) -> RootAccount | None:
        try:
            return self._roots[account]
        except KeyError:
            root = self._source.chart.root(account)
            return self._roots.setdefault(account, root)

    @cached_property
    def _first_day(self) -> date | None:
        """The day of the first transaction."""
        return next(
            (d.date for d in self._source.directives if isinstance(d, Transaction)),
            None,
        )
