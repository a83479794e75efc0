"""Postings to stock, cost of sales and tills -> running totals, by currency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.chart_of_accounts import AccountRole


@dataclass(frozen=True, slots=True)
class StockTotals:
    """What lies in stock and what was sold of it, at cost.

    Attributes:
        stock: The value of the goods, by currency.
        cost_of_sales: What the goods sold had cost, by currency.
        paid_at_once: What was sold without a receivable, with its tax, by currency.
    """

    stock: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )
    cost_of_sales: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )
    paid_at_once: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )


def read_stock(
    directives: Iterable[Directive], chart: ChartOfAccounts, income: str
) -> StockTotals:
    """Add up what was posted to accounts of role ``stock`` and ``cost-of-sales``.

    Goods that are kept in pieces count at the cost that their lots carry. Where a
    transaction credits income of no other role and nobody owes anything for it, what
    comes into cash, bank, card and clearing accounts was paid at once.

    Args:
        directives: The book.
        chart: The role of every account.
        income: What the book calls its income accounts.
    """
    totals = StockTotals()
    by_role = {Role.STOCK: totals.stock, Role.COST_OF_SALES: totals.cost_of_sales}
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        sells, roles = False, [chart.role(posting.account) for posting in txn.postings]
        for posting, role in zip(txn.postings, roles, strict=True):
            if role is None:
                sells = sells or posting.account.startswith(f"{income}:")
            elif role.role in by_role and posting.units is not None:
                weight = get_weight(posting)
                if weight.number is not None:
                    by_role[role.role][weight.currency].moved[txn.date] += weight.number
        if sells and not any(role and role.role.side for role in roles):
            _add_takings(totals, txn, roles)
    return totals


def _add_takings(
    totals: StockTotals, txn: Transaction, roles: Sequence[AccountRole | None]
) -> None:
    for posting, role in zip(txn.postings, roles, strict=True):
        units = posting.units
        if role and role.role.holds_money and units is not None and units.number:
            totals.paid_at_once[units.currency].moved[txn.date] += units.number
