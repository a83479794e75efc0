"""Ratios of the statements, for periods side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.general_ledger.comparison import columns_of
from ledgerkit.general_ledger.ratios import RATIOS, RatioFigures
from ledgerkit.money import ZERO
from ledgerkit.notes import NextStep, Note
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period


def ratios(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    compare: str | None = None,
    by: str | None = None,
) -> Table:
    """Liquidity, equity, margins and returns, each with its formula.

    Current is what the activity of its account calls operating, and cash; what nothing
    tells the activity of is counted as not current, and named. A ratio whose
    denominator is not above zero says nothing, and is empty.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        compare: What stands beside it: ``year-before``, ``previous``, a number of
            years before, or other periods.
        by: ``month``, ``quarter`` or ``year``: a column for each.

    Raises:
        UsageError: If no period is asked for.
    """
    whole = asked_period(books, as_of, period)
    columns = columns_of(whole, by, compare, books.general_ledger.fiscal)
    currencies = books.general_ledger.ledger.currencies(books.general_ledger.currency)
    currency = currencies[0] if currencies else ""
    figures = [_figures(books, column, currency) for column in columns]
    rows = [
        Row(
            cells={
                "ratio": ratio.id,
                "label": ratio.label,
                **{
                    column.label: ratio.value(each)
                    for column, each in zip(columns, figures, strict=True)
                },
                "formula": ratio.formula,
                "source": ratio.source,
            }
        )
        for ratio in RATIOS
    ]
    return Table(
        title=f"Ratios, {whole.label}",
        as_of=whole.last,
        columns=[
            Column("label", "Ratio"),
            Column("ratio", "Id", for_programs=True),
            *(Column(c.label, c.label, ColumnType.NUMBER) for c in columns),
            Column("formula", "Formula"),
            Column("source", "Source", for_programs=True),
        ],
        rows=rows if currencies else [],
        notes=list(_notes(books, whole, currencies)),
    )


def _figures(books: Books, period: Period, currency: str) -> RatioFigures:
    balance = _Sums(books, period.last, currency)
    before = _Sums(books, period.before, currency)
    results = {
        account: amount
        for (account, of), amount in books.general_ledger.ledger.results(period).items()
        if of == currency
    }
    cost = [a for a in results if _role(books, a) is Role.COST_OF_SALES]
    income = (a for a in results if books.chart.root(a) is RootAccount.INCOME)
    return RatioFigures(
        cash=balance.cash,
        stock=balance.stock,
        current_assets=balance.current(RootAccount.ASSETS),
        assets=balance.of(RootAccount.ASSETS),
        current_debts=-balance.current(RootAccount.LIABILITIES),
        debts=-balance.of(RootAccount.LIABILITIES),
        equity=balance.equity,
        opening_equity=before.equity,
        income=-sum((results[a] for a in income), ZERO),
        cost_of_sales=sum((results[a] for a in cost), ZERO) if cost else None,
        result=-sum(results.values(), ZERO),
    )


class _Sums:
    """Sums of the balances at the end of a day, debit positive."""

    def __init__(self, books: Books, day: date, currency: str) -> None:
        self._books = books
        balances = books.general_ledger.ledger.balances(day).accounts
        self._balances = {a: n for (a, of), n in balances.items() if of == currency}

    @property
    def cash(self) -> Decimal:
        reading = self._books.general_ledger
        return self._sum(a for a in self._balances if reading.is_cash(a))

    @property
    def stock(self) -> Decimal:
        return self._sum(
            a for a in self._balances if _role(self._books, a) is Role.STOCK
        )

    @property
    def equity(self) -> Decimal:
        return self.of(RootAccount.ASSETS) + self.of(RootAccount.LIABILITIES)

    def of(self, root: RootAccount) -> Decimal:
        return self._sum(a for a in self._balances if self._books.chart.root(a) is root)

    def current(self, root: RootAccount) -> Decimal:
        activities = self._books.general_ledger.activities
        return self._sum(
            a
            for a in self._balances
            if self._books.chart.root(a) is root
            and activities(a) is CashActivity.OPERATING
        )

    def _sum(self, accounts: Iterable[str]) -> Decimal:
        return sum((self._balances[account] for account in accounts), ZERO)


def _role(books: Books, account: str) -> Role | None:
    found = books.chart.role(account)
    return found.role if found is not None else None


def _notes(
    books: Books, period: Period, currencies: Sequence[str]
) -> Iterator[str | Note]:
    yield f"From {period.first} to {period.last}."
    if len(currencies) > 1:
        others = ", ".join(currencies[1:])
        yield f"Of {currencies[0]} only; what was posted in {others} is not in them."
    activities = books.general_ledger.activities
    balances = books.general_ledger.ledger.balances(period.last).accounts
    unknown = sorted(
        {
            key.account
            for key in balances
            if activities(key.account) is CashActivity.UNCLASSIFIED
        }
    )
    if unknown:
        yield (
            f"Counted as not current: {', '.join(unknown)}. Write cash-flow:"
            ' "operating" below their open directives where that is wrong.'
        )
    yield Note(
        text="The days of stock, claims and debts are a report of their own.",
        remedy=NextStep(
            to="see them", command="cash-conversion", method="cash_conversion()"
        ),
    )
