"""Cases, notes and keys -> what of a document is disputed on a day.

Whoever wants to know reads it here: ageing, statements, reminders, payment runs and
the forecast can't differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.documents.disputes import read_case_disputes
from ledgerkit.ledger.place import written
from ledgerkit.open_items.dispute import Dispute, Disputed, disputed_of

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.clients.records.record import Relations
    from ledgerkit.open_items.document import Document


class Disputes:
    """What is disputed in a book."""

    def __init__(self, relations: Relations, notes: DocumentNotes) -> None:
        """Read the cases; notes are read as they are asked for."""
        self._cases = read_case_disputes(relations)
        self._notes = notes
        # Most books have none, and documents are many.
        self._are_there = bool(self._cases or notes.notes or notes.marked_documents)

    def of(self, document: Document, day: date) -> Disputed | None:
        """What of a document is disputed at the end of a day; None for nothing."""
        if not self._are_there or document.open <= 0:
            return None
        found = [
            case.of(document)
            for case in self._cases.get(document.number or "", ())
            if case.is_about(document) and case.is_open(day)
        ]
        # A note says that something is wrong, and a case then how much of it.
        if all(case.stated is None for case in found):
            told = self._told(document, day)
            found += [told] if told else []
        return disputed_of(document, found)

    def _told(self, document: Document, day: date) -> Dispute | None:
        """What notes and the document itself say, of all of it.

        Whatever was said on a day, what ended on it has ended. A note ends no case,
        and a case nothing that a note said.
        """
        dispute = None
        said = [
            (when, written(meta, "dispute-ended") is not None, written(meta, "dispute"))
            for when, meta in self._notes.said(document, day)
        ]
        for when, has_ended, reason in sorted(said, key=lambda each: each[:2]):
            if has_ended:
                dispute = None
            elif isinstance(reason, str):
                since = dispute.since if dispute else when
                dispute = Dispute(since=since, reason=reason)
        return dispute
