"""How fast clients pay, and how that changed from month to month."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import first_of_months, month_ends_before
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection_measures import (
    CollectionMeasures,
    measure_collection,
)
from ledgerkit.receivables.receivables_history import read_histories
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books

#: How many months' ends before the day are shown: the last is the same a year ago.
TREND_MONTHS = 12

_COLUMNS = (
    Column("currency", "Currency"),
    Column("last", "Up to", ColumnType.DATE),
    Column("days", "Days", ColumnType.INTEGER),
    Column("sales", "Sales", ColumnType.AMOUNT),
    Column("owed", "Owed", ColumnType.AMOUNT),
    Column("overdue", "Overdue", ColumnType.AMOUNT),
    Column("dso", "DSO", ColumnType.NUMBER),
    Column("best_dso", "Best possible", ColumnType.NUMBER),
    Column("count_back_dso", "Count-back", ColumnType.NUMBER),
    Column("days_late", "Days late", ColumnType.NUMBER),
    Column("days_late_by_document", "By document", ColumnType.NUMBER),
    Column("cei", "CEI %", ColumnType.NUMBER),
    Column("turnover", "Turnover", ColumnType.NUMBER),
)


def collection_trend(
    books: Books, *, as_of: date, months: int = 12, party: str | None = None
) -> Mapping[str, Sequence[CollectionMeasures]]:
    """By currency, the measures at the last twelve month ends and on the day.

    Args:
        books: The books.
        as_of: The last day that counts, and the last of the trend.
        months: How many months up to its day each of them measures.
        party: This client's only, by id.
    """
    days = [*month_ends_before(as_of, TREND_MONTHS), as_of]
    subledger = books.subledger(Side.RECEIVABLE, as_of)
    histories = read_histories(
        subledger,
        books.purposes,
        party=party,
        since=first_of_months(min(days), months),
    )
    measured = {
        currency: [measure_collection(history, day, months=months) for day in days]
        for currency, history in sorted(histories.items())
    }
    return {
        currency: [measures for measures in trend if measures is not None]
        for currency, trend in measured.items()
    }


def dso_trend(
    books: Books, *, as_of: date, currency: str, months: int = 12
) -> Sequence[tuple[date, Decimal | None]]:
    """DSO at each month end and on the day, for a chart; None where it can't be."""
    trend = collection_trend(books, as_of=as_of, months=months).get(currency, ())
    return [(measures.last, measures.days_sales_outstanding) for measures in trend]


def collection(
    books: Books,
    *,
    as_of: date,
    months: int = 12,
    party: str | None = None,
    currency: str | None = None,
) -> Table:
    """How fast clients pay: a line for each month end of a year, and for the day.

    Each line is about the ``months`` up to its day. What each measure is and where it
    comes from stands with `CollectionMeasures`.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months each line is about.
        party: This client's only, by id.
        currency: Show this currency only.
    """
    trend = collection_trend(books, as_of=as_of, months=months, party=party)
    return Table(
        title="How fast clients pay",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(cells=_cells(measures, unit))
            for unit, line in trend.items()
            if currency in {None, unit}
            for measures in line
        ],
        notes=list(_notes(months)),
    )


def _cells(measures: CollectionMeasures, currency: str) -> Mapping[str, Cell]:
    overdue = measures.owed - measures.not_due
    return {
        "currency": currency,
        "last": measures.last,
        "days": measures.days,
        "sales": with_cents(measures.sales, currency),
        "owed": with_cents(measures.owed, currency),
        "overdue": with_cents(overdue, currency),
        "dso": _rounded(measures.days_sales_outstanding),
        "best_dso": _rounded(measures.best_possible_days),
        "count_back_dso": _rounded(measures.days_sales_counted_back),
        "days_late": _rounded(measures.days_late),
        "days_late_by_document": _rounded(measures.days_late_by_document),
        "cei": _rounded(measures.effectiveness),
        "turnover": _rounded(measures.turnover),
    }


def _rounded(number: Decimal | None) -> Decimal | None:
    """To one decimal: more would claim to know better."""
    if number is None:
        return None
    # The sum rids a zero of its sign.
    return number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) + 0


def _notes(months: int) -> Iterator[str]:
    period = "month" if months == 1 else f"{months} months"
    yield (
        f"Each line is about the {period} up to its day, or the days since the first"
        " document. Sales are with tax, less credit notes."
    )
    yield (
        "DSO: owed / sales x days. Best possible: the same of what is not overdue."
        " Count-back: how many of the last days' sales are owed."
    )
    yield (
        "Days late: from the due date to each payment, weighted by amount; by document:"
        " to the last payment of each document paid in full. Early is negative."
    )
    yield (
        "CEI: of what could be collected, how much was. Turnover: sales / mean of what"
        " was owed at the start and the end."
    )
