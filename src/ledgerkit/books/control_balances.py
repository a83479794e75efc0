"""Control accounts' balances on any day, from the ledger itself.

The other half of the proof: summed from the directives without any of the
reading that the subledger rests on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.chart_of_accounts import AccountRole, ChartOfAccounts
    from ledgerkit.open_items.side import Side


class ControlBalances:
    """What each control account moved by on each day, in the ledger's sign."""

    def __init__(self, directives: Iterable[Directive], chart: ChartOfAccounts) -> None:
        """Sum the transactions, in one pass."""
        self._moved: dict[tuple[AccountRole, str], dict[date, Decimal]] = {}
        roles = _ControlRoles(chart)
        for directive in directives:
            if isinstance(directive, Transaction):
                for posting in directive.postings:
                    role, units = roles[posting.account], posting.units
                    if role is not None and units is not None:
                        assert units.number is not None
                        moved = self._moved.setdefault(
                            (role, units.currency), defaultdict(lambda: ZERO)
                        )
                        moved[directive.date] += units.number

    def at(self, side: Side, as_of: date) -> Mapping[tuple[str, str], Decimal]:
        """Balance by control account and currency at a day's end, as what is owed."""
        balances: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for (role, currency), moved in self._moved.items():
            if role.role.side is side:
                until = (number for day, number in moved.items() if day <= as_of)
                balances[role.root, currency] += side.sign * sum(until, ZERO)
        return balances


class _ControlRoles(dict[str, "AccountRole | None"]):
    """The role of each control account, found when it is first asked for."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> AccountRole | None:
        role = self._chart.role(account)
        is_control = role is not None and role.role.side is not None
        self[account] = role if is_control else None
        return self[account]
