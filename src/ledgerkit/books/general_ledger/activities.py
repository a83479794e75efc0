"""The activity of cash that each account belongs to: stated, by its role or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.cash_flow import BEFORE_THE_BOOKS, ON_ACCOUNT_LINES
from ledgerkit.general_ledger.activity_names import activity_by_name
from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.chart_of_accounts import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts

_KEY = "cash-flow"
_NO_ACCOUNTS = frozenset({*ON_ACCOUNT_LINES.values(), *BEFORE_THE_BOOKS.values()})
_EQUITY = frozenset(
    {Role.RETAINED_EARNINGS, Role.CAPITAL, Role.DRAWINGS, Role.DIVIDENDS}
)


class Activities:
    """Looks up the activity of an account, and keeps it."""

    def __init__(
        self,
        chart: ChartOfAccounts,
        opens: Mapping[str, Mapping[str, Any]],
        tax_accounts: AbstractSet[str],
    ) -> None:
        """Take what the book says of its accounts.

        Args:
            chart: The role and type of every account.
            opens: The metadata of each account's ``open`` directive.
            tax_accounts: The accounts that tax codes post to.
        """
        self._chart = chart
        self._opens = opens
        self._tax_accounts = tax_accounts
        self._known: dict[str, CashActivity] = dict.fromkeys(
            _NO_ACCOUNTS, CashActivity.OPERATING
        )

    def __call__(self, account: str) -> CashActivity:
        """The activity of an account, or of a line that is none."""
        if account not in self._known:
            self._known[account] = self._find(account)
        return self._known[account]

    def _find(self, account: str) -> CashActivity:
        stated = self._stated(account)
        if stated is not None:
            return stated
        role = self._chart.role(account)
        if role is not None and role.role is not Role.NONE:
            is_equity = role.role in _EQUITY
            return CashActivity.FINANCING if is_equity else CashActivity.OPERATING
        if account in self._tax_accounts:
            return CashActivity.OPERATING
        return activity_by_name(account, self._chart.root(account))

    def _stated(self, account: str) -> CashActivity | None:
        """What ``cash-flow:`` says on the account or the nearest one above it."""
        name = account
        while name:
            value = self._opens.get(name, {}).get(_KEY)
            if value in set(CashActivity):
                return CashActivity(value)
            name = name.rpartition(":")[0]
        return None
