"""Reminder levels: how urgent a late invoice is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.receivables.reminders.interest import InterestRates


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fixed sum that a reminder claims."""

    amount: Decimal
    currency: str

    def within(self, currency: str) -> Decimal | None:
        """Its amount, if in this currency."""
        return self.amount if currency == self.currency else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLevel:
    """The reminder sent when an invoice is a number of days late.

    Attributes:
        number: 1 is the first and mildest.
        days: Days late from which it is sent; negative for a notice before the due
            date.
        fee: The fee claimed for a letter of this level.
        compensation: The compensation claimed once for each invoice: the 40 euros of
            Art. 6 of Directive 2011/7/EU.
        rates: The interest rates it claims; None for no interest.
        titles: The letter's title, by language; ``""`` for any language.
        texts: Its text, likewise.
    """

    number: int
    days: int
    fee: Charge | None = None
    compensation: Charge | None = None
    rates: InterestRates | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_notice(self) -> bool:
        """Whether it is a notice before the due date."""
        return self.days <= 0


#: The levels if the books declare none: three, the first after a week and then every
#: fortnight, without any claim that a contract or law would have to support.
DEFAULT_LEVELS = tuple(
    ReminderLevel(number=number, days=days)
    for number, days in enumerate((7, 21, 35), start=1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReminder:
    """A reminder sent for an invoice.

    Attributes:
        level: The number of the level.
        day: The letter's day.
        due: The due date it was for; None if not recorded.
        fee: The fee for the letter, recorded on only one of its invoices.
        compensation: The compensation claimed for the invoice.
    """

    level: int
    day: date
    due: date | None = None
    fee: Charge | None = None
    compensation: Charge | None = None


def level_after(
    levels: Sequence[ReminderLevel], last: SentReminder | None, days_late: int
) -> ReminderLevel | None:
    """The next level, whether or not it is due; None after the last.

    Levels follow one another, however late the first is sent: nobody should get a
    final warning out of the blue. Notices before the due date are left out once it
    has passed.

    Args:
        levels: In order of number.
        last: The last reminder sent, if any.
        days_late: Days past due; negative before.
    """
    last_sent = last.level if last else 0
    return next(
        (
            level
            for level in levels
            if level.number > last_sent and not (level.is_notice and days_late > 0)
        ),
        None,
    )


def days_between(levels: Sequence[ReminderLevel], last_sent: int, level: int) -> int:
    """The least number of days between letters of two levels; at least one.

    A client sent the first reminder late has as long to answer as any other.
    """
    days = {step.number: step.days for step in levels}
    return max(days[level] - days.get(last_sent, days[level]), 1)
