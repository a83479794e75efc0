"""``note`` directives and keys of invoices -> reminders sent, and holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.books.documents.notes import MARKS_OF_DOCUMENTS, numbers_of
from ledgerkit.books.mail.sent import read_sent_mail
from ledgerkit.books.receivables.reminder_levels import charge_in, read_reminder_levels
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys, wrong_value
from ledgerkit.language.document_kinds import UNKNOWN_DOCUMENT
from ledgerkit.language.finding_kinds import BAD_VALUE
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.reminders.hold import (
    NOTHING_SAID,
    HoldEvent,
    HoldKind,
    ReminderRecord,
    hold_state,
)
from ledgerkit.receivables.reminders.level import SentReminder
from ledgerkit.receivables.reminders.plan import plan_reminders
from ledgerkit.receivables.reminders.planned import ReminderPlan, ReminderRules
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from beancount.core.data import Custom, Note, Transaction

    from ledgerkit.books.documents.disputes import Disputes
    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory


_PAUSE, _SEND = "pause", "send"


class ReminderNotes:
    """The reminders of a book's invoices."""

    def __init__(
        self, notes: DocumentNotes, directory: PartyDirectory, disputes: Disputes
    ) -> None:
        """Take the notes and the clients' records, which are read on request."""
        self._notes, self._directory, self._disputes = notes, directory, disputes

    def record(self, document: Document, as_of: date) -> ReminderRecord:
        """The reminder record of an invoice, as at a day."""
        sent: list[SentReminder] = []
        events: list[HoldEvent] = []
        if self._notes.is_any:
            for note in self._notes.about(document, as_of):
                sent += _sent(note)
            for day, meta in self._notes.said(document, as_of):
                events += _events(meta, day)
        client_events = list(self._client_events(document))
        disputed = self._disputes.of(document, as_of)
        if not (sent or events or client_events or disputed):
            return NOTHING_SAID
        hold, client = hold_state(events, as_of), hold_state(client_events, as_of)
        return ReminderRecord(
            sent=sent,
            hold=replace(hold, paused=hold.paused or client.paused),
            disputed=disputed,
        )

    def _client_events(self, document: Document) -> Iterator[HoldEvent]:
        """The holds in the client's record with their days, as if on the invoice."""
        role, party = document.side.party_role, document.party
        for day, value in self._directory.history_of(role, party, "reminders"):
            kind = HoldKind.PAUSED if value == _PAUSE else HoldKind.RESUMED
            yield HoldEvent(kind=kind, day=max(day, document.issued))


def _sent(note: Note) -> Iterator[SentReminder]:
    level, due = note.meta.get("reminder"), written(note.meta, "due")
    if isinstance(level, Decimal):
        yield SentReminder(
            level=int(level),
            day=note.date,
            due=due if isinstance(due, date) else None,
            fee=charge_in(note.meta, "fee"),
            compensation=charge_in(note.meta, "compensation"),
        )


def _events(meta: Mapping[str, Any], day: date) -> Iterator[HoldEvent]:
    reminders, promise = written(meta, "reminders"), written(meta, "promise")
    # An amount cannot even be compared with a text; `check_keys` reports it.
    word = reminders if isinstance(reminders, str) else ""
    if word == _PAUSE:
        yield HoldEvent(kind=HoldKind.PAUSED, day=day)
    elif word == _SEND:
        yield HoldEvent(kind=HoldKind.RESUMED, day=day)
    if isinstance(promise, date):
        yield HoldEvent(kind=HoldKind.PROMISED, day=day, until=promise)


def check_document_notes(
    notes: DocumentNotes, side: Side, known: Mapping[str, object]
) -> Iterator[Finding]:
    """Report mistakes in the notes on one side's documents.

    Args:
        notes: The notes.
        side: Whether those on invoices or on bills.
        known: The numbers of the side's documents.
    """
    noun = DocumentKind.of(side, credit=False).value
    for note in notes.notes:
        if notes.side_of(note) is not side:
            continue
        place = place_of(note)
        yield from check_keys(note, On.NOTE, "note")
        numbers = numbers_of(note)
        if not numbers and written(note.meta, "client") is None:
            message = f"the note names no {noun}; give it the {noun}'s link"
            if side is Side.RECEIVABLE:
                message += ', or for all of a client client: "…"'
            yield finding(UNKNOWN_DOCUMENT, place, message)
        elif numbers and not any(number in known for number in numbers):
            message = (
                f'the note is about {noun} "{numbers[0]}", which does not exist'
                + (suggestion(numbers[0], known) or "; correct the number")
            )
            yield finding(
                UNKNOWN_DOCUMENT, place, message, key="invoice", about=numbers[0]
            )


def check_marked_documents(documents: Iterable[Transaction]) -> Iterator[Finding]:
    """Report mistakes in the same keys on the documents themselves."""
    for txn in documents:
        for key in MARKS_OF_DOCUMENTS:
            wrong = wrong_value(key, written(txn.meta, key))
            if wrong:
                message = f"{key}: {wrong}"
                unfinished = txn.flag == "!"
                yield finding(
                    BAD_VALUE, place_of(txn), message, unfinished=unfinished, key=key
                )


class ReminderReading:
    """The reminders of a book.

    Attributes:
        levels: The declared levels, and the tables of rates.
        notes: The reminders sent, and holds on invoices.
    """

    def __init__(
        self,
        notes: DocumentNotes,
        customs: Iterable[Custom],
        directory: PartyDirectory,
        disputes: Disputes,
    ) -> None:
        """Read from a reading of the books: see `Reading`.

        Args:
            notes: The notes, and the keys of the invoices themselves.
            customs: The ``custom`` directives.
            directory: The clients' records.
            disputes: The disputed amounts.
        """
        self.levels, findings = read_reminder_levels(customs)
        self._findings = [*findings, *read_sent_mail(customs)[1]]
        self.notes = ReminderNotes(notes, directory, disputes)
        self._document_notes = notes

    def plan(self, subledger: Subledger, *, minimum: Decimal) -> ReminderPlan:
        """Whom to remind on the subledger's day, and why."""
        day = subledger.as_of
        rules = ReminderRules(levels=self.levels.as_of(day), minimum=minimum)
        return plan_reminders(
            subledger, rules, lambda document: self.notes.record(document, day)
        )

    def findings(self, known: Mapping[str, object]) -> Iterator[Finding]:
        """Findings on any of it.

        Args:
            known: The numbers of the invoices there are.
        """
        yield from self._findings
        notes = self._document_notes
        yield from check_document_notes(notes, Side.RECEIVABLE, known)
        yield from check_marked_documents(notes.marked_documents)
