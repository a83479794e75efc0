"""One client's revenue, month by month and by income account."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import Stretch
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    in_cents,
    names_on,
    number_of,
    sales_notes,
    totals_by_currency,
)
from ledgerkit.reports.portfolio.whitespace import (
    ACCOUNTS_MAX,
    largest_first,
    other_accounts,
)
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.sales import SalesHistory

_MONTHS = 12


def client_revenue(
    books: Books, party: str, *, as_of: date, months: int = _MONTHS
) -> Table:
    """A client's revenue by month, up to the day's own, and by income account.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
        months: How many months.
    """
    reading = books.clients_read
    sales, currency = reading.sales(as_of), reading.currency
    last = as_of.year * 12 + as_of.month - 1
    stretches = [
        _month(number, as_of)
        for number in range(max(last - months + 1, date.min.year * 12), last + 1)
    ]
    sold = [sales.by_account(party, stretch) for stretch in stretches]
    accounts = largest_first(sold)
    own_columns, others = accounts[:ACCOUNTS_MAX], accounts[ACCOUNTS_MAX:]
    root = f"{books.options['name_income']}:"
    columns = [
        Column("month", "Month"),
        Column("currency", "Currency"),
        *(Column(a, a.removeprefix(root), ColumnType.AMOUNT) for a in own_columns),
        *([Column("others", "Others", ColumnType.AMOUNT)] if others else ()),
        Column("revenue", "Revenue", ColumnType.AMOUNT),
        Column("year_before", "Year before", ColumnType.AMOUNT),
    ]
    rows = [
        Row(
            cells={
                "month": f"{stretch.first:%Y-%m}",
                "currency": currency,
                **{a: in_cents(bought.get(a), currency) for a in own_columns},
                **other_accounts(bought, others, currency),
                "revenue": in_cents(sales.revenue(party, stretch), currency),
                "year_before": in_cents(_year_before(sales, party, stretch), currency),
            }
        )
        for stretch, bought in zip(stretches, sold, strict=True)
    ]
    return Table(
        title=f"Revenue of {names_on(books, Side.RECEIVABLE, as_of)(party)} by month",
        as_of=as_of,
        columns=columns,
        rows=rows,
        totals=_totals(rows, columns, currency),
        notes=list(sales_notes(books, as_of)),
    )


def _month(number: int, as_of: date) -> Stretch:
    """A month by its number: twelve times the year, plus the months before it."""
    year, before = divmod(number, 12)
    last = date(year, before + 1, monthrange(year, before + 1)[1])
    return Stretch(date(year, before + 1, 1), min(last, as_of))


def _year_before(sales: SalesHistory, party: str, month: Stretch) -> Decimal:
    """Revenue of the same days a year earlier."""
    year = month.first.year - 1
    if year < date.min.year:
        return ZERO
    days = monthrange(year, month.first.month)[1]
    is_full = month.last.day == monthrange(month.last.year, month.last.month)[1]
    last = days if is_full else min(month.last.day, days)
    before = Stretch(
        month.first.replace(year=year), date(year, month.first.month, last)
    )
    return sales.revenue(party, before)


def _totals(
    rows: Sequence[Row], columns: Sequence[Column], currency: str
) -> Sequence[Mapping[str, Cell]]:
    keys = [column.key for column in columns if column.type is ColumnType.AMOUNT]
    return totals_by_currency(
        ((currency, [number_of(row.cells[key]) for key in keys]) for row in rows), keys
    )
