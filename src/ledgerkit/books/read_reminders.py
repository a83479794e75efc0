"""Everything that a book says of reminders: levels, rates, notes and holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.read_reminder_levels import read_reminder_levels
from ledgerkit.books.read_reminder_notes import (
    ReminderNotes,
    check_held_invoices,
    check_reminder_notes,
)
from ledgerkit.receivables.planned_reminder import ReminderPlan, ReminderRules
from ledgerkit.receivables.reminder_plan import plan_reminders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Custom, Directive

    from ledgerkit.books.read_case_disputes import CaseDispute
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
        marked: Iterable[Directive],
        customs: Iterable[Custom],
        directory: PartyDirectory,
        cases: Mapping[str, Sequence[CaseDispute]],
    ) -> None:
        """Read what a reading of the books found: see `Reading`.

        Args:
            marked: The notes and transactions that may say something.
            customs: The ``custom`` directives.
            directory: The clients' records.
            cases: What is disputed of each invoice, by its number.
        """
        self.levels, self._findings = read_reminder_levels(customs)
        self.notes = ReminderNotes(marked, directory, cases)

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
        yield from check_reminder_notes(self.notes.notes, known)
        yield from check_held_invoices(self.notes.held_invoices)
