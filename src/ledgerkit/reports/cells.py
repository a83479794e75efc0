"""How every report shows what is disputed: as a column, and in words below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.table import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: Part of what is open, and of the columns beside it: "of which disputed".
DISPUTED = Column("disputed", "Disputed", ColumnType.AMOUNT, optional=True)
#: More sentences than these nobody reads; the column has everything.
_NOTES_MAX = 10


def disputed_amount(books: Books, document: Document, as_of: date) -> Decimal:
    """What of a document is disputed on a day."""
    disputed = books.disputes.of(document, as_of)
    return disputed.amount if disputed else ZERO


def disputed_cell(amount: Decimal, currency: str) -> Decimal | None:
    """The cell: empty where nothing is disputed, so that the rest stands out."""
    return with_cents(amount, currency) if amount else None


def disputed_sums(
    books: Books, subledger: Subledger
) -> Mapping[tuple[str, str], Decimal]:
    """What of each party's documents is disputed, by party and currency."""
    sums: dict[tuple[str, str], Decimal] = {}
    for document, disputed in _disputed(books, subledger):
        key = document.party, document.currency
        sums[key] = sums.get(key, ZERO) + disputed.amount
    return sums


def dispute_notes(
    books: Books,
    subledger: Subledger,
    *,
    party: str | None = None,
    currency: str | None = None,
) -> Iterator[str]:
    """A sentence for each document that is disputed, the largest amounts first.

    Args:
        books: The books.
        subledger: Whose open documents count, on its day.
        party: Only this one's, by id.
        currency: Only this one's.
    """
    found = [
        (document, disputed)
        for document, disputed in _disputed(books, subledger)
        if party in {None, document.party} and currency in {None, document.currency}
    ]
    found.sort(key=lambda pair: (-pair[1].amount, pair[0].label))
    for document, disputed in found[:_NOTES_MAX]:
        amount = with_cents(disputed.amount, document.currency)
        open_ = with_cents(document.open, document.currency)
        yield (
            f"{document.label}: {amount:f} of {open_:f} {document.currency} is"
            f" disputed since {disputed.since}: {disputed.why}."
        )
    if len(found) > _NOTES_MAX:
        yield f"{len(found) - _NOTES_MAX} more documents are disputed."


def _disputed(
    books: Books, subledger: Subledger
) -> Iterator[tuple[Document, Disputed]]:
    for document in subledger.open_documents:
        disputed = books.disputes.of(document, subledger.as_of)
        if disputed is not None:
            yield document, disputed
