"""``custom "case"`` on an invoice -> the disputed amount, and its period.

Cases, notes and keys -> the disputed amount of a document on a day.

All readers use this, so that ageing, statements, reminders, payment runs and the
forecast agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.ledger.place import written
from ledgerkit.open_items.dispute import Dispute, Disputed, disputed_of
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.clients.records.record import Record, Relations
    from ledgerkit.open_items.document import Document


#: A request is no reason not to pay.
_NO_DISPUTE = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDispute:
    """A case's dispute of an invoice, for as long as it is unchanged.

    Attributes:
        case: Its id.
        title: Its subject.
        client: Id of the client.
        invoice: Number of the invoice.
        disputed: The disputed amount; None for everything open.
        since: The day from which the case has disputed it without a break.
        first: The day from which it has said exactly this.
        ended: The first day on which it no longer did; None if it still does.
    """

    case: str
    title: str
    client: str
    invoice: str
    disputed: Amount | None
    since: date
    first: date
    ended: date | None = None

    def is_open(self, day: date) -> bool:
        """Whether it is disputed at the end of a day."""
        return self.first <= day and (self.ended is None or self.ended > day)

    def is_about(self, document: Document) -> bool:
        """Whether the document is an invoice to the client; bills have no cases."""
        is_ours = document.side is Side.RECEIVABLE
        return is_ours and self.client in {"", document.party}

    def of(self, document: Document) -> Dispute:
        """The dispute of a document; an amount in another currency is ignored."""
        stated = self.disputed
        if stated is not None and stated.currency != document.currency:
            stated = None
        return Dispute(
            since=self.since,
            reason=self.title,
            case=self.case,
            # An Amount of zero is false.
            stated=None if stated is None else stated.number,
        )


def read_case_disputes(relations: Relations) -> Mapping[str, Sequence[CaseDispute]]:
    """The disputes of each invoice, by its number, in the order of the cases' ids."""
    disputes: dict[str, list[CaseDispute]] = {}
    for id_ in relations.ids(RecordKind.CASE):
        for dispute in _history(relations, id_):
            disputes.setdefault(dispute.invoice, []).append(dispute)
    return disputes


def _history(relations: Relations, id_: str) -> Iterator[CaseDispute]:
    """The dispute of a case from each of its days to the next.

    A case resolved and later closed ended when it was resolved; one reopened, or
    disputing another amount, counts from then on only.
    """
    key = RecordKind.CASE, id_
    days = sorted({amendment.day for amendment in relations.amendments[key]})
    last: CaseDispute | None = None
    for day in days:
        record = relations.as_of(*key, day)
        assert record is not None
        now = _dispute(record, day)
        if last is not None:
            if now is not None and now.invoice == last.invoice:
                now = replace(now, since=last.since)
            yield replace(last, ended=day)
        last = now
    if last is not None:
        yield last


def _dispute(case: Record, day: date) -> CaseDispute | None:
    """The dispute of a case as it stands; None if there is none."""
    invoice, disputed = case.text("invoice"), case.facts.get("disputed")
    if not invoice or case.text("kind") == _NO_DISPUTE:
        return None
    if case.is_over(day):
        return None
    return CaseDispute(
        case=case.id,
        title=case.title,
        client=case.text("client"),
        invoice=invoice,
        disputed=disputed if isinstance(disputed, Amount) else None,
        since=day,
        first=day,
    )


class Disputes:
    """The disputes of a book."""

    def __init__(self, relations: Relations, notes: DocumentNotes) -> None:
        """Read the cases; notes are read on request."""
        self._cases = read_case_disputes(relations)
        self._notes = notes
        # Most books have no disputes, and documents are many.
        self._are_there = bool(self._cases or notes.notes or notes.marked_documents)

    def of(self, document: Document, day: date) -> Disputed | None:
        """The dispute of a document at the end of a day; None if there is none."""
        if not self._are_there or document.open <= 0:
            return None
        disputes = [
            case.of(document)
            for case in self._cases.get(document.number or "", ())
            if case.is_about(document) and case.is_open(day)
        ]
        # A note says that something is wrong, and a case then by how much.
        if all(case.stated is None for case in disputes):
            noted = self._told(document, day)
            disputes += [noted] if noted else []
        return disputed_of(document, disputes)

    def _told(self, document: Document, day: date) -> Dispute | None:
        """The dispute in notes and the document itself, of the whole amount.

        If a dispute begins and ends on the same day, it has ended. A note ends no case,
        and a case ends no dispute made by a note.
        """
        dispute = None
        entries = [
            (
                noted_on,
                written(meta, "dispute-ended") is not None,
                written(meta, "dispute"),
            )
            for noted_on, meta in self._notes.said(document, day)
        ]
        for entry_day, has_ended, reason in sorted(
            entries, key=lambda entry: entry[:2]
        ):
            if has_ended:
                dispute = None
            elif isinstance(reason, str):
                since = dispute.since if dispute else entry_day
                dispute = Dispute(since=since, reason=reason)
        return dispute
