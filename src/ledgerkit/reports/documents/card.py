"""All dealings with one party: its account card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.documents.advances import advances
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import PartyMovement, movements
from ledgerkit.reports.cells import totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("side", "Side"),
    Column("kind", "Kind"),
    Column("number", "Number"),
    Column("settles", "Settles"),
    Column("due", "Due", ColumnType.DATE),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
)


def card(books: Books, party: str, *, as_of: date, side: Side | None = None) -> Table:
    """Every document and settlement of a party, with a running balance.

    The balance counts what is owed: to us if the party is a client, by us if it is a
    vendor. A party that is both has its two sides one after the other, and each
    currency has a balance of its own.

    Args:
        books: The books.
        party: An id, name or alias.
        as_of: The last day that counts.
        side: As a client or as a vendor only; both if None.

    Raises:
        UsageError: If nobody has this name.
    """
    sides = _sides(books, party, side)
    rows: list[Row] = []
    name = party
    for found_side, id_ in sides:
        name = books.directory.as_of(found_side.party_role, id_, as_of).name
        lines = movements(books.subledger(found_side, as_of), id_)
        rows += _rows(found_side, lines)
    balances = [(str(row.cells["currency"]), row.cells["amount"]) for row in rows]
    return Table(
        title=f"Card of {name}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            ((currency, (amount,)) for currency, amount in balances),  # type: ignore[misc]
            ("balance",),
        )
        if len(sides) == 1
        else (),
        notes=[
            note
            for party_side, id_ in sides
            for note in _advance_notes(books, party_side, id_, as_of)
        ],
    )


def _advance_notes(books: Books, side: Side, party: str, as_of: date) -> Iterator[str]:
    """Advance payments: they are on no control account, so in no balance here."""
    for (owner, currency), amount in sorted(advances(books, side, as_of).items()):
        if owner == party:
            yield (
                f"{with_cents(amount, currency):f} {currency} were paid in advance, and"
                f" are not set against any {side.number_key} yet."
            )


def _sides(books: Books, party: str, side: Side | None) -> Sequence[tuple[Side, str]]:
    """The sides on which a party is known by this name, each with its id."""
    matches, errors = [], []
    for candidate in [side] if side else list(Side):
        try:
            id_ = books.find_party(candidate.party_role, party)
            matches.append((candidate, id_))
        except UsageError as error:
            errors.append(error)
    if not matches:
        # A message with a suggestion helps more than one without.
        raise max(errors, key=lambda error: "did you mean" in str(error))
    return matches


def _rows(side: Side, lines: Sequence[PartyMovement]) -> Iterator[Row]:
    balances: dict[str, Decimal] = {}
    for line in lines:
        posting, currency = line.posting, line.posting.currency
        balance = balances.get(currency, ZERO) + posting.amount
        balances[currency] = balance
        yield Row(
            cells={
                "date": posting.day,
                "side": side.value,
                "kind": line.kind,
                "number": line.number,
                "settles": line.settles,
                "due": line.due,
                "text": posting.text,
                "currency": currency,
                "amount": with_cents(posting.amount, currency),
                "balance": with_cents(balance, currency),
            },
            links=_links(line),
        )


def _links(line: PartyMovement) -> dict[str, Link]:
    links = {"date": Link(LinkKind.SOURCE, str(line.posting.place))}
    if line.number is not None:
        links["number"] = Link(LinkKind.DOCUMENT, line.number)
    return links
