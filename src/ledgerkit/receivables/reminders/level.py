"""How late is how urgent: the levels of reminders."""

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
        """Its amount, if it is in this currency."""
        return self.amount if currency == self.currency else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLevel:
    """What is sent to whoever is so many days late.

    Attributes:
        number: 1 is the first and mildest.
        days: Days late from which it is due; negative for a notice before the due
            date.
        fee: What a letter of this level claims for itself.
        compensation: What it claims for each invoice, once: the 40 euros of Art. 6
            of Directive 2011/7/EU.
        rates: Of the interest that it claims; None for no interest.
        titles: What the letter is called, by language; ``""`` for any language.
        texts: What it says, likewise.
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
        """Whether it comes before anything is late."""
        return self.days <= 0


#: Where a book declares no level: three, a week late and every fortnight on,
#: without any claim that a contract or a law would have to back.
DEFAULT_LEVELS = tuple(
    ReminderLevel(number=number, days=days)
    for number, days in enumerate((7, 21, 35), start=1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReminder:
    """That an invoice was reminded.

    Attributes:
        level: The number of the level.
        day: The letter's day.
        due: The due date of what was reminded; None if nobody noted it.
        fee: What was claimed for the letter; on one invoice of it only.
        compensation: What was claimed for the invoice.
    """

    level: int
    day: date
    due: date | None = None
    fee: Charge | None = None
    compensation: Charge | None = None


def level_after(
    levels: Sequence[ReminderLevel], last: SentReminder | None, days_late: int
) -> ReminderLevel | None:
    """The level to come next, whether or not it is due; None after the last.

    Levels follow one another, however late it is when the first is sent: a last
    warning out of the blue would be none. Notices before the due date are left out
    once it has passed.

    Args:
        levels: By number.
        last: What was sent last, if anything.
        days_late: Days past due; negative before.
    """
    sent = last.level if last else 0
    return next(
        (
            level
            for level in levels
            if level.number > sent and not (level.is_notice and days_late > 0)
        ),
        None,
    )


def days_between(levels: Sequence[ReminderLevel], sent: int, level: int) -> int:
    """Days that must lie between the letters of two levels, at least one.

    Whoever is sent the first reminder late has as long to answer as anybody.
    """
    days = {each.number: each.days for each in levels}
    return max(days[level] - days.get(sent, days[level]), 1)
