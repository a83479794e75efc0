"""The clients: what each owes and brings in, and the state of the relation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.concentration import head_of_group
from ledgerkit.clients.measures.payment_behaviour import payment_behaviour
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.clients.records.contact import last_activities
from ledgerkit.money import ZERO, change_in_percent
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import (
    account_notes,
    in_cents,
    names_on,
    number_of,
    party_link,
    percent,
    sales_notes,
    tenths,
    totals_by_currency,
)
from ledgerkit.reports.documents.parties import clients
from ledgerkit.reports.portfolio.rfm import rfm_codes
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.measures import ClientMeasures

_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("tier", "Tier"),
    Column("status", "Status"),
    Column("currency", "Currency"),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("overdue", "Overdue", ColumnType.AMOUNT),
    Column("revenue", "Revenue", ColumnType.AMOUNT),
    Column("trend", "Growth %", ColumnType.NUMBER),
    Column("days_late", "Days late", ColumnType.NUMBER),
    Column("last_invoice", "Last invoice", ColumnType.DATE),
    Column("last_contact", "Last contact", ColumnType.DATE),
    Column("health", "Health", ColumnType.INTEGER),
    Column("coverage", "Coverage %", ColumnType.NUMBER),
)


def client_list(  # noqa: PLR0913 - each is asked for by its name
    books: Books,
    *,
    as_of: date,
    manager: str | None = None,
    tag: str | None = None,
    status: str | None = None,
    rfm: str | None = None,
    roll_up: bool = False,
) -> Table:
    """Every client by name; a line for each currency in which something is owed.

    Revenue is of twelve months, trend its change on the twelve before; days late are
    those of the payments of twelve months, weighted by amount. Rolled up, a parent has
    the sums of its group, the latest days, and its own health.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only clients in this manager's charge on the day.
        tag: Only clients with this word among their ``tags:``.
        status: Only clients with this ``status:``.
        rfm: Only clients whose scores of recency, frequency and money begin like this.
        roll_up: Whether subsidiaries are included in their parent.
    """
    chosen = _Chosen(books, as_of, roll_up=roll_up)
    name = names_on(books, Side.RECEIVABLE, as_of)
    scores = rfm_codes(books, as_of) if rfm else {}
    ids = [
        id_
        for id_ in chosen.groups
        if chosen.fits(id_, manager, tag, status)
        and (not rfm or scores.get(id_, "").startswith(rfm))
    ]
    ids.sort(key=lambda id_: (name(id_).casefold(), id_))
    rows = [row for id_ in ids for row in chosen.rows(id_, name(id_))]
    return Table(
        title="Clients",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            (
                (str(row.cells["currency"]), [number_of(row.cells[k]) for k in _SUMMED])
                for row in rows
                if row.cells["currency"]
            ),
            _SUMMED,
        ),
        notes=[*account_notes(books, Side.RECEIVABLE), *_notes(books, as_of, chosen)],
    )


_SUMMED = ("balance", "overdue", "revenue")


def _notes(books: Books, as_of: date, chosen: _Chosen) -> Iterator[str]:
    if chosen.measures:
        yield "Revenue is of twelve months; growth is its change on the twelve before."
        yield from sales_notes(books, as_of)


class _Chosen:
    """The data from which the list takes its lines."""

    def __init__(self, books: Books, as_of: date, *, roll_up: bool) -> None:
        self._books = books
        self._as_of = as_of
        self.measures: Mapping[str, ClientMeasures] = books.clients_read.measures(as_of)
        self._contacts = last_activities(books.relations, as_of)
        parents = books.clients_read.parents(as_of) if roll_up else {}
        self._owed: dict[tuple[str, str], list[Decimal]] = defaultdict(
            lambda: [ZERO, ZERO]
        )
        self.groups: dict[str, list[str]] = defaultdict(list)
        for row in clients(books, as_of=as_of).rows:
            client, currency = str(row.cells["party"]), row.cells["currency"]
            head = head_of_group(client, parents)
            if client not in self.groups[head]:
                self.groups[head].append(client)
            if currency:
                owed = self._owed[head, str(currency)]
                owed[0] += number_of(row.cells["balance"])
                owed[1] += number_of(row.cells["overdue"])
        for client in self.measures:
            head = head_of_group(client, parents)
            if client not in self.groups[head]:
                self.groups[head].append(client)
        self._currencies: dict[str, list[str]] = defaultdict(list)
        for head, currency in sorted(self._owed):
            self._currencies[head].append(currency)

    def fits(
        self, client: str, manager: str | None, tag: str | None, status: str | None
    ) -> bool:
        """Whether a client's record matches the filters on the day."""
        facts = self._books.directory.as_of(PartyRole.CLIENT, client, self._as_of)
        tags = facts.text("tags").replace(",", " ").split()
        return (
            manager in {None, facts.text("manager")}
            and (tag is None or tag in tags)
            and status in {None, self._status(client)}
        )

    def _status(self, client: str) -> str:
        return self._books.clients_read.status(client, self._as_of)

    def rows(self, head: str, name: str) -> Iterator[Row]:
        """A line for each currency; revenue is in the currency of most sales."""
        main = self._books.clients_read.currency
        sold = self._sold(head)
        currencies = list(self._currencies[head])
        if sold and main not in currencies:
            currencies.append(main)
        for currency in currencies or [""]:
            balance, overdue = self._owed.get((head, currency), (None, None))
            empty: dict[str, Cell] = dict.fromkeys(("revenue", "trend", "days_late"))
            yield Row(
                cells={
                    **self._about(head, name),
                    "currency": currency or None,
                    "balance": in_cents(balance, currency),
                    "overdue": in_cents(overdue, currency),
                    **(
                        {**_earned(sold), "days_late": self._days_late(head)}
                        if currency == main and sold
                        else empty
                    ),
                },
                links=party_link(head),
                late=frozenset({"overdue"} if overdue and overdue > 0 else ()),
            )

    def _days_late(self, head: str) -> Decimal | None:
        """The group's days late in payments of twelve months, weighted by amount."""
        reading = self._books.clients_read
        paid = reading.paid(self._as_of)
        parts = [part for client in self.groups[head] for part in paid.get(client, ())]
        own = [part for part in parts if part.currency == reading.currency]
        return tenths(payment_behaviour(own, twelve_months(self._as_of)).days_late)

    def _sold(self, head: str) -> Sequence[ClientMeasures]:
        return [self.measures[c] for c in self.groups[head] if c in self.measures]

    def _about(self, head: str, name: str) -> dict[str, Cell]:
        record = self._books.directory.as_of(PartyRole.CLIENT, head, self._as_of)
        bought = [m.rhythm.last for m in self._sold(head) if m.rhythm.last]
        contacted = [
            self._contacts[c] for c in self.groups[head] if c in self._contacts
        ]
        health = self._books.health_read.all(self._as_of).get(head)
        known = health is not None and health.points is not None
        return {
            "party": head,
            "name": name,
            "manager": record.text("manager") or None,
            "tier": record.text("tier") or None,
            "status": self._status(head) or None,
            "last_invoice": max(bought, default=None),
            "last_contact": max(contacted, default=None),
            "health": health.points if health else None,
            "coverage": percent(health.coverage) if health and known else None,
        }


def _earned(sold: Sequence[ClientMeasures]) -> dict[str, Cell]:
    revenue = sum((measures.revenue for measures in sold), ZERO)
    before = sum((measures.revenue_before for measures in sold), ZERO)
    trend = tenths(change_in_percent(revenue, before))
    return {"revenue": in_cents(revenue, sold[0].currency), "trend": trend}
