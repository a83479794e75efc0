"""What a plan of reminders consists of: invoices, letters, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.open_items.document import Document
    from ledgerkit.receivables.reminders.interest import InterestPeriod
    from ledgerkit.receivables.reminders.level import ReminderLevel, SentReminder


class Decision(StrEnum):
    """What to do about an invoice today."""

    SEND = "send"
    WAIT = "wait"
    """The next level is not due yet."""
    HOLD = "hold"
    """Something stands against it."""


class LetterKind(StrEnum):
    """What kind of letter a level's is."""

    NOTICE = "notice"
    """Nothing is late yet."""
    FIRST = "first"
    AGAIN = "again"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReminder:
    """One invoice that is late, or about to be.

    Attributes:
        document: The invoice.
        decision: What to do about it.
        why: In a sentence without its end.
        days_late: Days past due; negative before.
        amount: What is asked for: what is late or, in a notice, what falls due first;
            less what is disputed.
        disputed: What is not asked for, because it is disputed; None for nothing.
        last: What was sent last, if anything.
        level: The level to come; None after the last.
        periods: Of the interest to claim.
        interest: From the due date to the day, if the level claims any.
        compensation: To claim now; zero if it was claimed before.
        earlier_claims: Fees and compensation of earlier letters.
    """

    document: Document
    decision: Decision
    why: str
    days_late: int
    amount: Decimal
    last: SentReminder | None
    level: ReminderLevel | None
    disputed: Disputed | None = None
    periods: Sequence[InterestPeriod] = ()
    interest: Decimal = ZERO
    compensation: Decimal = ZERO
    earlier_claims: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLetter:
    """One letter to a client, of one currency.

    Attributes:
        party: The client's id.
        currency: Of every amount.
        reminders: What it is about, the longest late first; at least one.
        level: The highest of theirs: what the letter is called, says and costs.
        kind: What kind of letter that is.
        fee: What it claims for itself.
        on_account: What stands on the client's account, as a positive number.
    """

    party: str
    currency: str
    reminders: Sequence[PlannedReminder]
    level: ReminderLevel
    kind: LetterKind
    fee: Decimal
    on_account: Decimal

    @property
    def amount(self) -> Decimal:
        """What the invoices come to."""
        return sum((r.amount for r in self.reminders), ZERO)

    @property
    def interest(self) -> Decimal:
        """The interest on all of them."""
        return sum((r.interest for r in self.reminders), ZERO)

    @property
    def compensation(self) -> Decimal:
        """The compensation that is claimed for the first time."""
        return sum((r.compensation for r in self.reminders), ZERO)

    @property
    def earlier_claims(self) -> Decimal:
        """Fees and compensation of earlier letters."""
        return sum((r.earlier_claims for r in self.reminders), ZERO)

    @property
    def charges(self) -> Decimal:
        """Fees and compensation, of this letter and of earlier ones."""
        return self.fee + self.compensation + self.earlier_claims

    @property
    def to_pay(self) -> Decimal:
        """Everything, less what stands on account."""
        return self.amount + self.interest + self.charges - self.on_account


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """What to do on a day.

    Attributes:
        day: The day of the letters.
        reminders: Every invoice that is late or has a notice coming, by client and
            due date.
        letters: What to send, by client.
    """

    day: date
    reminders: Sequence[PlannedReminder]
    letters: Sequence[PlannedLetter]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """By what a plan is made.

    Attributes:
        levels: By number, their days rising.
        minimum: What is less is not worth a letter, in any currency.
    """

    levels: Sequence[ReminderLevel]
    minimum: Decimal = ZERO
