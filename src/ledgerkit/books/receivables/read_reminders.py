"""Everything that a book says of reminders: levels, rates, notes and holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.receivables.reminder_levels import read_reminder_levels
from ledgerkit.books.receivables.reminders import (
    ReminderNotes,
    check_document_notes,
    check_marked_documents,
)
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.reminders.plan import plan_reminders
from ledgerkit.receivables.reminders.planned import ReminderPlan, ReminderRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from beancount.core.data import Custom

    from ledgerkit.books.documents.disputes import Disputes
    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.errors import Finding
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory


class ReminderReading:
    """What a book says of reminders.

    Attributes:
        levels: The declared levels, and the tables of rates.
        notes: What was sent, and what holds invoices back.
    """

    def __init__(
        self,
        notes: DocumentNotes,
        customs: Iterable[Custom],
        directory: PartyDirectory,
        disputes: Disputes,
    ) -> None:
        """Read what a reading of the books found: see `Reading`.

        Args:
            notes: What notes, and the invoices themselves, say.
            customs: The ``custom`` directives.
            directory: The clients' records.
            disputes: What is disputed.
        """
        self.levels, self._findings = read_reminder_levels(customs)
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
        """What is wrong with any of it.

        Args:
            known: The numbers of the invoices there are.
        """
        yield from self._findings
        notes = self._document_notes
        yield from check_document_notes(notes, Side.RECEIVABLE, known)
        yield from check_marked_documents(notes.marked_documents)
