"""One open invoice on a day: whether to remind, of what amount, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.receivables.reminders.interest import (
    interest_of,
    interest_periods,
    late_amounts,
)
from ledgerkit.receivables.reminders.level import days_between, level_after
from ledgerkit.receivables.reminders.planned import Decision, PlannedReminder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.open_items.document import Document
    from ledgerkit.receivables.reminders.hold import ReminderRecord
    from ledgerkit.receivables.reminders.interest import InterestPeriod
    from ledgerkit.receivables.reminders.planned import ReminderRules


class ReminderCase:
    """One open invoice on a day."""

    def __init__(
        self,
        document: Document,
        record: ReminderRecord,
        rules: ReminderRules,
        day: date,
    ) -> None:
        self._document, self._record = document, record
        self._rules, self._day = rules, day
        self._disputed = record.disputed.amount if record.disputed else ZERO
        self._days_late = document.days_late(day)
        self._last = record.last(document.due)
        self._next = level_after(rules.levels, self._last, self._days_late)

    def plan(self) -> PlannedReminder:
        """What to do about it."""
        decision, why = self._decide()
        plain = PlannedReminder(
            document=self._document,
            decision=decision,
            why=why,
            days_late=self._days_late,
            amount=self._amount(),
            disputed=self._record.disputed,
            last=self._last,
            level=self._next,
        )
        claims = decision is Decision.SEND and not self._next_is_notice()
        return self._with_claims(plain) if claims else plain

    def _next_is_notice(self) -> bool:
        return self._next is not None and self._next.is_notice

    def _amount(self) -> Decimal:
        """The overdue amount, or else the first to fall due; less disputes."""
        parts = self._document.open_parts()
        late = [p.amount for p in parts if p.due < self._day]
        amount = sum(late, ZERO) if late else parts[0].amount
        return max(amount - self._disputed, ZERO)

    def _decide(self) -> tuple[Decision, str]:
        against = self._what_stands_against()
        if against:
            return Decision.HOLD, f"{claim_lateness(self._days_late)}, {against}"
        if self._next is None:
            return (
                Decision.HOLD,
                f"{claim_lateness(self._days_late)}; {self._at_the_end()}",
            )
        due_on = self._next_on()
        if self._day < due_on:
            return Decision.WAIT, f"{self._so_far()}; {self._next_words(due_on)}"
        return Decision.SEND, f"{self._so_far()}; {self._next_words(None)}"

    def _at_the_end(self) -> str:
        if self._last is None:
            return "no level is for what is late"
        return f"level {self._last.level} was the last, sent {self._last.day}"

    def _what_stands_against(self) -> str:
        if self._document.number is None:
            return "but it has no number to remember reminders by"
        if self._document.postings[0].unfinished:
            return "but its transaction is flagged ! as unfinished"
        amount, disputed = self._amount(), self._record.disputed
        if disputed is not None and not amount:
            return f"but disputed since {disputed.since}: {disputed.why}"
        if amount < self._rules.minimum:
            prefix = "the rest is " if disputed else ""
            return f"but {prefix}below the minimum of {self._rules.minimum:f}"
        return self._held_by()

    def _held_by(self) -> str:
        hold = self._record.hold
        if hold.paused:
            return f"but reminders are paused since {hold.paused}"
        if hold.promise_is_open(self._day):
            return f"but promised for {hold.promise}"
        return ""

    def _next_on(self) -> date:
        """The day the next level is due."""
        assert self._next is not None
        due = self._document.due
        day = due + timedelta(days=min(self._next.days, (date.max - due).days))
        if self._last is None:
            return day
        days = days_between(self._rules.levels, self._last.level, self._next.number)
        last = self._last.day
        return max(day, last + timedelta(days=min(days, (date.max - last).days)))

    def _so_far(self) -> str:
        words = claim_lateness(self._days_late)
        if self._last is not None:
            words += f", level {self._last.level} sent {self._last.day}"
        if self._record.hold.promise_is_broken(self._day):
            words += f", promised for {self._record.hold.promise} and not paid"
        disputed = self._record.disputed
        if disputed is not None:
            amount = with_cents(disputed.amount, self._document.currency)
            words += f", {amount:f} disputed since {disputed.since} and held"
        return words

    def _next_words(self, due_on: date | None) -> str:
        assert self._next is not None
        days = self._next.days
        delay = f"{days} days" if days > 0 else f"{-days} days before"
        words = f"level {self._next.number} is due at {delay}"
        return words if due_on is None else f"{words}, on {due_on}"

    def _with_claims(self, plain: PlannedReminder) -> PlannedReminder:
        level, document = self._next, self._document
        assert level is not None
        currency = document.currency
        periods: Sequence[InterestPeriod] = ()
        if level.rates is not None:
            amounts = [
                (day, amount - self._disputed)
                for day, amount in late_amounts(document, self._day)
            ]
            first = document.due_parts[0].due
            periods = interest_periods(
                amounts, level.rates, after=first, until=self._day
            )
        compensation = level.compensation and level.compensation.within(currency)
        return replace(
            plain,
            periods=periods,
            interest=interest_of(periods, currency),
            compensation=compensation
            if compensation and not self._record.compensated
            else ZERO,
            earlier_claims=self._record.claimed(currency),
        )


def claim_lateness(days: int) -> str:
    """How late an invoice is, in words."""
    if days == 0:
        return "due today"
    count, unit = abs(days), "day" if abs(days) == 1 else "days"
    return f"{count} {unit} late" if days > 0 else f"due in {count} {unit}"
