"""The clients at risk: how much money, the reasons, and who is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.health.health import Band
from ledgerkit.clients.health.triggers import Cause
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    amounts_of,
    in_cents,
    names_on,
    party_link,
    percent,
    sales_notes,
    totals_by_currency,
)
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.health.health import Health
    from ledgerkit.clients.records.record import Record

_AMOUNTS = ("revenue", "at_risk")
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


def at_risk(
    books: Books, *, as_of: date, manager: str | None = None, limit: int | None = None
) -> Table:
    """Clients in the red band, or with a trigger that alone calls for a look.

    Money at risk is the revenue of twelve months times the health missing from 100,
    unrounded; the most first. If everybody is late, everybody is at risk: so the notes
    count the clients by cause, and the totals are of all, shown or not. Clients
    recorded as ``lost`` have left, and are no longer at risk.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only clients that are in this manager's charge on the day.
        limit: How many to show, those with the most money at risk; all if None.
    """
    healths = [
        health
        for health in books.health_read.all(as_of).values()
        if health.is_at_risk
        and manager in {None, books.clients_read.manager_on(health.client, as_of)}
        and not books.clients_read.has_left(health.client, as_of)
    ]
    seen_to = _seen_to(books, as_of)
    rows = sorted(
        (_row(books, health, as_of, seen_to) for health in healths), key=_most_first
    )
    return Table(
        title="Clients at risk",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows[:limit],
        totals=totals_by_currency(
            (amounts_of(row, _AMOUNTS) for row in rows), _AMOUNTS
        ),
        notes=[
            *_counts(healths, rows[:limit]),
            "At risk is the revenue of twelve months times what health lacks of 100.",
            *sales_notes(books, as_of),
        ],
    )


def _counts(healths: Sequence[Health], rows: Sequence[Row]) -> Iterator[str]:
    """The number of clients by cause; one client may have several."""
    if len(rows) < len(healths):
        count = f"{len(rows)} of {len(healths)}"
        yield f"Shown are {count}, by money at risk; the totals are of all."
    of_cause = [
        (
            sum(any(t.cause is cause for t in health.triggers) for health in healths),
            cause.value,
        )
        for cause in Cause
    ]
    red = sum(health.band is Band.RED for health in healths)
    counts = [f"{count} {words}" for count, words in (*of_cause, (red, "red")) if count]
    if counts and len(healths) > 1:
        yield f"Of {len(healths)}: {', '.join(counts)}."


def _row(books: Books, health: Health, as_of: date, seen_to: Mapping[str, str]) -> Row:
    reading = books.clients_read
    sold = reading.measures(as_of).get(health.client)
    revenue = sold.revenue if sold else ZERO
    lacking = ZERO if health.score is None else (100 - health.score) / 100
    # A net credit is no revenue to lose.
    at_stake = rounded(max(revenue, ZERO) * lacking, reading.currency)
    return Row(
        cells={
            "party": health.client,
            "name": names_on(books, Side.RECEIVABLE, as_of)(health.client),
            "manager": reading.manager_on(health.client, as_of) or None,
            "currency": reading.currency,
            "revenue": in_cents(revenue, reading.currency),
            "health": health.points,
            "coverage": percent(health.coverage),
            "at_risk": in_cents(at_stake, reading.currency),
            "reasons": "; ".join(health.reasons) or None,
            "plan": seen_to.get(health.client, "no plan"),
        },
        links=party_link(health.client),
    )


def _most_first(row: Row) -> tuple[Decimal, str, str]:
    name, party = str(row.cells["name"]), str(row.cells["party"])
    _currency, (amount,) = amounts_of(row, ("at_risk",))
    return -amount, name.casefold(), party


def _seen_to(books: Books, as_of: date) -> Mapping[str, str]:
    """Each client's open plan, else open task, else open case, with its manager."""
    plans: dict[str, str] = {}
    for kind in (RecordKind.PLAN, RecordKind.TASK, RecordKind.CASE):
        for record in books.relations.all(kind, as_of):
            until = record.day("until")
            if not (record.is_over(as_of) or (until and until < as_of)):
                by = f" ({manager})" if (manager := record.text("manager")) else ""
                plans.setdefault(record.text("client"), f"{_called(record)}{by}")
    return plans


def _called(record: Record) -> str:
    """A record's kind and id; the id alone if it says the kind."""
    kind = record.kind.value
    return record.id if record.id.startswith(f"{kind}-") else f"{kind} {record.id}"
