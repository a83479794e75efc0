"""How fast clients pay, or we do, and the trend from month to month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.calendars import first_of_months, month_ends_before
from ledgerkit.money import with_cents
from ledgerkit.open_items.overdue import DebtHistory, debt_histories
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.history import read_histories
from ledgerkit.receivables.collection.measures import (
    CollectionMeasures,
    measure_collection,
)
from ledgerkit.reports.cells import account_notes, tenths
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

#: The month ends shown before the day: the first is the same a year ago.
TREND_MONTHS = 12

_PERIOD = (
    Column("currency", "Currency"),
    Column("last", "Up to", ColumnType.DATE),
    Column("days", "Days", ColumnType.INTEGER),
)
_OWED = (
    Column("owed", "Owed", ColumnType.AMOUNT),
    Column("overdue", "Overdue", ColumnType.AMOUNT),
)
_LATENESS = (
    Column("days_late", "Days late", ColumnType.NUMBER),
    Column("days_late_by_document", "By document", ColumnType.NUMBER),
)
_TURNOVER = Column("turnover", "Turnover", ColumnType.NUMBER)
#: The columns for those who collect, and for those who pay.
_COLUMNS = {
    Side.RECEIVABLE: (
        *_PERIOD,
        Column("sales", "Sales", ColumnType.AMOUNT),
        *_OWED,
        Column("dso", "DSO", ColumnType.NUMBER),
        Column("best_dso", "Best possible", ColumnType.NUMBER),
        Column("count_back_dso", "Count-back", ColumnType.NUMBER),
        *_LATENESS,
        Column("cei", "CEI %", ColumnType.NUMBER),
        _TURNOVER,
    ),
    Side.PAYABLE: (
        *_PERIOD,
        Column("purchases", "Purchases", ColumnType.AMOUNT),
        *_OWED,
        Column("dpo", "DPO", ColumnType.NUMBER),
        Column("count_back_dpo", "Count-back", ColumnType.NUMBER),
        *_LATENESS,
        _TURNOVER,
    ),
}
_TITLES = {
    Side.RECEIVABLE: "How fast clients pay",
    Side.PAYABLE: "How fast we pay",
}


def collection_trend(
    books: Books,
    *,
    as_of: date,
    months: int = 12,
    party: str | None = None,
    side: Side = Side.RECEIVABLE,
) -> Mapping[str, Sequence[CollectionMeasures]]:
    """By currency, the measures at the last twelve month ends and on the day.

    Args:
        books: The books.
        as_of: The last day that counts, and the last of the trend.
        months: How many months up to its day each of them measures.
        party: This client's or vendor's only, by id.
        side: What is owed to us, or by us.
    """
    days = [*month_ends_before(as_of, TREND_MONTHS), as_of]
    subledger = books.subledger(side, as_of)
    since = first_of_months(min(days), months)
    histories = read_histories(subledger, party=party, since=since)
    debts: dict[str, list[DebtHistory]] = defaultdict(list)
    found = debt_histories(subledger, party=party, since=min(days))
    for (_party, currency), debt in found.items():
        debts[currency].append(debt)
    measured = {
        currency: [
            measure_collection(history, debts[currency], day, months=months)
            for day in days
        ]
        for currency, history in sorted(histories.items())
    }
    return {
        currency: [measures for measures in trend if measures is not None]
        for currency, trend in measured.items()
    }


def dso_trend(
    books: Books, *, as_of: date, currency: str, months: int = 12
) -> Sequence[tuple[date, Decimal | None]]:
    """DSO at each month end and on the day, for a chart; None where undefined."""
    trend = collection_trend(books, as_of=as_of, months=months).get(currency, ())
    return [(measures.last, measures.days_sales_outstanding) for measures in trend]


def collection(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    as_of: date,
    months: int = 12,
    party: str | None = None,
    currency: str | None = None,
    side: Side = Side.RECEIVABLE,
) -> Table:
    """How fast clients pay, or we do: a line for each month end of a year, and the day.

    Each line covers the ``months`` up to its day. For each measure and its source see
    `CollectionMeasures`; days payable outstanding (DPO) is the same for payables and
    purchases.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months each line covers.
        party: This client's or vendor's only, by id.
        currency: Show this currency only.
        side: What is owed to us, or by us.
    """
    trend = collection_trend(books, as_of=as_of, months=months, party=party, side=side)
    columns = _COLUMNS[side]
    keys = {column.key for column in columns}
    return Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=columns,
        rows=[
            Row(cells=_cells(measures, unit, keys))
            for unit, line in trend.items()
            if currency in {None, unit}
            for measures in line
        ],
        notes=[*account_notes(books, side), *_notes(months, side)],
    )


def _cells(
    measures: CollectionMeasures, currency: str, keys: set[str]
) -> Mapping[str, Cell]:
    volume = with_cents(measures.sales, currency)
    outstanding = tenths(measures.days_sales_outstanding)
    counted_back = tenths(measures.days_sales_counted_back)
    cells: dict[str, Cell] = {
        "currency": currency,
        "last": measures.last,
        "days": measures.days,
        "sales": volume,
        "purchases": volume,
        "owed": with_cents(measures.owed, currency),
        "overdue": with_cents(measures.overdue, currency),
        "dso": outstanding,
        "dpo": outstanding,
        "best_dso": tenths(measures.best_possible_days),
        "count_back_dso": counted_back,
        "count_back_dpo": counted_back,
        "days_late": tenths(measures.days_late),
        "days_late_by_document": tenths(measures.days_late_by_document),
        "cei": tenths(measures.effectiveness),
        "turnover": tenths(measures.turnover),
    }
    return {key: cell for key, cell in cells.items() if key in keys}


def _notes(months: int, side: Side) -> Iterator[str]:
    sells = side is Side.RECEIVABLE
    period = "month" if months == 1 else f"{months} months"
    volume, credits_ = (
        ("sales", "credit notes") if sells else ("purchases", "vendor credits")
    )
    yield (
        f"Each line is about the {period} up to its day, or the days since the first"
        f" document. {volume.capitalize()} are with tax, less {credits_}."
    )
    yield "Overdue is what is past its due date, before money on account."
    best = (
        " Best possible: the same if nobody were late and what is on account were used."
        if sells
        else ""
    )
    yield (
        f"{'DSO' if sells else 'DPO'}: owed / {volume} x days.{best}"
        f" Count-back: how many of the last days' {volume} are owed."
    )
    yield (
        "Days late: from the due date to each payment, weighted by amount; by document:"
        " to the last payment of each document paid in full. Early is negative."
    )
    effectiveness = "CEI: of what could be collected, how much was. " if sells else ""
    yield (
        f"{effectiveness}Turnover: {volume} / mean of what"
        " was owed at the start and the end."
    )
