"""One thing that a forecast counts on: what, when, how sure, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.banking.forecast.delay import PaymentOdds
    from ledgerkit.errors import Place

#: The chances that a forecast shows: of ten, one comes earlier or less than the
#: first, half than the second, one later or more than the third.
EARLY, MIDDLE, LATE = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")


class ItemKind(StrEnum):
    """Where a line of a forecast comes from."""

    INVOICE = "invoice"
    """What is open of an invoice."""
    RECURRING = "recurring invoice"
    """An invoice that a template will make."""
    BILL = "bill"
    """What is open of a bill."""
    ORDERED = "payment run"
    """A payment that the bank has been told to make."""
    EXPECTED = "expected"
    """What the books show to come again and again."""
    PLANNED = "planned"
    """A ``forecast-item`` directive."""
    SCENARIO = "scenario"
    """What a scenario adds."""

    @property
    def is_from_client(self) -> bool:
        """Whether a client is to pay it."""
        return self in {ItemKind.INVOICE, ItemKind.RECURRING}

    @property
    def is_to_vendor(self) -> bool:
        """Whether it pays a bill that is there."""
        return self in {ItemKind.BILL, ItemKind.ORDERED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastItem:
    """An amount that will come in or go out.

    Attributes:
        kind: Where it comes from.
        label: What to call it: a document's number, a payee, a directive's id.
        party: Id of the client or vendor; empty if none is known.
        group: The accounts that it moves, by their group's name.
        currency: Of the amount.
        amount: Positive comes in, negative goes out.
        day: When, if that is certain or never; see `odds`.
        odds: When a client will pay; None where nothing is known of how late clients
            pay, or the day is set.
        reason: Why this amount on this day, in words.
        number: Of the document; None if it is none.
        place: Where it stands in the text; None if nowhere.
    """

    kind: ItemKind
    label: str
    party: str = ""
    group: str = ""
    currency: str
    amount: Decimal
    day: date | None
    odds: PaymentOdds | None = None
    reason: str
    number: str | None = None
    place: Place | None = None

    def day_by(self, share: Decimal) -> date | None:
        """By which day it moves with this chance; None if it may never."""
        return self.day if self.odds is None else self.odds.day(share)

    @property
    def middle(self) -> date | None:
        """The day by which it moves as likely as not; None if likelier never."""
        return self.day_by(MIDDLE)

    def chance_by(self, day: date) -> Decimal:
        """The chance, from 0 to 1, that it has moved by the end of a day."""
        if self.odds is not None:
            return self.odds.chance_by(day)
        return Decimal(self.day is not None and self.day <= day)
