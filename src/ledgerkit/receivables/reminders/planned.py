"""A reminder plan: its invoices and letters, and the reasons."""

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
    """The kind of letter for a level."""

    NOTICE = "notice"
    """Nothing is late yet."""
    FIRST = "first"
    AGAIN = "again"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReminder:
    """One invoice that is late or about to be.

    Attributes:
        document: The invoice.
        decision: What to do about it.
        why: The reason: a sentence without its full stop.
        days_late: Days past due; negative before.
        amount: The amount requested: overdue or, in a notice, the first to fall due;
            less the disputed part.
        disputed: The part not requested because it is disputed; None for none.
        last: The last reminder sent, if any.
        level: The next level; None after the last.
        periods: The periods of the interest to claim.
        interest: Interest from the due date to the day, if the level claims any.
        compensation: Compensation to claim now; zero if already claimed.
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
    """One letter to a client, in one currency.

    Attributes:
        party: The client's id.
        currency: Of every amount.
        reminders: Its invoices, the most overdue first; at least one.
        level: The highest of theirs: it decides the letter's title, text and fee.
        kind: The kind of letter.
        fee: The fee for the letter.
        on_account: The client's money on account, as a positive number.
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
        """The total of the invoices."""
        return sum((r.amount for r in self.reminders), ZERO)

    @property
    def interest(self) -> Decimal:
        """The interest on all of them."""
        return sum((r.interest for r in self.reminders), ZERO)

    @property
    def compensation(self) -> Decimal:
        """The compensation claimed for the first time."""
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
        """Everything, less money on account."""
        return self.amount + self.interest + self.charges - self.on_account


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """The reminders of a day.

    Attributes:
        day: The day of the letters.
        reminders: Every invoice that is late or due a notice, by client and due date.
        letters: The letters to send, by client.
    """

    day: date
    reminders: Sequence[PlannedReminder]
    letters: Sequence[PlannedLetter]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """The rules of a reminder plan.

    Attributes:
        levels: In order of number and of days.
        minimum: The least amount worth a letter, in any currency.
    """

    levels: Sequence[ReminderLevel]
    minimum: Decimal = ZERO
