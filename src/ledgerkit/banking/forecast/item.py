"""One item of a forecast: what, when, how certain, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    QUOTE = "quote"
    """What is accepted of a quote and not invoiced yet."""
    BILL = "bill"
    """What is open of a bill."""
    ORDERED = "payment run"
    """A payment that the bank has been told to make."""
    OPEN_ORDER = "order"
    """What is ordered from a vendor and not billed yet."""
    EXPECTED = "expected"
    """What the books show to come again and again."""
    TAX = "tax"
    """What a tax return owes."""
    PLANNED = "planned"
    """A ``forecast-item`` directive."""
    SCENARIO = "scenario"
    """What a scenario adds."""

    @property
    def is_from_client(self) -> bool:
        """Whether a client is to pay it."""
        return self in {ItemKind.INVOICE, ItemKind.RECURRING, ItemKind.QUOTE}

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
        day: The day on which it is expected; None if its `odds` tell, or never.
        odds: When a client will pay, by its habit; None if that is no question.
        is_unknown: Whether the day is only the due date, as no client ever paid:
            from that day on it may have come or not.
        due: The day by the due date alone, for an invoice; None for anything else.
        frozen: The last day up to which its habit is relied on; None for all days.
        reason: The reason for this amount on this day, in words.
        number: Number of the document; None if it is not one.
        place: Where it stands in the ledger; None if it doesn't.
        source: What it was made of, for who made it; scenarios keep it.
    """

    kind: ItemKind
    label: str
    party: str = ""
    group: str = ""
    currency: str
    amount: Decimal
    day: date | None
    odds: PaymentOdds | None = None
    is_unknown: bool = False
    due: date | None = None
    frozen: date | None = None
    reason: str
    number: str | None = None
    place: Place | None = None
    source: object = field(default=None, compare=False, repr=False)

    @property
    def is_certain(self) -> bool:
        """Whether it moves on its day, as far as anybody can tell."""
        return self.day is not None and self.odds is None and not self.is_unknown

    @property
    def is_by_habit_alone(self) -> bool:
        """Whether the same chances are counted on as make the range."""
        return self.day is None and self.frozen is None and self.is_counted_on

    @property
    def is_counted_on(self) -> bool:
        """Whether it is expected to move at all."""
        return self.middle is not None

    @property
    def middle(self) -> date | None:
        """The day on which it is expected: by its habit, as likely as not by then."""
        if self.day is not None or self.odds is None:
            return self.day
        return self.odds.day(MIDDLE)

    @property
    def early(self) -> date | None:
        """The day by which it moves one time in ten."""
        if self.odds is None:
            return self.day
        early = self.odds.day(EARLY)
        return early if self.day is None or early is None else min(early, self.day)

    @property
    def late(self) -> date | None:
        """The day by which it moves nine times in ten; None if it may never."""
        if self.odds is None:
            return None if self.is_unknown else self.day
        late = self.odds.surely(LATE)
        return late if self.day is None or late is None else max(late, self.day)

    def expected_by(self, day: date) -> Decimal:
        """The chance, from 0 to 1, with which it is counted on by the end of a day."""
        if self.day is not None or self.odds is None or not self.is_counted_on:
            return Decimal(self.day is not None and self.day <= day)
        return self.odds.chance_by(
            day if self.frozen is None else min(day, self.frozen)
        )

    def chance_by(self, day: date) -> Decimal:
        """The chance, from 0 to 1, that it has moved by the end of a day."""
        if self.odds is not None:
            return self.odds.chance_by(day)
        has_come = self.day is not None and self.day <= day
        return MIDDLE if has_come and self.is_unknown else Decimal(has_come)

    def surely_by(self, day: date) -> Decimal:
        """The same, at least: for so little as is known."""
        chance = self.chance_by(day)
        return chance if self.odds is None else chance * self.odds.sureness
