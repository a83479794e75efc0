"""Where we stand today, as a table: money, what is owed, and what is forecast."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.today.today import end_of_week
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.overdue import overdue_parts
from ledgerkit.open_items.side import Side
from ledgerkit.reports.bank.cash import cash
from ledgerkit.reports.bank.forecast import ForecastChoices, forecasts
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.banking.forecast.forecast import GroupForecast
    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("figure", "Figure"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("detail", "Detail"),
)
_MONEY = {Role.BANK.value, Role.CASH.value}


def position(books: Books, *, as_of: date) -> Table:
    """Money, what is owed to us and by us, and the lowest balance of the forecast.

    Args:
        books: The books.
        as_of: Today.
    """
    return position_with(books, forecasts(books, as_of, ForecastChoices()), as_of=as_of)


def position_with(
    books: Books, groups: Iterable[GroupForecast], *, as_of: date
) -> Table:
    """The position, for whoever has the forecast already.

    Args:
        books: The books.
        groups: The forecast of that day.
        as_of: Today.
    """
    rows = [
        *_cash(books, as_of),
        *_owed(books, Side.RECEIVABLE, as_of),
        *_owed(books, Side.PAYABLE, as_of),
        *_lowest(groups),
    ]
    return Table(title="Position", as_of=as_of, columns=_COLUMNS, rows=rows)


def _row(figure: str, amount: Decimal, currency: str, detail: str) -> Row:
    cells: dict[str, Cell] = {
        "figure": figure,
        "currency": currency,
        "amount": with_cents(amount, currency),
        "detail": detail,
    }
    return Row(cells=cells)


def _cash(books: Books, as_of: date) -> Iterator[Row]:
    balances: dict[str, list[Decimal]] = defaultdict(list)
    low: dict[str, list[str]] = defaultdict(list)
    for row in cash(books, as_of=as_of).rows:
        if row.cells["role"] not in _MONEY:
            continue
        currency, balance = str(row.cells["currency"]), row.cells["balance"]
        assert isinstance(balance, Decimal)
        balances[currency].append(balance)
        if "balance" in row.late:
            low[currency].append(str(row.cells["account"]))
    for currency, found in sorted(balances.items()):
        detail = "in 1 account" if len(found) == 1 else f"in {len(found)} accounts"
        if low[currency]:
            detail += f"; below its minimum: {', '.join(low[currency])}"
        yield _row("Cash", sum(found, ZERO), currency, detail)


_NAMES = {Side.RECEIVABLE: "Owed to us", Side.PAYABLE: "We owe"}


def _owed(books: Books, side: Side, as_of: date) -> Iterator[Row]:
    subledger = books.subledger(side, as_of)
    until = end_of_week(as_of)
    totals: dict[str, _Owed] = defaultdict(_Owed)
    for document in subledger.open_documents:
        owed = totals[document.currency]
        owed.balance += document.open
        owed.overdue += sum((p.amount for p in overdue_parts(document, as_of)), ZERO)
        owed.this_week += sum(
            part.amount
            for part in document.open_parts()
            if as_of <= part.due <= until and part.amount > 0
        )
    for unapplied in (*subledger.unapplied, *subledger.unassigned):
        owed = totals[unapplied.posting.currency]
        owed.balance += unapplied.amount
        owed.on_account -= unapplied.amount
    for currency, owed in sorted(totals.items()):
        yield _row(_NAMES[side], owed.balance, currency, owed.words(currency))


@dataclass(slots=True)
class _Owed:
    """What is owed on one side in one currency."""

    balance: Decimal = ZERO
    overdue: Decimal = ZERO
    this_week: Decimal = ZERO
    on_account: Decimal = ZERO

    def words(self, currency: str) -> str:
        parts = [
            (self.overdue, "overdue"),
            (self.this_week, "due this week"),
            (self.on_account, "on account"),
        ]
        said = [
            f"{with_cents(amount, currency):,f} {word}"
            for amount, word in parts
            if amount
        ]
        return ", ".join(said) or "nothing overdue"


def _lowest(groups: Iterable[GroupForecast]) -> Iterator[Row]:
    """The lowest balance that is forecast, and when, for each group of accounts."""
    for group in groups:
        lowest = min(
            group.periods, key=lambda period: period.lowest.balance, default=None
        )
        if lowest is not None:
            yield _row(
                "Lowest forecast balance",
                lowest.lowest.balance,
                group.group.currency,
                f"on {lowest.lowest.day}",
            )
