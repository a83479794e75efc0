"""Notes and keys on invoices and bills, about anything but payments."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from beancount.core.data import Note, Transaction

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import place_in, written
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Directive

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.document import Document

#: The keys that make a note one of ours.
_MARKS = ("reminder", "reminders", "dispute", "dispute-ended", "promise")
#: Those allowed on the transaction of a document.
MARKS_OF_DOCUMENTS = ("reminders", "dispute", "promise")


class DocumentNotes:
    """Notes on documents, and their own keys.

    A note on a payable account is about bills, one on any other account about invoices.

    Attributes:
        notes: Those of ours, by day.
        marked_documents: The transactions of documents with one of our keys.
    """

    def __init__(self, marked: Iterable[Directive], chart: ChartOfAccounts) -> None:
        """Read notes, and the marked transactions: see `Reading`."""
        self._chart = chart
        self.notes: list[Note] = []
        self.marked_documents: list[Transaction] = []
        self._by_number: dict[str, list[Note]] = defaultdict(list)
        self._by_client: dict[str, list[Note]] = defaultdict(list)
        self._documents: dict[Place, Transaction] = {}
        for directive in marked:
            if isinstance(directive, Transaction):
                if any(key in directive.meta for key in MARKS_OF_DOCUMENTS):
                    self.marked_documents.append(directive)
                    for posting in directive.postings:
                        self._documents[place_in(posting.meta)] = directive
            elif isinstance(directive, Note) and _is_ours(directive):
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
    def is_any(self) -> bool:
        """Whether the book says anything of documents at all."""
        return bool(self.notes or self._documents)

    def side_of(self, note: Note) -> Side:
        """Whether a note is about invoices or bills."""
        role = self._chart.role(note.account)
        is_payable = role is not None and role.role is Role.PAYABLE
        return Side.PAYABLE if is_payable else Side.RECEIVABLE

    def about(self, document: Document, as_of: date) -> Sequence[Note]:
        """The notes about a document, up to a day."""
        return [
            note
            for note in self._naming(document)
            if note.date <= as_of and self.side_of(note) is document.side
        ]

    def _naming(self, document: Document) -> Iterator[Note]:
        """The notes that name the document, or its client and no document."""
        for note in self._by_number.get(document.number or "", ()):
            client = written(note.meta, "client")
            if client in {None, document.party}:
                yield note
        yield from self._by_client.get(document.party, ())

    def said(
        self, document: Document, as_of: date
    ) -> Iterator[tuple[date, Mapping[str, Any]]]:
        """The keys of those notes and of the document itself, with their days.

        A client's note about all its invoices applies to each from its date.
        """
        for note in self.about(document, as_of):
            yield max(note.date, document.issued), note.meta
        for posting in document.postings:
            directive = self._documents.get(posting.place)
            if directive is not None:
                yield document.issued, directive.meta


def _is_ours(note: Note) -> bool:
    return any(key in note.meta for key in _MARKS)


def numbers_of(note: Note) -> Sequence[str]:
    """The documents that a note is about: those that its key and its links name."""
    named = written(note.meta, "invoice")
    return sorted({*(note.links or ()), *([named] if isinstance(named, str) else [])})
