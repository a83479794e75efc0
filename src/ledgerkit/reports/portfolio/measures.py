"""Measures of each client from the books alone: revenue, rhythm and payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import (
    hundredths,
    in_cents,
    names_on,
    party_link,
    percent,
    sales_notes,
    tenths,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.measures import ClientMeasures

_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("currency", "Currency"),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
    Column("revenue_before", "Year before", ColumnType.AMOUNT),
    Column("trend", "Growth %", ColumnType.NUMBER),
    Column("margin", "Margin", ColumnType.AMOUNT),
    Column("last_invoice", "Last invoice", ColumnType.DATE),
    Column("gap", "Every … days", ColumnType.NUMBER),
    Column("silence", "Silence in gaps", ColumnType.NUMBER),
    Column("next_invoice", "Next expected", ColumnType.DATE),
    Column("days_late", "Days late", ColumnType.NUMBER),
    Column("change", "Change", ColumnType.NUMBER),
    Column("dispute_rate", "Credited %", ColumnType.NUMBER),
    Column("wallet_share", "Of wallet %", ColumnType.NUMBER, optional=True),
    Column("status", "Status"),
)
_ABOUT = "Of the twelve months up to the day; growth: the change on those before."


def client_measures(books: Books, *, as_of: date, party: str | None = None) -> Table:
    """Each client's last twelve months, the largest revenue first.

    Trend is the change of revenue on the year before. Days late are weighted by
    amount; change is how much later the latest three payments were than those before. A
    client with fewer than two invoices has no rhythm.

    Args:
        books: The books.
        as_of: The last day that counts.
        party: Only this client, by id.
    """
    reading = books.clients_read
    name = names_on(books, Side.RECEIVABLE, as_of)
    chosen = [
        measures
        for measures in reading.measures(as_of).values()
        if party in {None, measures.client}
    ]
    chosen.sort(
        key=lambda measures: (
            -measures.revenue,
            name(measures.client).casefold(),
            measures.client,
        )
    )
    return Table(
        title="What the books say of clients",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "party": measures.client,
                    "name": name(measures.client),
                    "manager": reading.manager_on(measures.client, as_of) or None,
                    **_cells(measures),
                    **_of_relation(books, measures, as_of),
                },
                links=party_link(measures.client),
            )
            for measures in chosen
        ],
        totals=totals_by_currency(
            (
                (measures.currency, (measures.revenue, measures.revenue_before))
                for measures in chosen
            ),
            ("revenue", "revenue_before"),
        ),
        notes=[_ABOUT, *sales_notes(books, as_of)],
    )


def wallet_of(books: Books, client: str, as_of: date, currency: str) -> Decimal | None:
    """What a client spends a year on our kind of work, as noted; None if unknown.

    So is an amount in another currency than this.
    """
    noted = books.directory.as_of(PartyRole.CLIENT, client, as_of).facts.get("wallet")
    if not isinstance(noted, Amount) or noted.currency != currency:
        return None
    return noted.number


def _of_relation(
    books: Books, measures: ClientMeasures, as_of: date
) -> Mapping[str, Cell]:
    wallet = wallet_of(books, measures.client, as_of, measures.currency)
    return {
        "wallet_share": percent(measures.wallet_share(wallet)),
        "status": books.clients_read.status(measures.client, as_of) or None,
    }


def _cells(measures: ClientMeasures) -> Mapping[str, Cell]:
    currency = measures.currency
    return {
        "currency": currency,
        "revenue": in_cents(measures.revenue, currency),
        "revenue_before": in_cents(measures.revenue_before, currency),
        "trend": tenths(measures.trend),
        "margin": in_cents(measures.margin, currency),
        "last_invoice": measures.rhythm.last,
        "gap": tenths(measures.rhythm.gap),
        "silence": hundredths(measures.rhythm.silence),
        "next_invoice": measures.rhythm.next_expected,
        "days_late": tenths(measures.payments.days_late),
        "change": tenths(measures.payments.change),
        "dispute_rate": percent(measures.dispute_rate),
    }
