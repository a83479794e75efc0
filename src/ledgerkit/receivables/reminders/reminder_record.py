"""What a book says of the reminders of its invoices, as at a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.receivables.reminders.hold import NOT_HELD, HoldState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.receivables.reminders.level import SentReminder


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
