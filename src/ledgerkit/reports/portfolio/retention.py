"""How much revenue, and how many clients, were retained: by year and by cohort."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.retention import measure_retention as measure
from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import in_cents, names_on, percent, sales_notes
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.sales import SalesHistory

_COLUMNS = (
    Column("year_to", "Year to", ColumnType.DATE),
    Column("clients", "Clients before", ColumnType.INTEGER),
    Column("lost", "Lost", ColumnType.INTEGER),
    Column("logo", "Logo %", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("start", "Revenue before", ColumnType.AMOUNT),
    Column("expansion", "Grown", ColumnType.AMOUNT),
    Column("contraction", "Shrunk", ColumnType.AMOUNT),
    Column("churned", "Gone", ColumnType.AMOUNT),
    Column("gross", "Gross %", ColumnType.NUMBER),
    Column("net", "Net %", ColumnType.NUMBER),
)
_YEARS_MAX = 10
#: How many clients a note names.
_NAMES = 3


def retention(books: Books, *, as_of: date) -> Table:
    """Gross, net and logo retention of each twelve months against those before.

    The latest is the twelve months up to the day. Only clients of the period before
    count: revenue from new ones is in no figure.
    """
    sales = books.clients_read.sales(as_of)
    years = list(_years(sales))
    stretches = [twelve_months(as_of, years_ago=ago) for ago in range(len(years) + 1)]
    revenues = [sales.revenues(stretch) for stretch in stretches]
    return Table(
        title="Retention",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            _row(stretches[ago].last, revenues[ago + 1], revenues[ago], sales.currency)
            for ago in years
        ],
        notes=[
            "Gross leaves out what clients bought more; net counts it.",
            *_in_credit(books, stretches, revenues[1:], sales.currency),
            *sales_notes(books, as_of),
        ],
    )


def _in_credit(
    books: Books,
    stretches: Sequence[Stretch],
    before: Sequence[Mapping[str, Decimal]],
    currency: str,
) -> Iterator[str]:
    """Those credited more than they bought in a year before: its clients they weren't.

    Without this, nothing would say why the revenue before is more than the year's.
    """
    for stretch, revenue in zip(stretches, before, strict=False):
        owed = {client: amount for client, amount in revenue.items() if amount < 0}
        if owed:
            name = names_on(books, Side.RECEIVABLE, stretch.last)
            total = with_cents(sum(owed.values(), ZERO), currency)
            names = [name(client) for client in list(owed)[:_NAMES]]
            words = ", ".join(names) + (" and others" if len(owed) > _NAMES else "")
            yield (
                f"In the twelve months before those to {stretch.last}, {words} got"
                f" credit for more than they bought, {total:f} {currency}; no line"
                " counts that."
            )


def _years(sales: SalesHistory) -> Iterator[int]:
    """How many years ago each comparison ends, as long as there is a year before it."""
    first = min((sales.invoice_days(c)[0] for c in _buyers(sales)), default=date.max)
    for years_ago in range(_YEARS_MAX):
        if twelve_months(sales.as_of, years_ago=years_ago).first <= first:
            return
        yield years_ago


def _buyers(sales: SalesHistory) -> Sequence[str]:
    return [client for client in sales.clients if sales.invoice_days(client)]


def _row(
    until: date,
    before: Mapping[str, Decimal],
    now: Mapping[str, Decimal],
    currency: str,
) -> Row:
    change = measure(before, now)
    return Row(
        cells={
            "year_to": until,
            "clients": change.clients,
            "lost": change.lost,
            "logo": percent(change.logo),
            "currency": currency,
            "start": in_cents(change.start, currency),
            "expansion": in_cents(change.expansion, currency),
            "contraction": in_cents(change.contraction, currency),
            "churned": in_cents(change.churned, currency),
            "gross": percent(change.gross),
            "net": percent(change.net),
        }
    )


def cohorts(books: Books, *, as_of: date) -> Table:
    """The clients won in each calendar year, and their revenue in each year since.

    Clients without further revenue stay in their cohort, so that it shows its losses.
    """
    sales = books.clients_read.sales(as_of)
    won: dict[int, list[str]] = {}
    for client in _buyers(sales):
        won.setdefault(sales.invoice_days(client)[0].year, []).append(client)
    first = min(won, default=as_of.year)
    years = range(first, as_of.year + 1)
    revenues = {
        year: sales.revenues(Stretch(date(year, 1, 1), date(year, 12, 31)))
        for year in years
    }
    return Table(
        title="Revenue by the year in which clients were won",
        as_of=as_of,
        columns=(
            Column("year", "Won in"),
            Column("clients", "Clients", ColumnType.INTEGER),
            Column("active", "Still there", ColumnType.INTEGER),
            Column("currency", "Currency"),
            *(Column(f"in_{y}", str(y), ColumnType.AMOUNT) for y in years),
        ),
        rows=[_cohort(sales, year, won[year], revenues) for year in sorted(won)],
        notes=[
            "Still there: with revenue in the last twelve months.",
            *sales_notes(books, as_of),
        ],
    )


def _cohort(
    sales: SalesHistory,
    year: int,
    clients: Sequence[str],
    revenues: Mapping[int, Mapping[str, Decimal]],
) -> Row:
    now = twelve_months(sales.as_of)
    cells: dict[str, Cell] = {
        "year": str(year),
        "clients": len(clients),
        "active": sum(sales.revenue(client, now) > 0 for client in clients),
        "currency": sales.currency,
    }
    for sales_year, revenue in revenues.items():
        total = sum((revenue[client] for client in clients), ZERO)
        cells[f"in_{sales_year}"] = (
            in_cents(total, sales.currency) if sales_year >= year else None
        )
    return Row(cells=cells)
