"""Which new documents are in the books already, and what is still to be settled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.ledger.places import short_place
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party_names import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewDocument, NewSettlement
    from ledgerkit.open_items.document import Document


class DifferentDocumentError(Exception):
    """The books have another document of that number; the message says which."""


def find_document(books: Books, new: NewDocument) -> Document | None:
    """The document of the books that a new one would repeat; None if there is none.

    Raises:
        DifferentDocumentError: If the books have that number for another client, or
            with another date, amount or currency.
    """
    drafts = books.subledger(new.side, date.max).by_number.get(new.number, ())
    documents = [draft.finish() for draft in drafts]
    ours = [document for document in documents if _is_partys(document, new)]
    if not ours:
        # A vendor's number may be another vendor's too; our own numbers are unique.
        if documents and new.side is Side.RECEIVABLE:
            raise DifferentDocumentError(_taken(documents[0], new))
        return None
    for document in ours:
        if _facts(document) == (new.issued, new.currency, new.amount):
            return document
    raise DifferentDocumentError(_different(ours[0], new))


def _facts(document: Document) -> tuple[date, str, object]:
    return document.issued, document.currency, document.amount


def _is_partys(document: Document, new: NewDocument) -> bool:
    """Whether a document is the new one's party's, declared until now or not."""
    if document.party == new.party:
        return True
    return normalised(document.party) in {normalised(new.payee), normalised(new.party)}


def _taken(document: Document, new: NewDocument) -> str:
    return (
        f"is in the books already ({short_place(document.place)}), for"
        f" {document.party} and not {new.payee}; correct the number"
    )


def _different(document: Document, new: NewDocument) -> str:
    return (
        f"is in the books already ({short_place(document.place)}), of"
        f" {document.issued} over {document.amount:f} {document.currency} and not of"
        f" {new.issued} over {new.amount:f} {new.currency}; correct one of the two"
    )


def unsettled(document: Document, new: NewDocument) -> Sequence[NewSettlement]:
    """The new one's settlements that the document in the books doesn't have.

    A settlement is known by its day and amount. What is not known settles no more
    than what is open, so that a payment which somebody entered by hand, on the day
    that the bank says, isn't entered again.
    """
    known = Counter((s.posting.day, s.amount) for s in document.settlements)
    open_, missing = document.open, []
    for settlement in new.settlements:
        seen = settlement.day, settlement.amount
        if known[seen]:
            known[seen] -= 1
            continue
        nearest_zero = min if new.amount > 0 else max
        amount = nearest_zero(settlement.amount, open_)
        if (amount > 0) == (new.amount > 0) and amount:
            open_ -= amount
            missing.append(replace(settlement, amount=amount))
    return missing
