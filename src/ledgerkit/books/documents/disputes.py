"""``custom "case"`` on an invoice -> what of it is disputed, and from when to when.

Cases, notes and keys -> what of a document is disputed on a day.

Whoever wants to know reads it here: ageing, statements, reminders, payment runs and
the forecast can't differ.
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


_ENDED = frozenset({"resolved", "closed"})


#: A request is no reason not to pay.
_NO_DISPUTE = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDispute:
    """What a case disputes of an invoice, as long as it said the same.

    Attributes:
        case: Its id.
        title: What it is about.
        client: Id of the client.
        invoice: Number of the invoice.
        disputed: How much of it; None for all that is open.
        since: From when on the case disputes it, with no end between.
        first: From when on it said exactly this.
        ended: The first day on which it didn't; None if it still does.
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
        """Whether it is of the client that the invoice is of; bills have no cases."""
        is_ours = document.side is Side.RECEIVABLE
        return is_ours and self.client in {"", document.party}

    def of(self, document: Document) -> Dispute:
        """What it says of a document; an amount in another currency says nothing."""
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
    found: dict[str, list[CaseDispute]] = {}
    for id_ in relations.ids(RecordKind.CASE):
        for dispute in _history(relations, id_):
            found.setdefault(dispute.invoice, []).append(dispute)
    return found


def _history(relations: Relations, id_: str) -> Iterator[CaseDispute]:
    """What a case disputed from each of its days to the next.

    A case that is resolved and later closed ended when it was resolved; one that is
    opened again, or disputes another amount, says so from then on only.
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
    """What a case disputes as it stands; None for nothing."""
    invoice, disputed = case.text("invoice"), case.facts.get("disputed")
    if not invoice or case.text("kind") == _NO_DISPUTE:
        return None
    if case.text("status") in _ENDED:
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
