"""When a document is due, part by part, and why."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document

_COLUMNS = (
    Column("part", "Part", ColumnType.INTEGER),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("settled", "Settled", ColumnType.AMOUNT),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("days_late", "Days late", ColumnType.INTEGER),
    Column("why", "Why"),
)


def due(
    books: Books, number: str, *, as_of: date, side: Side = Side.RECEIVABLE
) -> Table:
    """Each part of a document with its due date, and the reason.

    Args:
        books: The books.
        number: The document's number.
        as_of: The last day that counts.
        side: An invoice or a bill.

    Raises:
        UsageError: If there is no such document, or there are several.
    """
    document = books.find_document(number, side=side, as_of=as_of)
    name = names_on(books, side, as_of)(document.party)
    reasons = _reasons(document)
    rows = [
        _row(document, index, reason, as_of=as_of)
        for index, reason in enumerate(reasons)
    ]
    amounts = document.amount, document.settled, document.open
    return Table(
        title=f"When {document.kind} {document.label} of {name} is due",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            [(document.currency, amounts)], ("amount", "settled", "open")
        )
        if len(rows) > 1
        else (),
        notes=list(_notes(books, document, as_of)),
    )


def _row(document: Document, index: int, reason: str, *, as_of: date) -> Row:
    part, settled = list(document.settled_parts())[index]
    open_, currency = part.amount - settled, document.currency
    days_late = (as_of - part.due).days
    amounts: dict[str, Decimal] = {
        "amount": part.amount,
        "settled": settled,
        "open": open_,
    }
    is_late = days_late > 0 and open_ > 0
    return Row(
        cells={
            "part": index + 1,
            "due": part.due,
            "currency": currency,
            "days_late": days_late if open_ else None,
            "why": reason,
            **{key: with_cents(number, currency) for key, number in amounts.items()},
        },
        links={"due": Link(LinkKind.SOURCE, str(document.place))},
        late=frozenset({"due", "open", "days_late"} if is_late else ()),
    )


def _reasons(document: Document) -> Sequence[str]:
    """Why each part is due on its day, in the order of the parts."""
    terms = document.postings[0].terms
    if terms is None:
        stated = (
            "as the document says"
            if document.due_is_stated
            else ("nothing says when, so on its own date")
        )
        return [stated]
    parts = terms.due_parts(document.issued, document.amount, document.currency)
    words = terms.explain_parts(document.issued)
    by_day = sorted(
        zip((part.due for part in parts), words, strict=True), key=itemgetter(0)
    )
    return [
        reason.removeprefix(f"due {day}: ").replace(f" due {day}:", ":", 1)
        for day, reason in by_day
    ]


def _notes(books: Books, document: Document, as_of: date) -> Iterator[str]:
    terms = document.postings[0].terms
    if terms is not None:
        yield f"Terms: {terms.text}; issued {document.issued}."
    offer = books.discount_offer(document)
    if terms is not None and offer is not None:
        reduced = with_cents(offer.reduced, document.currency)
        yield (
            f"{terms.explain_discount(document.issued)}; {reduced:f}"
            f" {document.currency} are then to be paid."
        )
    yield f"Payments after {as_of} are ignored."
