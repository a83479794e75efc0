"""A planned address book, as one change of files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ledgerkit.entries.change import DocumentsChange
from ledgerkit.entries.clients.plan_address_book import (
    PlannedAddresses,
    plan_address_book,
)
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.usual_file import usual_file_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.address_entry import AddressEntry
    from ledgerkit.ledger.writing.writer import KnownBooks, Splice


class AddressBookChange(DocumentsChange[PlannedAddresses]):
    """Clients where clients stand, and people where people do."""

    def __init__(  # noqa: PLR0913 - what to write, and how
        self,
        books: Books,
        entries: Sequence[AddressEntry],
        *,
        day: date,
        update: bool,
        known: KnownBooks,
        into: Path | None = None,
    ) -> None:
        """Work out which files change.

        Args:
            books: The books.
            entries: What to take over: see `plan_address_book`.
            day: From when it holds.
            update: Whether to change records that are there.
            known: What the books' files were like when they were loaded.
            into: The file to write everything to; else the usual ones.
        """
        plan = partial(plan_address_book, entries=entries, day=day, update=update)
        super().__init__(
            books,
            plan(books),
            known=known,
            into=into or usual_file_of(books, "client"),
            replan=plan,
        )
        self._people = self._into
        if into is None:
            self._people = usual_file_of(books, "contact").resolve()

    @property
    def files(self) -> Sequence[Path]:
        """The files that get something."""
        clients, people = self.planned.clients, self.planned.contacts
        found = [self._into] * bool(clients) + [self._people] * bool(people)
        return list(dict.fromkeys(found))

    def text(self) -> str:
        """The directives as they will stand in the files."""
        return ledger_text(self.planned.directives)

    def _splices(self) -> Mapping[Path, Splice]:
        if self._people == self._into:
            return super()._splices()
        parts = (
            (self._into, self.planned.clients),
            (self._people, self.planned.contacts),
        )
        return {
            path: self._guarded(ledger_text(directives, path.parent))
            for path, directives in parts
            if directives
        }
