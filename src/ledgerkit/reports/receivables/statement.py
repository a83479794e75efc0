"""A client's statement of account."""

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
#: The label of the first line of a balance-forward statement.
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
    """A client's statement of account, one currency below the other.

    The last line of each currency is the amount owed at the end of the day, and the
    note below gives its ageing; the buckets sum to it.

    Args:
        books: The books.
        client: The client's id.
        as_of: The last day that counts.
        kind: What it lists.
        since: The first day of a period; None for the beginning of the books.
        currency: Show this currency only.
    """
    statements = [
        letter
        for letter in statements_of(books, client, as_of=as_of, kind=kind, since=since)
        if currency in {None, letter.currency}
    ]
    name = books.directory.as_of(Side.RECEIVABLE.party_role, client, as_of).name
    return Table(
        title=f"Statement of {name}",
        as_of=as_of,
        columns=_COLUMNS[kind],
        rows=[row for letter in statements for row in _rows(letter)],
        totals=[_total(letter) for letter in statements],
        notes=[
            *(note for letter in statements for note in _notes(letter)),
            *dispute_notes(
                books,
                books.subledger(Side.RECEIVABLE, as_of),
                party=client,
                currency=currency,
            ),
        ],
    )


def _rows(letter: ClientStatement) -> Iterator[Row]:
    if letter.kind is StatementKind.BALANCE_FORWARD and letter.since is not None:
        yield Row(cells=_opening_cells(letter, letter.since))
    for line in letter.lines:
        links = {"date": Link(LinkKind.SOURCE, str(line.place))}
        if line.number is not None:
            links["number"] = Link(LinkKind.DOCUMENT, line.number)
        late = frozenset({"due", "balance"} if line.is_late else ())
        yield Row(cells=_cells(line, letter), links=links, late=late)


def _cells(line: ClientStatementLine, letter: ClientStatement) -> Mapping[str, Cell]:
    return {
        "date": line.day,
        "kind": line.kind,
        "number": line.number,
        "settles": line.settles,
        "due": line.due,
        "text": line.text,
        "currency": letter.currency,
        "amount": with_cents(line.amount, letter.currency),
        "settled": with_cents(line.settled, letter.currency),
        "balance": with_cents(line.balance, letter.currency),
        DISPUTED.key: disputed_cell(line.disputed, letter.currency),
    }


def _opening_cells(letter: ClientStatement, since: date) -> Mapping[str, Cell]:
    empty: dict[str, Cell] = {column.key: None for column in _RUNNING}
    return empty | {
        "date": since,
        "kind": BROUGHT_FORWARD,
        "currency": letter.currency,
        "balance": with_cents(letter.opening, letter.currency),
    }


def _total(letter: ClientStatement) -> Mapping[str, Cell]:
    total: dict[str, Cell] = {"currency": letter.currency}
    if letter.kind is StatementKind.OPEN_ITEM:
        total["amount"] = _sum((line.amount for line in letter.lines), letter.currency)
        total["settled"] = _sum(
            (line.settled for line in letter.lines), letter.currency
        )
        total[DISPUTED.key] = _sum(
            (line.disputed for line in letter.lines),
            letter.currency,
        )
    if letter.kind is StatementKind.ACTIVITY:
        total["amount"] = _sum((line.amount for line in letter.lines), letter.currency)
    else:
        total["balance"] = with_cents(letter.closing, letter.currency)
    return total


def _sum(amounts: Iterator[Decimal], currency: str) -> Decimal:
    return with_cents(sum(amounts, ZERO), currency)


def _notes(letter: ClientStatement) -> Iterator[str]:
    labels = letter.buckets.labels()
    parts = [
        f"{label} {with_cents(amount, letter.currency):f}"
        for label, amount in zip(labels, letter.aged.amounts, strict=True)
    ]
    if letter.aged.unapplied:
        parts.append(
            f"on account {with_cents(letter.aged.unapplied, letter.currency):f}"
        )
    counted = "past due" if letter.basis is AgingBasis.DUE else "from its date"
    closing = with_cents(letter.closing, letter.currency)
    yield (
        f"{closing:f} {letter.currency} are owed, by days {counted}:"
        f" {', '.join(parts)}."
    )
