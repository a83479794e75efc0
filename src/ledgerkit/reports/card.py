"""Everything that ever passed between us and one party."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.party_cells import totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger

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


class _Line(NamedTuple):
    """One posting on a card, less its running balance."""

    posting: ControlPosting
    kind: str
    number: str | None
    settles: str | None
    due: date | None


def card(books: Books, party: str, *, as_of: date, side: Side | None = None) -> Table:
    """Every document and settlement of a party, with a running balance.

    The balance counts what is owed: to us where the party is a client, by us
    where it is a vendor. A party that is both has its two sides one after the
    other, and each currency has a balance of its own.

    Args:
        books: The books.
        party: An id, name or alias.
        as_of: The last day that counts.
        side: As a client or as a vendor only; both if None.

    Raises:
        UsageError: If nobody is called so.
    """
    sides = _sides(books, party, side)
    rows: list[Row] = []
    name = party
    for found_side, id_ in sides:
        name = books.directory.as_of(found_side.party_role, id_, as_of).name
        lines = list(_lines(books.subledger(found_side, as_of), id_))
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
    )


def _sides(books: Books, party: str, side: Side | None) -> Sequence[tuple[Side, str]]:
    """On which sides somebody is called so, and by what id."""
    found, errors = [], []
    for candidate in [side] if side else list(Side):
        try:
            id_ = books.find_party(candidate.party_role, party)
            found.append((candidate, id_))
        except UsageError as error:
            errors.append(error)
    if not found:
        # The message that has a suggestion helps more than the one that has none.
        raise max(errors, key=lambda error: "did you mean" in str(error))
    return found


def _lines(subledger: Subledger, party: str) -> Iterator[_Line]:
    settled: dict[int, tuple[ControlPosting, list[str]]] = {}
    credited = _credited(subledger, party)
    for document in subledger.documents:
        for settlement in document.settlements:
            if document.party == party and settlement.posting.credit is None:
                about = settled.setdefault(
                    id(settlement.posting), (settlement.posting, [])
                )
                about[1].append(document.label)
        for posting in document.postings if document.party == party else ():
            settles = credited.get(document.number) if document.is_credit else None
            due = document.due_parts[-1].due if document.due_is_stated else None
            yield _Line(posting, document.kind.value, document.number, settles, due)
    for item in subledger.unapplied:
        if item.party == party and item.posting.credit is None:
            about = settled.setdefault(id(item.posting), (item.posting, []))
            about[1].append("on account")
    for posting, labels in settled.values():
        kind = "payment" if posting.amount <= 0 else "refund"
        yield _Line(posting, kind, None, ", ".join(labels), None)


def _credited(subledger: Subledger, party: str) -> Mapping[str | None, str]:
    """The documents that each credit note of the party settles, by its number."""
    labels: dict[str | None, str] = {}
    for document in subledger.documents:
        if document.party == party:
            for credit in sorted({s.credit for s in document.settlements if s.credit}):
                before = f"{labels[credit]}, " if credit in labels else ""
                labels[credit] = f"{before}{document.label}"
    return labels


def _rows(side: Side, lines: Sequence[_Line]) -> Iterator[Row]:
    balances: dict[str, Decimal] = {}
    for line in sorted(
        lines,
        key=lambda x: (
            x.posting.currency,
            x.posting.day,
            -x.posting.amount,
            x.number or "",
        ),
    ):
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


def _links(line: _Line) -> dict[str, Link]:
    links = {"date": Link(LinkKind.SOURCE, str(line.posting.place))}
    if line.number is not None:
        links["number"] = Link(LinkKind.DOCUMENT, line.number)
    return links
