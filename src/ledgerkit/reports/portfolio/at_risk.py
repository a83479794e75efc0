"""The clients to worry about: by money, with the reasons and who sees to it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.health.health import Band
from ledgerkit.clients.health.triggers import Cause
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import amounts_of, names_on, party_link, totals_by_currency
from ledgerkit.reports.clients.cells import in_cents, sales_notes
from ledgerkit.reports.rounding import percent
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.health.health import Health
    from ledgerkit.clients.records.record import Record

_ENDED = frozenset({"completed", "cancelled", "resolved", "closed"})
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
    """Clients that are red, or that something alone is reason enough to look at.

    Money at risk is the revenue of twelve months times what health lacks of 100,
    unrounded; the most first. Where everybody is late, everybody is at risk: so the
    notes count the clients by cause, and the totals are of all, shown or not. Whose
    record says ``lost`` has left, and is at risk no more.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only clients that are in this manager's charge on the day.
        limit: How many to show, those with the most money at risk; all if None.
    """
    found = [
        one
        for one in books.health_read.all(as_of).values()
        if (one.triggers or one.band is Band.RED)
        and manager in {None, books.clients_read.manager_on(one.client, as_of)}
        and not books.clients_read.has_left(one.client, as_of)
    ]
    seen_to = _seen_to(books, as_of)
    rows = sorted((_row(books, one, as_of, seen_to) for one in found), key=_most_first)
    return Table(
        title="Clients at risk",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows[:limit],
        totals=totals_by_currency(
            (amounts_of(row, _AMOUNTS) for row in rows), _AMOUNTS
        ),
        notes=[
            *_counts(found, rows[:limit]),
            "At risk is the revenue of twelve months times what health lacks of 100.",
            *sales_notes(books, as_of),
        ],
    )


def _counts(found: Sequence[Health], shown: Sequence[Row]) -> Iterator[str]:
    """How many of which cause; one client may have several."""
    if len(shown) < len(found):
        count = f"{len(shown)} of {len(found)}"
        yield f"Shown are {count}, by money at risk; the totals are of all."
    of_cause = [
        (sum(any(t.cause is cause for t in one.triggers) for one in found), cause.value)
        for cause in Cause
    ]
    red = sum(one.band is Band.RED for one in found)
    counts = [f"{count} {words}" for count, words in (*of_cause, (red, "red")) if count]
    if counts and len(found) > 1:
        yield f"Of {len(found)}: {', '.join(counts)}."


def _row(books: Books, one: Health, as_of: date, seen_to: Mapping[str, str]) -> Row:
    reading = books.clients_read
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
            "revenue": in_cents(revenue, reading.currency),
            "health": one.points,
            "coverage": percent(one.coverage),
            "at_risk": in_cents(at_stake, reading.currency),
            "reasons": "; ".join(one.reasons) or None,
            "plan": seen_to.get(one.client, "no plan"),
        },
        links=party_link(one.client),
    )


def _most_first(row: Row) -> tuple[Decimal, str, str]:
    name, party = str(row.cells["name"]), str(row.cells["party"])
    _currency, (amount,) = amounts_of(row, ("at_risk",))
    return -amount, name.casefold(), party


def _seen_to(books: Books, as_of: date) -> Mapping[str, str]:
    """Each client's open plan, else its open task, else its case, with whose it is."""
    found: dict[str, str] = {}
    for kind in (RecordKind.PLAN, RecordKind.TASK, RecordKind.CASE):
        for record in books.relations.all(kind, as_of):
            until = record.day("until")
            is_over = record.text("status") in _ENDED or (until and until < as_of)
            if not is_over:
                by = f" ({whose})" if (whose := record.text("manager")) else ""
                found.setdefault(record.text("client"), f"{_called(record)}{by}")
    return found


def _called(record: Record) -> str:
    """A record by its kind and id; one whose id says its kind, by the id alone."""
    kind = record.kind.value
    return record.id if record.id.startswith(f"{kind}-") else f"{kind} {record.id}"
