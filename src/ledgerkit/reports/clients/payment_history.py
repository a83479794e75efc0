"""How a client pays: each invoice early, on the day, late, or still open."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ledgerkit.open_items.overdue import is_overdue
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import document_links, in_cents, names_on
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.payment_behaviour import PaidPart
    from ledgerkit.open_items.document import Document

EARLY, ON_TIME, LATE = "early", "on time", "late"
NOT_YET_DUE, OVERDUE, OTHERWISE = "not yet due", "overdue", "otherwise"
_PAID = (EARLY, ON_TIME, LATE)
_COLUMNS = (
    Column("number", "Number"),
    Column("issued", "Issued", ColumnType.DATE),
    Column("due", "Due", ColumnType.DATE),
    Column("paid", "Paid", ColumnType.DATE),
    Column("days_late", "Days late", ColumnType.INTEGER),
    Column("behaviour", "How"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("open", "Open", ColumnType.AMOUNT),
)


def payment_history(books: Books, party: str, *, as_of: date) -> Table:
    """A client's invoices by date of issue, with how late each was paid, or is.

    Days late are those of the last payment, against the due date of the part it paid;
    negative if early. An open invoice counts to the day. An invoice that was credited
    or written off was paid ``otherwise``, and has none.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    own = books.subledger(Side.RECEIVABLE, as_of).of_party(party)
    invoices = [
        document
        for document in own.documents
        if not document.is_credit and document.amount
    ]
    invoices.sort(
        key=lambda document: (document.issued, document.number or "", document.place)
    )
    parts: dict[str, list[PaidPart]] = defaultdict(list)
    for part in books.clients_read.paid(as_of).get(party, ()):
        parts[part.number].append(part)
    rows = [_row(invoice, _payments_of(invoice, parts), as_of) for invoice in invoices]
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
    return Table(
        title=f"How {name} pays",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=list(_notes(rows)),
    )


def _payments_of(
    invoice: Document, parts: Mapping[str, Sequence[PaidPart]]
) -> Sequence[PaidPart]:
    """The payments of an invoice; none can be told for one without a number."""
    return parts.get(invoice.number, ()) if invoice.number else ()


def _row(invoice: Document, paid: Sequence[PaidPart], as_of: date) -> Row:
    last = max(paid, key=lambda part: (part.paid, part.due), default=None)
    if invoice.open > 0:
        is_late = is_overdue(invoice, as_of)
        days = invoice.days_late(as_of) if is_late else None
        behaviour = NOT_YET_DUE if days is None else OVERDUE
    else:
        days = None if last is None else last.days_late
        behaviour = _behaviour(days)
    return Row(
        cells={
            "number": invoice.number,
            "issued": invoice.issued,
            "due": invoice.due,
            "paid": last.paid if last and invoice.open <= 0 else None,
            "days_late": days,
            "behaviour": behaviour,
            "currency": invoice.currency,
            "amount": in_cents(invoice.amount, invoice.currency),
            "open": in_cents(invoice.open or None, invoice.currency),
        },
        links=document_links(invoice),
        late=frozenset(
            {"due", "days_late", "behaviour"} if behaviour == OVERDUE else ()
        ),
    )


def _behaviour(days: int | None) -> str:
    if days is None:
        return OTHERWISE
    if days > 0:
        return LATE
    return EARLY if days < 0 else ON_TIME


def _notes(rows: Sequence[Row]) -> Iterator[str]:
    counts = Counter(str(row.cells["behaviour"]) for row in rows)
    paid = sum(counts[kind] for kind in _PAID)
    if paid:
        yield (
            f"Of {paid} paid: {counts[EARLY]} early, {counts[ON_TIME]} on the day,"
            f" {counts[LATE]} late."
        )
    if counts[OTHERWISE]:
        yield "Otherwise: by a credit note, or written off."
