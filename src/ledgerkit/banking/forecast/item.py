"""One item of a forecast: what, when, how certain, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.banking.forecast.delay import PaymentOdds
    from ledgerkit.errors import Place

#: The chances that a forecast shows: in one case of ten it is earlier or less than the
#: first, in half than the second, and in one of ten later or more than the third.
EARLY, MIDDLE, LATE = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")


class ItemKind(StrEnum):
    """The source of a forecast item."""

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
        """Whether it pays a bill already booked."""
        return self in {ItemKind.BILL, ItemKind.ORDERED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastItem:
    """An amount that will come in or go out.

    Attributes:
        kind: Its source.
        label: Its label: a document's number, a payee, a directive's id.
        party: Id of the client or vendor; empty if none is known.
        group: Name of the group of accounts it moves.
        currency: Of the amount.
        amount: Positive is money in, negative money out.
        day: The day, if certain; None if never. See `odds`.
        odds: When a client will pay; None if the day is set, or without payment
            history.
        reason: The reason for this amount on this day, in words.
        number: Number of the document; None if it is not one.
        place: Where it stands in the ledger; None if it doesn't.
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
        """The day by which it moves with this chance; None if it may never."""
        return self.day if self.odds is None else self.odds.day(share)

    @property
    def middle(self) -> date | None:
        """The day by which it has as likely as not moved; None if more likely never."""
        return self.day_by(MIDDLE)

    def chance_by(self, day: date) -> Decimal:
        """The chance, from 0 to 1, that it has moved by the end of a day."""
        if self.odds is not None:
            return self.odds.chance_by(day)
        return Decimal(self.day is not None and self.day <= day)
