"""What open cases dispute, as sentences below the figures it is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.read_case_disputes import open_disputes
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.subledger import Subledger


def dispute_notes(
    books: Books, subledger: Subledger, *, party: str | None = None
) -> Iterator[str]:
    """A sentence for each open invoice that a case disputes, or a part of it.

    Args:
        books: The books.
        subledger: Whose open documents count, on its day.
        party: Only this client's, by id.
    """
    cases = books.case_disputes
    if not cases or subledger.side is not Side.RECEIVABLE:
        return
    day = subledger.as_of
    for document in subledger.open_documents:
        if document.open <= 0 or party not in {None, document.party}:
            continue
        for case in open_disputes(cases, document, day):
            amount = with_cents(case.amount(document), document.currency)
            open_ = with_cents(document.open, document.currency)
            yield (
                f"{document.number}: {amount:f} of {open_:f} {document.currency} is"
                f" disputed since {case.since}: {case.title} ({case.case})."
            )
