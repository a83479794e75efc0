"""The clients, and the vendors, with their open amounts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.open_items.ageing import Buckets, age
from ledgerkit.open_items.overdue import NOTHING_OVERDUE, Overdue, overdue_by_party
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import account_notes, party_link, totals_by_currency
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.ageing import AgedBalance
    from ledgerkit.parties.party import Party

    OverdueOf: TypeAlias = Mapping[tuple[str, str], Overdue]

_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("terms", "Payment terms"),
    Column("documents", "Documents", ColumnType.INTEGER),
    Column("last", "Last document", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("overdue", "Overdue", ColumnType.AMOUNT),
)


def clients(books: Books, *, as_of: date) -> Table:
    """Every client, declared or not, and what it owes.

    A line for each currency with an open amount; overdue is what is past its due date,
    before money on account.
    """
    return _parties(books, Side.RECEIVABLE, "Clients", as_of)


def vendors(books: Books, *, as_of: date) -> Table:
    """Every vendor, declared or not, and what we owe it."""
    return _parties(books, Side.PAYABLE, "Vendors", as_of)


def _parties(books: Books, side: Side, title: str, as_of: date) -> Table:
    subledger = books.subledger(side, as_of)
    counts: dict[str, int] = defaultdict(int)
    last: dict[str, date] = {}
    for item in subledger.items:
        counts[item.party] += 1
        day = item.first.day
        last[item.party] = max(day, last.get(item.party, day))
    aged: dict[str, list[AgedBalance]] = defaultdict(list)
    for line in age(subledger, buckets=Buckets()):
        aged[line.party].append(line)
    overdue = overdue_by_party(subledger)
    rows = [
        row
        for party in books.parties(side.party_role, as_of)
        for row in _rows(
            party,
            [(line, _overdue(line, overdue)) for line in aged[party.id]],
            counts[party.id],
            last,
        )
    ]
    return Table(
        title=title,
        as_of=as_of,
        columns=_COLUMNS,
        rows=sorted(rows, key=lambda row: str(row.cells["name"]).casefold()),
        totals=totals_by_currency(
            (
                (line.currency, (line.balance, _overdue(line, overdue).amount))
                for lines in aged.values()
                for line in lines
                if line.party
            ),
            ("balance", "overdue"),
        ),
        notes=list(account_notes(books, side)),
    )


def _overdue(line: AgedBalance, of_party: OverdueOf) -> Overdue:
    return of_party.get((line.party, line.currency), NOTHING_OVERDUE)


def _rows(
    party: Party,
    aged: Sequence[tuple[AgedBalance, Overdue]],
    documents: int,
    last: Mapping[str, date],
) -> Iterator[Row]:
    common: dict[str, Cell] = {
        "party": party.id,
        "name": party.name,
        "manager": party.facts.get("manager"),
        "terms": party.payment_terms,
        "documents": documents,
        "last": last.get(party.id),
    }
    links = dict(party_link(party.id))
    if party.place is not None:
        links["manager"] = Link(LinkKind.SOURCE, str(party.place))
    if not aged:
        empty: dict[str, Cell] = {"currency": None, "balance": None, "overdue": None}
        yield Row(cells={**common, **empty}, links=links)
    for line, overdue in aged:
        amounts: dict[str, Cell] = {
            "currency": line.currency,
            "balance": with_cents(line.balance, line.currency),
            "overdue": with_cents(overdue.amount, line.currency),
        }
        yield Row(
            cells={**common, **amounts},
            links=links,
            late=frozenset({"overdue"} if overdue.amount else ()),
        )
