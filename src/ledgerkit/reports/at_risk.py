"""The clients to worry about: by money, with the reasons and who sees to it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.health import Band
from ledgerkit.clients.relation_records import RecordKind
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.side import Side
from ledgerkit.reports.client_cells import money, sales_notes
from ledgerkit.reports.party_cells import names_on, party_link, totals_by_currency
from ledgerkit.reports.rounding import percent
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.health import Health

_ENDED = frozenset({"completed", "cancelled", "resolved", "closed"})
_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("currency", "Currency"),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
    Column("health", "Health", ColumnType.INTEGER),
    Column("coverage", "Coverage %", ColumnType.NUMBER),
    Column("at_risk", "At risk", ColumnType.AMOUNT),
    Column("reasons", "Why"),
    Column("plan", "Seen to by"),
)


def at_risk(books: Books, *, as_of: date, manager: str | None = None) -> Table:
    """Clients that are red, or that something alone is reason enough to look at.

    Money at risk is the revenue of twelve months times what health lacks of 100,
    unrounded; the most first.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only clients that are in this manager's charge on the day.
    """
    found = [
        one
        for one in books.health_reading.all(as_of).values()
        if (one.triggers or one.band is Band.RED)
        and manager in {None, books.client_reading.manager_on(one.client, as_of)}
    ]
    seen_to = _seen_to(books, as_of)
    rows = [_row(books, one, as_of, seen_to) for one in found]
    return Table(
        title="Clients at risk",
        as_of=as_of,
        columns=_COLUMNS,
        rows=sorted(rows, key=_most_first),
        totals=totals_by_currency(
            (
                (
                    books.client_reading.currency,
                    (_amount(row, "revenue"), _amount(row, "at_risk")),
                )
                for row in rows
            ),
            ("revenue", "at_risk"),
        ),
        notes=[
            "At risk is the revenue of twelve months times what health lacks of 100.",
            *sales_notes(books, as_of),
        ],
    )


def _row(books: Books, one: Health, as_of: date, seen_to: Mapping[str, str]) -> Row:
    reading = books.client_reading
    sold = reading.measures(as_of).get(one.client)
    revenue = sold.revenue if sold else ZERO
    lacking = ZERO if one.score is None else (100 - one.score) / 100
    # A net credit is nothing to lose.
    at_stake = (max(revenue, ZERO) * lacking).quantize(
        quantum(reading.currency), rounding=ROUND_HALF_UP
    )
    return Row(
        cells={
            "party": one.client,
            "name": names_on(books, Side.RECEIVABLE, as_of)(one.client),
            "manager": reading.manager_on(one.client, as_of) or None,
            "currency": reading.currency,
            "revenue": money(revenue, reading.currency),
            "health": one.points,
            "coverage": percent(one.coverage),
            "at_risk": money(at_stake, reading.currency),
            "reasons": "; ".join([*one.triggers, *one.drivers[:2]]) or None,
            "plan": seen_to.get(one.client, "no plan"),
        },
        links=party_link(one.client),
    )


def _amount(row: Row, key: str) -> Decimal:
    amount = row.cells[key]
    return amount if isinstance(amount, Decimal) else ZERO


def _most_first(row: Row) -> tuple[Decimal, str, str]:
    name, party = str(row.cells["name"]), str(row.cells["party"])
    return -_amount(row, "at_risk"), name.casefold(), party


def _seen_to(books: Books, as_of: date) -> Mapping[str, str]:
    """Each client's open plan, else its open task, else its case, with whose it is."""
    found: dict[str, str] = {}
    for kind in (RecordKind.PLAN, RecordKind.TASK, RecordKind.CASE):
        for record in books.relations.all(kind, as_of):
            until = record.day("until")
            is_over = record.text("status") in _ENDED or (until and until < as_of)
            if not is_over:
                by = f" ({whose})" if (whose := record.text("manager")) else ""
                found.setdefault(record.text("client"), f"{kind.value} {record.id}{by}")
    return found
