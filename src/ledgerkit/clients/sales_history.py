"""What each client brought in, indexed so that any stretch of time is quick to sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.clients.sale import Sale
    from ledgerkit.clients.year_before import Stretch


class SalesHistory:
    """The sales of one currency, up to a day.

    Attributes:
        currency: Of every amount.
        as_of: The last day that counts.
    """

    def __init__(self, sales: Iterable[Sale], currency: str, as_of: date) -> None:
        """Take the sales of the currency and of these days from among any."""
        self.currency = currency
        self.as_of = as_of
        self._sales = [
            s for s in sales if s.currency == currency and s.day <= as_of and s.client
        ]

    @cached_property
    def clients(self) -> Sequence[str]:
        """Whoever was sold something, in alphabetical order."""
        return sorted({s.client for s in self._sales if not s.is_cost})

    def revenue(self, client: str, stretch: Stretch) -> Decimal:
        """What a client brought in, without tax and less credit notes."""
        return _within(self._revenue.get(client), stretch)

    def cost(self, client: str, stretch: Stretch) -> Decimal:
        """What a client cost, where postings name it; positive."""
        return -_within(self._costs.get(client), stretch)

    def has_costs(self, client: str) -> bool:
        """Whether any cost names the client: without, a margin says nothing."""
        return client in self._costs

    def credited(self, client: str, stretch: Stretch) -> Decimal:
        """What credit notes took off, without tax; positive."""
        return -_within(self._credits.get(client), stretch)

    def gross(self, client: str, stretch: Stretch) -> Decimal:
        """What was invoiced, without tax and before credit notes."""
        return self.revenue(client, stretch) + self.credited(client, stretch)

    def on_account(self, client: str, account: str, stretch: Stretch) -> Decimal:
        """What a client brought in on an income account and those below it."""
        below = f"{account}:"
        return sum(
            (
                _within(total, stretch)
                for name, total in self._by_account.get(client, {}).items()
                if name == account or name.startswith(below)
            ),
            ZERO,
        )

    def by_account(self, client: str, stretch: Stretch) -> Mapping[str, Decimal]:
        """What a client brought in on each income account, where not zero."""
        sums = {
            account: _within(total, stretch)
            for account, total in self._by_account.get(client, {}).items()
        }
        return {account: amount for account, amount in sorted(sums.items()) if amount}

    def invoice_days(self, client: str) -> Sequence[date]:
        """The days on which something was sold to a client, rising, each once."""
        return self._days.get(client, ())

    @cached_property
    def _days(self) -> Mapping[str, Sequence[date]]:
        days: dict[str, set[date]] = defaultdict(set)
        for sale in self._sales:
            passed = sale.is_cost or sale.is_credit or sale.is_recognised
            if not passed and sale.amount >= 0:
                days[sale.client].add(sale.day)
        return {client: sorted(found) for client, found in days.items()}

    @cached_property
    def _revenue(self) -> Mapping[str, RunningTotal]:
        return _totals(s for s in self._sales if not s.is_cost)

    @cached_property
    def _costs(self) -> Mapping[str, RunningTotal]:
        return _totals(s for s in self._sales if s.is_cost)

    @cached_property
    def _credits(self) -> Mapping[str, RunningTotal]:
        return _totals(s for s in self._sales if s.is_credit and not s.is_cost)

    @cached_property
    def _by_account(self) -> Mapping[str, Mapping[str, RunningTotal]]:
        found: dict[str, dict[str, RunningTotal]] = defaultdict(dict)
        for sale in self._sales:
            if not sale.is_cost:
                accounts = found[sale.client]
                total = accounts.get(sale.account)
                if total is None:
                    total = accounts[sale.account] = RunningTotal()
                total.moved[sale.day] += sale.amount
        return found


def main_currency(sales: Iterable[Sale]) -> str:
    """The currency of most sales; of two with as many, the first by name."""
    counts = Counter(sale.currency for sale in sales if not sale.is_cost)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def _within(total: RunningTotal | None, stretch: Stretch) -> Decimal:
    return total.between(stretch.first, stretch.last) if total else ZERO


def _totals(sales: Iterable[Sale]) -> Mapping[str, RunningTotal]:
    totals: dict[str, RunningTotal] = defaultdict(RunningTotal)
    for sale in sales:
        totals[sale.client].moved[sale.day] += sale.amount
    return dict(totals)
