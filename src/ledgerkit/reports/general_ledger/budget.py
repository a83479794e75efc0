"""What was planned, what was spent, what is committed, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.management.budget import is_at_or_below
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.general_ledger.period import Period
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.payables.order import LineState

_COLUMNS = (
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("budget", "Budget", ColumnType.AMOUNT),
    Column("actual", "Actual", ColumnType.AMOUNT),
    Column("committed", "Committed", ColumnType.AMOUNT),
    Column("available", "Available", ColumnType.AMOUNT),
)
_CREDITS = {RootAccount.INCOME, RootAccount.LIABILITIES, RootAccount.EQUITY}
_RESULTS = (RootAccount.INCOME, RootAccount.EXPENSES)


def budget(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """Each budget of a period beside what was spent, is committed, and is left.

    An account's row has the budgets and the postings of the accounts below it, too.
    Income and expenses that no budget is for have a row of their own, so that the
    totals are those of the income statement. Amounts are positive as is normal for
    their account.

    Args:
        books: The books.
        as_of: The last day of what was spent; where no period is asked for, of that.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    whole = asked_period(books, as_of, period)
    last = min(as_of or whole.last, whole.last)
    figures = _Figures(books, whole, last)
    return Table(
        title=f"Budget, {whole.label}",
        as_of=last,
        columns=_COLUMNS,
        rows=list(figures.rows()),
        notes=list(figures.notes()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Amounts in the ledger's signs."""

    budget: Decimal
    actual: Decimal
    committed: Decimal

    def cells(self, account: str, currency: str, sign: int) -> dict[str, str | Decimal]:
        left = self.budget - self.actual - self.committed
        numbers = {
            "budget": self.budget,
            "actual": self.actual,
            "committed": self.committed,
            "available": left,
        }
        return {
            "account": account,
            "currency": currency,
            **{key: shown(sign * n, currency) for key, n in numbers.items()},
        }


class _Figures:
    """The figures of a budget's period."""

    def __init__(self, books: Books, whole: Period, last: date) -> None:
        self._books, self._whole, self._last = books, whole, last
        reading = books.general_ledger
        self._planned = reading.budgets.amounts(whole)
        turnovers = reading.ledger.turnovers(Period(whole.first, last))
        self._actual = {key: turnover.net for key, turnover in turnovers.items()}
        self._unapproved = self._orders = self._nowhere = 0
        self._committed = self._commitments()

    def rows(self) -> Iterator[Row]:
        """A row for each budget, and below those of a root its totals."""
        for currency in sorted({key.currency for key in self._planned}):
            for root in RootAccount:
                yield from self._rows(root, currency)

    def _rows(self, root: RootAccount, currency: str) -> Iterator[Row]:
        sign = -1 if root in _CREDITS else 1
        accounts = [
            key.account
            for key in self._planned
            if key.currency == currency and self._books.chart.root(key.account) is root
        ]
        for account in accounts:
            above = [a for a in accounts if a != account and is_at_or_below(account, a)]
            yield Row(
                cells=self._sums(account, currency).cells(account, currency, sign),
                links={"account": Link(LinkKind.ACCOUNT, account)},
                level=len(above),
            )
        if not accounts or root not in _RESULTS:
            return
        name = self._books.general_ledger.root_names[root]
        whole = self._sums(name, currency)
        rest = self._without(accounts, name, currency)
        if rest.actual or rest.committed:
            yield Row(cells=rest.cells(f"{name} without a budget", currency, sign))
        cells = whole.cells(f"Total {name.lower()}", currency, sign)
        yield Row(cells=cells, is_total=True)

    def _sums(self, above: str, currency: str) -> _Sums:
        """An account's amounts, with those below it."""
        return _Sums(
            budget=_sum_within(self._planned, above, currency),
            actual=_sum_within(self._actual, above, currency),
            committed=_sum_within(self._committed, above, currency),
        )

    def _without(self, accounts: list[str], root: str, currency: str) -> _Sums:
        """The amounts below a root that are within none of some accounts."""

        def rest(amounts: Mapping[AccountCurrency, Decimal]) -> Decimal:
            others = {
                key: number
                for key, number in amounts.items()
                if not any(is_at_or_below(key.account, account) for account in accounts)
            }
            return _sum_within(others, root, currency)

        return _Sums(
            budget=ZERO, actual=rest(self._actual), committed=rest(self._committed)
        )

    def _commitments(self) -> Mapping[AccountCurrency, Decimal]:
        """The lines of open, approved bills after what was spent, in the period."""
        found: dict[AccountCurrency, Decimal] = {}
        subledger = self._books.subledger(Side.PAYABLE, self._whole.last)
        for bill in subledger.open_documents:
            if bill.issued <= self._last:
                continue
            if not self._books.approval_state(bill, self._last).may_be_paid:
                self._unapproved += 1
                continue
            for txn in self._books.transactions_of(bill):
                for posting in txn.postings:
                    weight, currency = weight_of(posting)
                    key = AccountCurrency(posting.account, currency)
                    found[key] = found.get(key, ZERO) + weight
        for state in self._books.payables_read.orders.states(self._whole.last):
            if self._is_committed(state):
                key = AccountCurrency(state.line.account, state.order.currency)
                found[key] = found.get(key, ZERO) + state.open
        return found

    def _is_committed(self, state: LineState) -> bool:
        """Whether an order binds us to an expense of this period.

        What bills of the period are for isn't open any more: those count themselves.
        """
        order = state.order
        is_later = order.expected is not None and order.expected > self._whole.last
        if order.day > self._last or is_later or state.open <= 0:
            return False
        self._orders += 1
        self._nowhere += not state.line.account
        return bool(state.line.account)

    def notes(self) -> Iterator[str]:
        """What is said below the table."""
        yield (
            f"Budget from {self._whole.first} to {self._whole.last}, spread by day;"
            f" actual up to {self._last}."
        )
        if self._last < self._whole.last:
            yield (
                f"Committed: bills after {self._last} in the books that are open and"
                " approved."
            )
        if self._unapproved:
            bills = "1 bill" if self._unapproved == 1 else f"{self._unapproved} bills"
            yield f"Left out, as nobody has approved them: {bills} after {self._last}."
        if self._orders:
            lines = "1 line" if self._orders == 1 else f"{self._orders} lines"
            yield f"Committed too: {lines} of open orders; see ledgerkit order list."
        if self._nowhere:
            yield (
                "Left out, as orders say no account for them:"
                f" {self._nowhere} of these; write account: below the order-line."
            )
        if not self._planned:
            yield (
                "No budget is for this period; write for instance"
                f' {self._whole.first} custom "budget" Expenses:Rent "monthly"'
                " 100.00 EUR."
            )


def _sum_within(
    amounts: Mapping[AccountCurrency, Decimal], above: str, currency: str
) -> Decimal:
    return sum(
        (
            number
            for key, number in amounts.items()
            if key.currency == currency and is_at_or_below(key.account, above)
        ),
        ZERO,
    )
