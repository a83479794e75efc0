"""Clients by recency, frequency and money."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.rfm import (
    RELIABLE_FROM,
    Buying,
    rfm_scores,
)
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.money import ZERO
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import in_cents, names_on, party_link, sales_notes
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("rfm", "RFM"),
    Column("recency", "Recency", ColumnType.INTEGER),
    Column("frequency", "Frequency", ColumnType.INTEGER),
    Column("money", "Money", ColumnType.INTEGER),
    Column("silent_days", "Days since", ColumnType.INTEGER),
    Column("invoices", "Invoice days", ColumnType.INTEGER),
    Column("currency", "Currency"),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
)

_GRID = (
    Column("rfm", "RF"),
    Column("recency", "Recency", ColumnType.INTEGER),
    Column("frequency", "Frequency", ColumnType.INTEGER),
    Column("clients", "Clients", ColumnType.INTEGER),
    Column("currency", "Currency"),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
    Column("names", "Who"),
)


def rfm(books: Books, *, as_of: date) -> Table:
    """Each client's scores from 1 to 5, the best first.

    Recency is the days since the last invoice, frequency the days with an invoice in
    the last twelve months, money the revenue in them; each fifth of all clients gets a
    score, 5 the best.
    """
    bought = _bought(books, as_of)
    scores = rfm_scores(bought)
    name = names_on(books, Side.RECEIVABLE, as_of)
    currency = books.clients_read.currency
    order = sorted(
        scores,
        key=lambda id_: (
            -(scores[id_].recency + scores[id_].frequency + scores[id_].money),
            -bought[id_].revenue,
            id_,
        ),
    )
    return Table(
        title="Recency, frequency, money",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "party": id_,
                    "name": name(id_),
                    "rfm": scores[id_].code,
                    "recency": scores[id_].recency,
                    "frequency": scores[id_].frequency,
                    "money": scores[id_].money,
                    "silent_days": bought[id_].silent_days,
                    "invoices": bought[id_].invoices,
                    "currency": currency,
                    "revenue": in_cents(bought[id_].revenue, currency),
                },
                links=party_link(id_),
            )
            for id_ in order
        ],
        notes=[*sales_notes(books, as_of), *_few(len(scores))],
    )


def rfm_codes(books: Books, as_of: date) -> Mapping[str, str]:
    """Each client's three scores, e.g. ``554``, by its id."""
    scores = rfm_scores(_bought(books, as_of))
    return {client: score.code for client, score in scores.items()}


def rfm_grid(books: Books, *, as_of: date) -> Table:
    """The clients of each recency and frequency: how many, who, and their revenue.

    The best first; combinations without clients have no line.
    """
    bought = _bought(books, as_of)
    cells: dict[str, list[str]] = defaultdict(list)
    for client, scored in rfm_scores(bought).items():
        cells[scored.code[:2]].append(client)
    name = names_on(books, Side.RECEIVABLE, as_of)
    currency = books.clients_read.currency
    rows = [
        _grid_row(
            code,
            sorted((name(client) for client in cells[code]), key=str.casefold),
            sum((bought[client].revenue for client in cells[code]), ZERO),
            currency,
        )
        for code in sorted(cells, reverse=True)
    ]
    return Table(
        title="Clients by recency and frequency",
        as_of=as_of,
        columns=_GRID,
        rows=rows,
        notes=[
            Note(
                text="5 is the latest, and the most often.",
                remedy=NextStep(
                    to="see who is at 55",
                    command="clients",
                    options={"rfm": "55"},
                    method='client_list(rfm="55")',
                ),
            ),
            *sales_notes(books, as_of),
            *_few(len(bought)),
        ],
    )


def _grid_row(code: str, names: Sequence[str], revenue: Decimal, currency: str) -> Row:
    return Row(
        cells={
            "rfm": code,
            "recency": int(code[0]),
            "frequency": int(code[1]),
            "clients": len(names),
            "currency": currency,
            "revenue": in_cents(revenue, currency),
            "names": ", ".join(names),
        }
    )


def _few(clients: int) -> Iterator[str]:
    if clients < RELIABLE_FROM:
        yield f"With {clients} clients a fifth is few: the scores rank, no more."


def _bought(books: Books, as_of: date) -> Mapping[str, Buying]:
    sales = books.clients_read.sales(as_of)
    year = twelve_months(as_of)
    revenues = sales.revenues(year)
    buyings = {}
    for client in sales.clients:
        days = sales.invoice_days(client)
        if days:
            buyings[client] = Buying(
                silent_days=(as_of - days[-1]).days,
                invoices=sum(day in year for day in days),
                revenue=revenues[client],
            )
    return buyings
