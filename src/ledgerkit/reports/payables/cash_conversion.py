"""The cash conversion cycle: how long money spent on goods takes to come back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.payables.purchases import StockTotals, read_stock
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.measures import days_sales_outstanding
from ledgerkit.reports.cells import tenths
from ledgerkit.reports.receivables.collection import collection_trend
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.collection.measures import CollectionMeasures

    ByDay = Mapping[date, CollectionMeasures]

_COLUMNS = (
    Column("currency", "Currency"),
    Column("last", "Up to", ColumnType.DATE),
    Column("stock", "Stock", ColumnType.AMOUNT),
    Column("cost_of_sales", "Cost of sales", ColumnType.AMOUNT),
    Column("dio", "DIO", ColumnType.NUMBER),
    Column("dso", "DSO", ColumnType.NUMBER),
    Column("dpo", "DPO", ColumnType.NUMBER),
    Column("cycle", "Cycle", ColumnType.NUMBER),
)


def cash_conversion(books: Books, *, as_of: date, months: int = 12) -> Table:
    """The cash conversion cycle, a line for each month end of a year, and the day.

    ``cycle = DIO + DSO - DPO`` (Richards and Laughlin, "A Cash Conversion Cycle
    Approach to Liquidity Analysis", Financial Management 9, 1980). DIO, days inventory
    outstanding, is the stock at the day over the cost of the period's sales, times its
    days. DPO is that of ``collection``; DSO is the receivables over all sales of the
    period, including those paid at once. A measure with nothing to calculate it from
    counts as zero days.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months up to its day each line covers.
    """
    totals = read_stock(books.directives, books.chart, books.options["name_income"])
    sold, bought = (
        _by_day(collection_trend(books, as_of=as_of, months=months, side=side))
        for side in (Side.RECEIVABLE, Side.PAYABLE)
    )
    rows = [
        row
        for currency in sorted(totals.stock)
        for row in _rows(
            totals, currency, sold.get(currency, {}), bought.get(currency, {})
        )
    ]
    return Table(
        title="Cash conversion cycle",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=list(_notes(rows, months)),
    )


def _by_day(
    trends: Mapping[str, Sequence[CollectionMeasures]],
) -> Mapping[str, ByDay]:
    return {
        currency: {measures.last: measures for measures in trend}
        for currency, trend in trends.items()
    }


def _rows(
    totals: StockTotals, currency: str, sold: ByDay, bought: ByDay
) -> Iterator[Row]:
    stock, cost = totals.stock[currency], totals.cost_of_sales[currency]
    for day in sorted({*sold, *bought}):
        # The period begins with the first document if the books are younger.
        first = min(trend[day].first for trend in (sold, bought) if day in trend)
        value, spent = stock.until(day), cost.between(first, day)
        days = (day - first).days + 1
        dio = value * days / spent if spent > 0 else None
        dso = _days_until_paid(totals, currency, sold[day]) if day in sold else None
        dpo = bought[day].days_sales_outstanding if day in bought else None
        yield Row(
            cells={
                "currency": currency,
                "last": day,
                "stock": with_cents(value, currency),
                "cost_of_sales": with_cents(spent, currency),
                "dio": tenths(dio),
                "dso": tenths(dso),
                "dpo": tenths(dpo),
                "cycle": None
                if dio is None
                else tenths(dio + (dso or Decimal(0)) - (dpo or Decimal(0))),
            }
        )


def _days_until_paid(
    totals: StockTotals, currency: str, sold: CollectionMeasures
) -> Decimal | None:
    """DSO over all sales: those paid at the till are never outstanding."""
    at_once = totals.paid_at_once[currency].between(sold.first, sold.last)
    return days_sales_outstanding(sold.owed, sold.sales + at_once, sold.days)


def _notes(rows: Sequence[Row], months: int) -> Iterator[str]:
    if not rows:
        yield (
            'No account has role: "stock"; write it below the open directive of the'
            ' goods that you sell, and role: "cost-of-sales" below that of their cost.'
        )
        return
    yield f"Each line is about the {months} months up to its day; amounts are at cost."
    yield "Cycle: days in stock, and until clients pay, less until we pay."
    yield "DSO is over all sales, with what was paid at once; collection has the other."
