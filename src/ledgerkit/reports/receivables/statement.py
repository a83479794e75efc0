"""What a client is told that it owes: its statement of account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.ageing import AgingBasis
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.statement import (
    ClientStatement,
    StatementChoice,
    StatementKind,
    client_statements,
)
from ledgerkit.reports.cells import DISPUTED, dispute_notes, disputed_cell
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.collection.statement import ClientStatementLine

_DOCUMENT = (
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("number", "Number"),
)
_OPEN_ITEM = (
    *_DOCUMENT,
    Column("due", "Due", ColumnType.DATE),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("settled", "Settled", ColumnType.AMOUNT),
    Column("balance", "Open", ColumnType.AMOUNT),
    DISPUTED,
)
_RUNNING = (
    *_DOCUMENT,
    Column("settles", "Settles"),
    Column("due", "Due", ColumnType.DATE),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
)
_COLUMNS = {
    StatementKind.OPEN_ITEM: _OPEN_ITEM,
    StatementKind.BALANCE_FORWARD: _RUNNING,
    StatementKind.ACTIVITY: _RUNNING[:-1],
}
#: What the first line of a balance-forward statement is called.
BROUGHT_FORWARD = "brought forward"


def statements_of(
    books: Books,
    client: str,
    *,
    as_of: date,
    kind: StatementKind = StatementKind.OPEN_ITEM,
    since: date | None = None,
) -> Sequence[ClientStatement]:
    """A client's statements, one for each currency.

    Args:
        books: The books.
        client: The client's id.
        as_of: The last day that counts.
        kind: What they list.
        since: The first day of a period; None for the beginning of the books.
    """
    choice = StatementChoice(
        kind=kind,
        since=None if kind is StatementKind.OPEN_ITEM else since,
        buckets=books.settings.buckets,
        basis=books.settings.aging_basis,
    )
    return client_statements(
        books.subledger(Side.RECEIVABLE, as_of),
        client,
        choice,
        lambda document: books.disputes.of(document, as_of),
    )


def statement(  # noqa: PLR0913 - each is a choice that the reader of the report has
    books: Books,
    client: str,
    *,
    as_of: date,
    kind: StatementKind = StatementKind.OPEN_ITEM,
    since: date | None = None,
    currency: str | None = None,
) -> Table:
    """A client's statement of account, every currency below the other.

    The last line of each currency is what is owed at the end of the day, and the note
    below says how old that is; the ages sum to it.

    Args:
        books: The books.
        client: The client's id.
        as_of: The last day that counts.
        kind: What it lists.
        since: The first day of a period; None for the beginning of the books.
        currency: Show this currency only.
    """
    found = [
        each
        for each in statements_of(books, client, as_of=as_of, kind=kind, since=since)
        if currency in {None, each.currency}
    ]
    name = books.directory.as_of(Side.RECEIVABLE.party_role, client, as_of).name
    return Table(
        title=f"Statement of {name}",
        as_of=as_of,
        columns=_COLUMNS[kind],
        rows=[row for each in found for row in _rows(each)],
        totals=[_total(each) for each in found],
        notes=[
            *(note for each in found for note in _notes(each)),
            *dispute_notes(
                books,
                books.subledger(Side.RECEIVABLE, as_of),
                party=client,
                currency=currency,
            ),
        ],
    )


def _rows(each: ClientStatement) -> Iterator[Row]:
    if each.kind is StatementKind.BALANCE_FORWARD and each.since is not None:
        yield Row(cells=_opening_cells(each, each.since))
    for line in each.lines:
        links = {"date": Link(LinkKind.SOURCE, str(line.place))}
        if line.number is not None:
            links["number"] = Link(LinkKind.DOCUMENT, line.number)
        late = frozenset({"due", "balance"} if line.is_late else ())
        yield Row(cells=_cells(line, each), links=links, late=late)


def _cells(line: ClientStatementLine, each: ClientStatement) -> Mapping[str, Cell]:
    return {
        "date": line.day,
        "kind": line.kind,
        "number": line.number,
        "settles": line.settles,
        "due": line.due,
        "text": line.text,
        "currency": each.currency,
        "amount": with_cents(line.amount, each.currency),
        "settled": with_cents(line.settled, each.currency),
        "balance": with_cents(line.balance, each.currency),
        DISPUTED.key: disputed_cell(line.disputed, each.currency),
    }


def _opening_cells(each: ClientStatement, since: date) -> Mapping[str, Cell]:
    empty: dict[str, Cell] = {column.key: None for column in _RUNNING}
    return empty | {
        "date": since,
        "kind": BROUGHT_FORWARD,
        "currency": each.currency,
        "balance": with_cents(each.opening, each.currency),
    }


def _total(each: ClientStatement) -> Mapping[str, Cell]:
    total: dict[str, Cell] = {"currency": each.currency}
    if each.kind is StatementKind.OPEN_ITEM:
        total["amount"] = _sum((line.amount for line in each.lines), each.currency)
        total["settled"] = _sum((line.settled for line in each.lines), each.currency)
        total[DISPUTED.key] = _sum((one.disputed for one in each.lines), each.currency)
    if each.kind is StatementKind.ACTIVITY:
        total["amount"] = _sum((line.amount for line in each.lines), each.currency)
    else:
        total["balance"] = with_cents(each.closing, each.currency)
    return total


def _sum(amounts: Iterator[Decimal], currency: str) -> Decimal:
    return with_cents(sum(amounts, ZERO), currency)


def _notes(each: ClientStatement) -> Iterator[str]:
    labels = each.buckets.labels()
    parts = [
        f"{label} {with_cents(amount, each.currency):f}"
        for label, amount in zip(labels, each.aged.amounts, strict=True)
    ]
    if each.aged.unapplied:
        parts.append(f"on account {with_cents(each.aged.unapplied, each.currency):f}")
    counted = "past due" if each.basis is AgingBasis.DUE else "from its date"
    closing = with_cents(each.closing, each.currency)
    yield (
        f"{closing:f} {each.currency} are owed, by days {counted}: {', '.join(parts)}."
    )
