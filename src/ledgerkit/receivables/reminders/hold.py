"""Why an invoice is not reminded though it is late: pauses and promises.

All of it is dated, so that it can be told for any day who was left in peace, and why.
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
    """What happened to an invoice besides reminders and payments."""

    PAUSED = "paused"
    RESUMED = "resumed"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEvent:
    """One thing that happened to an invoice.

    Attributes:
        kind: What.
        day: When; what the invoice itself says holds from its date.
        until: Of a promise: the day by which payment was promised.
    """

    kind: HoldKind
    day: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldState:
    """Where an invoice stands on a day.

    Attributes:
        paused: From when it is not to be reminded; None if it is.
        promise: The last promise to pay; None if there was none.
    """

    paused: date | None = None
    promise: date | None = None

    def promise_is_open(self, day: date) -> bool:
        """Whether the day of the promise has yet to pass."""
        return self.promise is not None and day <= self.promise

    def promise_is_broken(self, day: date) -> bool:
        """Whether the day of the promise has passed, and something is open."""
        return self.promise is not None and day > self.promise


def parse_reminders(text: str) -> HoldKind:
    """What the key ``reminders`` says.

    Raises:
        ValueError: If it is neither of the two words.
    """
    words = {"pause": HoldKind.PAUSED, "send": HoldKind.RESUMED}
    if text not in words:
        raise ValueError(f'"{text}" is neither "pause" nor "send"; write one of them')
    return words[text]


#: An invoice that nothing holds back.
NOT_HELD = HoldState()


def hold_state(events: Iterable[HoldEvent], as_of: date) -> HoldState:
    """Where an invoice stands at the end of a day.

    Args:
        events: Of the invoice, in any order; those of one day count in the order of
            `HoldKind`, so that what ends on a day has ended.
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
    """What was sent for one invoice, and what holds it back.

    Attributes:
        sent: Every reminder of it, the earliest first.
        hold: Where it stands.
        disputed: What of it is disputed; None for nothing.
    """

    sent: Sequence[SentReminder] = ()
    hold: HoldState = NOT_HELD
    disputed: Disputed | None = None

    def last(self, due: date) -> SentReminder | None:
        """The last reminder of what is due then, the highest level of that day.

        Of another due date are reminders of an instalment paid since, or from before
        the client was given more time.
        """
        about = [s for s in self.sent if s.due is None or s.due >= due]
        return max(about, key=lambda s: (s.day, s.level), default=None)

    @property
    def compensated(self) -> bool:
        """Whether compensation was claimed for it already."""
        return any(s.compensation for s in self.sent)

    def claimed(self, currency: str) -> Decimal:
        """Fees and compensation of earlier letters, in a currency."""
        charges = [c for s in self.sent for c in (s.fee, s.compensation) if c]
        return sum((c.within(currency) or ZERO for c in charges), ZERO)


#: Of an invoice that nothing is said about.
NOTHING_SAID = ReminderRecord()
