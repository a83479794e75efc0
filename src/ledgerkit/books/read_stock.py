"""Postings to stock and cost of sales -> running totals, by currency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Directive


@dataclass(frozen=True, slots=True)
class StockTotals:
    """What lies in stock and what was sold of it, at cost.

    Attributes:
        stock: The value of the goods, by currency.
        cost_of_sales: What the goods sold had cost, by currency.
    """

    stock: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )
    cost_of_sales: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )


def read_stock(directives: Iterable[Directive], chart: ChartOfAccounts) -> StockTotals:
    """Add up what was posted to accounts of role ``stock`` and ``cost-of-sales``.

    Goods that are kept in pieces count at the cost that their lots carry.
    """
    totals = StockTotals()
    by_role = {Role.STOCK: totals.stock, Role.COST_OF_SALES: totals.cost_of_sales}
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        for posting in txn.postings:
            role = chart.role(posting.account)
            if role is None or role.role not in by_role or posting.units is None:
                continue
            weight = get_weight(posting)
            if weight.number is not None:
                by_role[role.role][weight.currency].moved[txn.date] += weight.number
    return totals
