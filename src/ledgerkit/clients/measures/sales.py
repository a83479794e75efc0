"""Sales to clients, and their costs: the lines of income and expense."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.clients.measures.year import Stretch


class Sale(NamedTuple):
    """One line of revenue without tax, or of a cost that names a client.

    A NamedTuple, because a large book has 100,000 of them.

    Attributes:
        day: When it was booked.
        client: Id of the client; empty if nobody is named.
        account: The income, or expense, account.
        amount: Its effect: positive for revenue, negative for credit notes,
            discounts and costs.
        currency: Of the amount: the books' own, if a rate was known on the day.
        is_cost: Whether it is a cost of the client.
        number: Number of the invoice or credit note; empty if it has none.
        is_credit: Whether it is from a credit note, or an equivalent reduction of an
            invoice, with or without a number of its own.
        is_recognised: Whether it was invoiced before, and only earned now. The
            invoice itself then has a line of zero, on its deferred account.
    """

    day: date
    client: str
    account: str
    amount: Decimal
    currency: str
    is_cost: bool = False
    number: str = ""
    is_credit: bool = False
    is_recognised: bool = False


class SalesHistory:
    """The sales of one currency, up to a day.

    Attributes:
        currency: Of every amount.
        as_of: The last day that counts.
    """

    def __init__(self, sales: Iterable[Sale], currency: str, as_of: date) -> None:
        """Take the sales in the currency; others are ignored."""
        self.currency = currency
        self.as_of = as_of
        lines: dict[str, list[Sale]] = defaultdict(list)
        for sale in sales:
            if sale.currency == currency:
                lines[sale.client].append(sale)
        self._nobodys = _Lines(lines.pop("", ()))
        self._known = {client: _Lines(lines[client]) for client in sorted(lines)}

    def until(self, as_of: date) -> SalesHistory:
        """The same sales up to another day, reusing the sums."""
        history = SalesHistory((), self.currency, as_of)
        history._known, history._nobodys = self._known, self._nobodys
        return history

    @cached_property
    def clients(self) -> Sequence[str]:
        """The clients with sales, in alphabetical order."""
        return [
            client
            for client, lines in self._known.items()
            if lines.first_sale is not None and lines.first_sale <= self.as_of
        ]

    def revenue(self, client: str, stretch: Stretch) -> Decimal:
        """A client's revenue, without tax and less credit notes."""
        lines = self._known.get(client)
        return self._within(lines.revenue, stretch) if lines else ZERO

    def nobodys_revenue(self, stretch: Stretch) -> Decimal:
        """The revenue that names no client, as over a counter."""
        return self._within(self._nobodys.revenue, stretch)

    def revenues(self, stretch: Stretch) -> Mapping[str, Decimal]:
        """The revenue of each client, by id: quicker than one by one."""
        first, last = stretch.first, min(stretch.last, self.as_of)
        if first > last:
            return dict.fromkeys(self.clients, ZERO)
        return {
            client: self._known[client].revenue.between(first, last)
            for client in self.clients
        }

    def cost(self, client: str, stretch: Stretch) -> Decimal:
        """The costs whose postings name a client; positive."""
        lines = self._known.get(client)
        return -self._within(lines.costs, stretch) if lines else ZERO

    def has_costs(self, client: str) -> bool:
        """Whether any cost names the client: otherwise a margin means nothing."""
        lines = self._known.get(client)
        first = lines.first_cost if lines else None
        return first is not None and first <= self.as_of

    def credited(self, client: str, stretch: Stretch) -> Decimal:
        """A client's credit notes, without tax; positive."""
        lines = self._known.get(client)
        return -self._within(lines.credits, stretch) if lines else ZERO

    def gross(self, client: str, stretch: Stretch) -> Decimal:
        """A client's invoices, without tax and before credit notes."""
        return self.revenue(client, stretch) + self.credited(client, stretch)

    def on_account(self, client: str, account: str, stretch: Stretch) -> Decimal:
        """A client's revenue on an income account and those below it."""
        below = f"{account}:"
        return sum(
            (
                self._within(total, stretch)
                for name, total in self._accounts(client).items()
                if name == account or name.startswith(below)
            ),
            ZERO,
        )

    def by_account(self, client: str, stretch: Stretch) -> Mapping[str, Decimal]:
        """A client's revenue by income account, where not zero."""
        sums = {
            account: self._within(total, stretch)
            for account, total in self._accounts(client).items()
        }
        return {account: amount for account, amount in sorted(sums.items()) if amount}

    def invoice_days(self, client: str) -> Sequence[date]:
        """The days of a client's purchases, ascending, each once."""
        lines = self._known.get(client)
        days = lines.invoice_days if lines else ()
        return days[: bisect_right(days, self.as_of)]

    def _accounts(self, client: str) -> Mapping[str, RunningTotal]:
        lines = self._known.get(client)
        return lines.by_account if lines else {}

    def _within(self, total: RunningTotal | None, stretch: Stretch) -> Decimal:
        last = min(stretch.last, self.as_of)
        if total is None or last < stretch.first:
            return ZERO
        return total.between(stretch.first, last)


class _Lines:
    """One client's sales and costs, of any day; summed on first use."""

    def __init__(self, lines: Sequence[Sale]) -> None:
        self._sales = [line for line in lines if not line.is_cost]
        self._costs = [line for line in lines if line.is_cost]
        self.first_sale = min((line.day for line in self._sales), default=None)
        self.first_cost = min((line.day for line in self._costs), default=None)

    @cached_property
    def revenue(self) -> RunningTotal:
        return _total(self._sales)

    @cached_property
    def costs(self) -> RunningTotal:
        return _total(self._costs)

    @cached_property
    def credits(self) -> RunningTotal | None:
        lines = [line for line in self._sales if line.is_credit]
        return _total(lines) if lines else None

    @cached_property
    def by_account(self) -> Mapping[str, RunningTotal]:
        accounts: dict[str, list[Sale]] = defaultdict(list)
        for line in self._sales:
            accounts[line.account].append(line)
        return {account: _total(lines) for account, lines in accounts.items()}

    @cached_property
    def invoice_days(self) -> Sequence[date]:
        days = {
            line.day
            for line in self._sales
            if line.amount >= 0 and not line.is_credit and not line.is_recognised
        }
        return sorted(days)


def main_currency(sales: Iterable[Sale]) -> str:
    """The currency of most sales; if tied, the first by name."""
    counts = Counter(sale.currency for sale in sales if not sale.is_cost)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def _total(lines: Iterable[Sale]) -> RunningTotal:
    total = RunningTotal()
    changes = total.moved
    for line in lines:
        changes[line.day] += line.amount
    return total
