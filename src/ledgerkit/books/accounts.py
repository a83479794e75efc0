"""What the books say of accounts, whoever is dealt with on them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import OpenedAccounts
from ledgerkit.books.bank.cash_accounts import read_cash_accounts
from ledgerkit.books.receivables.allowance import accounts_with_role, balance_of_role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role


class AccountViews:
    """Views of a ledger's accounts.

    Attributes:
        directives: Beancount's directives, in its order.
        chart: The role of every account.
    """

    directives: Sequence[Directive]
    chart: ChartOfAccounts

    @cached_property
    def opened_accounts(self) -> OpenedAccounts:
        """What is opened and closed, for who writes into the book."""
        return OpenedAccounts(self.directives)

    def accounts_with_role(self, role: Role, as_of: date) -> Sequence[str]:
        """The accounts open on a day that are for this, in alphabetical order."""
        return accounts_with_role(self.directives, self.chart, role, as_of)

    def balance_of_role(self, role: Role, as_of: date) -> Mapping[str, Decimal]:
        """What all accounts with a role hold, by currency; debits are positive."""
        return balance_of_role(self.directives, self.chart, role, as_of)

    def cash_accounts(self, as_of: date) -> Sequence[CashAccount]:
        """Every account that holds money, as at a day."""
        return read_cash_accounts(self.directives, self.chart, as_of=as_of)
