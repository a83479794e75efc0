"""One document: what it was made out for, and what settled it when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("by", "Known by"),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("open", "Open", ColumnType.AMOUNT),
)


def settlements(
    books: Books, number: str, *, as_of: date, side: Side = Side.RECEIVABLE
) -> Table:
    """A document and its settlements, with what was open after each.

    Args:
        books: The books.
        number: The document's.
        as_of: The last day that counts.
        side: What is owed to us, or by us.

    Raises:
        UsageError: If no document has that number by then, or several have.
    """
    document = books.find_document(number, side=side, as_of=as_of)
    return Table(
        title=f"{document.label} and what settled it",
        as_of=as_of,
        columns=_COLUMNS,
        rows=list(_rows(document)),
        notes=[_why_due(document)],
    )


def _rows(document: Document) -> Iterator[Row]:
    open_ = document.amount
    kind = document.kind.value
    yield _row(document.postings[0], (kind, ""), document.amount, open_)
    for settlement in document.settlements:
        open_ -= settlement.amount
        by = settlement.credit or "payment"
        words = (by, settlement.basis.value)
        yield _row(settlement.posting, words, -settlement.amount, open_)


def _row(
    posting: ControlPosting, words: tuple[str, str], amount: Decimal, open_: Decimal
) -> Row:
    kind, basis = words
    currency = posting.currency
    return Row(
        cells={
            "date": posting.day,
            "kind": kind,
            "by": basis,
            "text": posting.text,
            "currency": currency,
            "amount": with_cents(amount, currency),
            "open": with_cents(open_, currency),
        },
        links={"date": Link(LinkKind.SOURCE, str(posting.place))},
    )


def _why_due(document: Document) -> str:
    """When it is due, and why then."""
    if not document.due_is_stated:
        return f"Nothing says when it is due, so it counts as due on {document.issued}."
    terms = document.postings[0].terms
    why = terms.explain(document.issued) if terms else f"due {document.due} as stated"
    return f"{why[:1].upper()}{why[1:]}."
