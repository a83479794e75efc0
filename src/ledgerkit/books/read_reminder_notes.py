"""``note`` directives and keys of invoices -> what was sent, and what holds back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.data import Note, Transaction

from ledgerkit.books.check_keys import check_keys, wrong_value
from ledgerkit.books.finding_kinds import BAD_VALUE, UNKNOWN_DOCUMENT
from ledgerkit.books.ledger_words import On
from ledgerkit.books.metadata import written
from ledgerkit.books.places import place_in, place_of
from ledgerkit.books.read_case_disputes import open_disputes
from ledgerkit.books.read_reminder_levels import charge_in
from ledgerkit.errors import Finding, Place, finding
from ledgerkit.receivables.reminder_hold import HoldEvent, HoldKind, hold_state
from ledgerkit.receivables.reminder_level import SentReminder
from ledgerkit.receivables.reminder_record import NOTHING_SAID, ReminderRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.read_case_disputes import CaseDispute
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.directory import PartyDirectory

#: The keys that make a note one of ours.
_MARKS = ("reminder", "reminders", "dispute", "dispute-ended", "promise")
#: Those that the transaction of an invoice may have.
_ON_INVOICE = ("reminders", "dispute", "promise")
_PAUSE, _SEND = "pause", "send"


class ReminderNotes:
    """What a book says of the reminders of its invoices."""

    def __init__(
        self,
        marked: Iterable[Directive],
        directory: PartyDirectory,
        cases: Mapping[str, Sequence[CaseDispute]],
    ) -> None:
        """Read notes, and the transactions that are marked: see `Reading`."""
        self._cases = cases
        self._directory = directory
        self.notes: list[Note] = []
        self._by_number: dict[str, list[Note]] = defaultdict(list)
        self._by_client: dict[str, list[Note]] = defaultdict(list)
        self._invoices: dict[Place, Transaction] = {}
        for directive in marked:
            if isinstance(directive, Transaction):
                if any(key in directive.meta for key in _ON_INVOICE):
                    for posting in directive.postings:
                        self._invoices[place_in(posting.meta)] = directive
            elif isinstance(directive, Note) and is_ours(directive):
                self._take(directive)

    def _take(self, note: Note) -> None:
        self.notes.append(note)
        numbers = numbers_of(note)
        for number in numbers:
            self._by_number[number].append(note)
        client = written(note.meta, "client")
        if not numbers and isinstance(client, str):
            self._by_client[client].append(note)

    @property
    def held_invoices(self) -> Sequence[Transaction]:
        """The transactions that have a key which holds reminders back."""
        return list({id(txn): txn for txn in self._invoices.values()}.values())

    def record(self, document: Document, as_of: date) -> ReminderRecord:
        """What is said of an invoice, as at a day."""
        notes = [note for note in self._about(document) if note.date <= as_of]
        sent = [reminder for note in notes for reminder in _sent(note)]
        events = [event for note in notes for event in _events(note.meta, note.date)]
        for place in (posting.place for posting in document.postings):
            if place in self._invoices:
                events += _events(self._invoices[place].meta, document.issued)
        client_events = list(self._client_events(document))
        cases = open_disputes(self._cases, document, as_of)
        if not (notes or events or client_events or cases):
            return NOTHING_SAID
        hold, client = hold_state(events, as_of), hold_state(client_events, as_of)
        # Each dispute ends on its own: a note ends no case, nor one case another.
        if cases and hold.disputed is None:
            hold = replace(hold, disputed=cases[0].event)
        return ReminderRecord(
            sent=sent, hold=replace(hold, paused=hold.paused or client.paused)
        )

    def _about(self, document: Document) -> Iterator[Note]:
        """The notes that name the invoice, or its client and no invoice at all."""
        for note in self._by_number.get(document.number or "", ()):
            client = written(note.meta, "client")
            if client in {None, document.party}:
                yield note
        yield from self._by_client.get(document.party, ())

    def _client_events(self, document: Document) -> Iterator[HoldEvent]:
        """What the client's record says from when on, as if the invoice said it."""
        role, party = document.side.party_role, document.party
        for day, value in self._directory.history_of(role, party, "reminders"):
            kind = HoldKind.PAUSED if value == _PAUSE else HoldKind.RESUMED
            yield HoldEvent(kind=kind, day=max(day, document.issued))


def is_ours(note: Note) -> bool:
    """Whether a note says something about reminders."""
    return any(key in note.meta for key in _MARKS)


def numbers_of(note: Note) -> Sequence[str]:
    """The invoices that a note is about: those that its key and its links name."""
    named = written(note.meta, "invoice")
    return sorted({*(note.links or ()), *([named] if isinstance(named, str) else [])})


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
    reminders, dispute = written(meta, "reminders"), written(meta, "dispute")
    promise = written(meta, "promise")
    if reminders == _PAUSE:
        yield HoldEvent(kind=HoldKind.PAUSED, day=day)
    elif reminders == _SEND:
        yield HoldEvent(kind=HoldKind.RESUMED, day=day)
    if isinstance(dispute, str):
        yield HoldEvent(kind=HoldKind.DISPUTED, day=day, reason=dispute)
    if written(meta, "dispute-ended") is not None:
        yield HoldEvent(kind=HoldKind.DISPUTE_ENDED, day=day)
    if isinstance(promise, date):
        yield HoldEvent(kind=HoldKind.PROMISED, day=day, until=promise)


def check_reminder_notes(
    notes: Iterable[Note], known: Mapping[str, object]
) -> Iterator[Finding]:
    """Name what is wrong with notes on reminders.

    Args:
        notes: Those of ours.
        known: The numbers of the invoices there are.
    """
    for note in notes:
        place = place_of(note)
        yield from check_keys(note, On.NOTE, "note")
        numbers = numbers_of(note)
        if not numbers and written(note.meta, "client") is None:
            message = (
                "the note names no invoice; give it the invoice's link, or for all"
                ' of a client client: "…"'
            )
            yield finding(UNKNOWN_DOCUMENT, place, message)
        elif numbers and not any(number in known for number in numbers):
            message = (
                f'the note is about invoice "{numbers[0]}", which does not exist;'
                " correct the number"
            )
            yield finding(UNKNOWN_DOCUMENT, place, message)


def check_held_invoices(invoices: Iterable[Transaction]) -> Iterator[Finding]:
    """Name what is wrong with the keys of invoices that hold reminders back."""
    for txn in invoices:
        for key in _ON_INVOICE:
            wrong = wrong_value(key, written(txn.meta, key))
            if wrong:
                message = f"{key}: {wrong}"
                unfinished = txn.flag == "!"
                yield finding(BAD_VALUE, place_of(txn), message, unfinished=unfinished)
