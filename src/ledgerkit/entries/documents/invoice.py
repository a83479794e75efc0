"""The entries for a drafted invoice or credit note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.documents.next_number import used_numbers
from ledgerkit.entries.documents.complete import complete_invoice
from ledgerkit.entries.documents.documents import plan_documents
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.invoices.numbering import split_number
from ledgerkit.ledger.place import short_place
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewDocument
    from ledgerkit.entries.documents.draft import InvoiceDraft


def plan_invoice(books: Books, draft: InvoiceDraft) -> PlannedEntries:
    """Plan an invoice or credit note; its number is the next of these books.

    Raises:
        UsageError: If it can't be written.
    """
    document = complete_invoice(books, draft)
    _check_number(books, document)
    planned = plan_documents(books, [document])
    if planned.refused:
        raise UsageError(str(planned.refused[0]))
    amount = with_cents(abs(document.amount), document.currency)
    return PlannedEntries(
        done=f"{document.kind.value} {document.number} over {amount:f}"
        f" {document.currency}",
        directives=planned.directives,
        number=document.number,
        notes=list(_notes(books, document)),
    )


def _check_number(books: Books, document: NewDocument) -> None:
    for used in used_numbers(books):
        if used.number == document.number:
            state = "is void" if used.void is not None else "is taken"
            raise UsageError(
                f"the number {document.number} {state} ({short_place(used.place)});"
                " leave --number out for the next one"
            )


def _notes(books: Books, document: NewDocument) -> Iterator[str]:
    """What an inspector would ask about: a later document with a lower number."""
    own = split_number(document.number, document.issued)
    if own is None:
        return
    name, counter = own
    for used in used_numbers(books):
        other = split_number(used.number, used.day)
        before = other is not None and other[0] == name and other[1] < counter
        if before and used.void is None and used.day > document.issued:
            yield (
                f"{document.number} of {document.issued} comes after {used.number},"
                f" which is of {used.day}"
            )
            return
