"""Why a late invoice is not reminded: pauses and promises.

All are dated, so that one can tell for any day which reminders were held, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.receivables.reminders.level import SentReminder


class HoldKind(StrEnum):
    """The kinds of event that hold or release an invoice's reminders."""

    PAUSED = "paused"
    RESUMED = "resumed"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEvent:
    """One thing that happened to an invoice.

    Attributes:
        kind: What happened.
        day: When; anything stated on the invoice itself holds from its date.
        until: For a promise: the day by which payment was promised.
    """

    kind: HoldKind
    day: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldState:
    """Whether an invoice's reminders are held on a day.

    Attributes:
        paused: The day since which reminders are paused; None if they aren't.
        promise: The last promise to pay; None if there was none.
    """

    paused: date | None = None
    promise: date | None = None

    def promise_is_open(self, day: date) -> bool:
        """Whether the promised day has yet to pass."""
        return self.promise is not None and day <= self.promise

    def promise_is_broken(self, day: date) -> bool:
        """Whether the promised day has passed, with an amount still open."""
        return self.promise is not None and day > self.promise


def parse_reminders(text: str) -> HoldKind:
    """Read the value of the key ``reminders``.

    Raises:
        ValueError: If it is neither of the two words.
    """
    words = {"pause": HoldKind.PAUSED, "send": HoldKind.RESUMED}
    if text not in words:
        raise ValueError(f'"{text}" is neither "pause" nor "send"; write one of them')
    return words[text]


#: An invoice with nothing to hold its reminders.
NOT_HELD = HoldState()


def hold_state(events: Iterable[HoldEvent], as_of: date) -> HoldState:
    """Whether an invoice's reminders are held at the end of a day.

    Args:
        events: Of the invoice, in any order; those of one day count in the order of
            `HoldKind`, so that a pause that ends on a day has ended.
        as_of: The last day that counts.
    """
    order = list(HoldKind)
    paused, promise = None, None
    for event in sorted(events, key=lambda e: (e.day, order.index(e.kind))):
        if event.day > as_of:
            break
        match event.kind:
            case HoldKind.PAUSED:
                paused = paused or event.day
            case HoldKind.RESUMED:
                paused = None
            case HoldKind.PROMISED:
                promise = event.until
    return HoldState(paused=paused, promise=promise)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRecord:
    """The reminders sent for one invoice, and what holds further ones.

    Attributes:
        sent: Every reminder of it, earliest first.
        hold: Its pauses and promises.
        disputed: The disputed part; None for none.
    """

    sent: Sequence[SentReminder] = ()
    hold: HoldState = NOT_HELD
    disputed: Disputed | None = None

    def last(self, due: date) -> SentReminder | None:
        """The last reminder for a due date; the highest level, if several that day.

        Reminders for another due date were for an instalment paid since, or were sent
        before the client was given more time.
        """
        about = [s for s in self.sent if s.due is None or s.due >= due]
        return max(about, key=lambda s: (s.day, s.level), default=None)

    @property
    def compensated(self) -> bool:
        """Whether compensation has already been claimed for it."""
        return any(s.compensation and s.compensation.amount for s in self.sent)

    def claimed(self, currency: str) -> Decimal:
        """Fees and compensation of earlier letters, in a currency."""
        charges = [c for s in self.sent for c in (s.fee, s.compensation) if c]
        return sum((c.within(currency) or ZERO for c in charges), ZERO)


#: The record of an invoice about which nothing is recorded.
NOTHING_SAID = ReminderRecord()
