"""What a form says of filing: when tax is paid, carried over and corrected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end, months_after
from ledgerkit.money import ZERO, rounded_to
from ledgerkit.parties.business_days import BusinessDays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.parties.business_days import DayRule


_CENT = Decimal("0.01")


class Route(StrEnum):
    """Where a country wants what was wrong in a filed return."""

    NEXT_RETURN = "next-return"
    CORRECTED_RETURN = "corrected-return"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRule:
    """Where what was wrong goes.

    Attributes:
        route: Where it goes as a rule.
        words: What people call that.
        limit: The net error up to which that holds; None for any.
        percent: Up to this percentage of a box it holds as well; None without.
        of_box: The box, of the return that corrects.
        percent_limit: The net error up to which that percentage counts.
        beyond: Where it goes beyond the limits.
        beyond_words: What people call that.
        owed_box: The box, of the next return, for tax of earlier periods that is owed
            beyond what was filed; empty if each difference goes to its own box.
        deducted_box: The box for such tax that is due back.
        more_box: The box for sales of earlier periods beyond what was filed.
        less_box: The box for such sales that were filed beyond what they are.
        years: For how many years after a return was due it may go there; 0 for any.
    """

    route: Route = Route.CORRECTED_RETURN
    words: str = "a corrected return of the same period"
    limit: Decimal | None = None
    percent: Decimal | None = None
    of_box: str = ""
    percent_limit: Decimal = ZERO
    beyond: Route = Route.LETTER
    beyond_words: str = "a letter to the office"
    owed_box: str = ""
    deducted_box: str = ""
    more_box: str = ""
    less_box: str = ""
    years: int = 0

    def is_too_late(self, due: date, last: date) -> bool:
        """Whether a return is too old to be corrected by the usual way.

        Args:
            due: The day on which it was due.
            last: The last day of the period whose return would correct it.
        """
        return bool(self.years) and months_after(due, 12 * self.years) <= last

    def route_of(self, net: Decimal, turnover: Decimal) -> Route:
        """Where an error goes.

        Args:
            net: What it changes of what is owed.
            turnover: The box that the percentage is of.
        """
        if self.limit is None or abs(net) <= self.limit:
            return self.route
        within = self.percent is not None and (
            abs(net) <= min(self.percent_limit, turnover * self.percent / 100)
        )
        return self.route if within else self.beyond

    def in_words(self, route: Route) -> str:
        """What people call the way that an error goes."""
        return self.words if route is self.route else self.beyond_words


class CarriedPart(StrEnum):
    """What a box takes over from the return before."""

    DEBIT = "debit"
    CREDIT = "credit"
    AMOUNT = "amount"
    """The box as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What a box takes over from the filing of the period before.

    Attributes:
        box: The box that it is taken from.
        what: What it takes of it.
        most: The most that is carried; above it nothing is. None for any amount.
        year: Whether only ``same`` year's or the year ``before``'s; empty for both.
    """

    box: str
    what: CarriedPart
    most: Decimal | None = None
    year: str = ""

    def amount(self, filed: Decimal, last: date, first: date) -> Decimal:
        """What is carried over of a filed box.

        Args:
            filed: The box.
            last: The last day of its period.
            first: The first day of the period that it is carried to.
        """
        is_same = last.year == first.year
        if self.year and is_same != (self.year == "same"):
            return ZERO
        signed = -filed if self.what is CarriedPart.CREDIT else filed
        if self.what is not CarriedPart.AMOUNT and signed <= 0:
            return ZERO
        return ZERO if self.most is not None and signed > self.most else signed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDay:
    """By when tax is paid.

    Attributes:
        when: The lengths of period that it is for; empty for all.
        ends_in: The month, 1 to 12, that the period ends in; None for any.
        months: How many months after that of the period's end.
        day: The day of that month.
    """

    when: frozenset[str]
    months: int
    day: int
    ends_in: int | None = None

    def is_for(self, last: date, length: str) -> bool:
        """Whether it is for periods of this last day and length."""
        is_length = not self.when or length in self.when
        return is_length and self.ends_in in {None, last.month}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRule:
    """What is paid on account before the year's last period ends.

    Attributes:
        boxes: Of last year's last return, what sums up to what was owed there.
        percent: The percentage of it that is due.
        least: Below it nothing is due.
        month: The month of the year in which it is due.
        day: The day of that month.
        box: The box of this year's last return that takes it off.
    """

    boxes: tuple[str, ...]
    percent: Decimal
    least: Decimal
    month: int
    day: int
    box: str

    def amount(self, owed: Decimal) -> Decimal:
        """What is due, if this was owed for last year's last period."""
        due = rounded_to(owed * self.percent / 100, _CENT)
        return due if due >= self.least and due > 0 else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRules:
    """What a form says of filing.

    Attributes:
        correction: Where what was wrong goes.
        payments: By when tax is paid, if not by when the return is due.
        unpaid_up_to: What needn't be paid, but is carried over.
        advance: What is paid on account; None if nothing is.
        closed_days: Where a day of payment moves that is no business day; None if it
            stays.
    """

    correction: CorrectionRule = CorrectionRule()
    payments: Sequence[PaymentDay] = ()
    unpaid_up_to: Decimal = ZERO
    advance: AdvanceRule | None = None
    closed_days: DayRule | None = None

    def open_day(self, day: date, country: str) -> date:
        """The business day of a country on which what is due on a day is paid."""
        if self.closed_days is None:
            return day
        return BusinessDays(self.closed_days, country).adjusted(day)

    def payment_day(self, last: date, length: str) -> date | None:
        """By when the tax of a period is paid; None if as the return is due."""
        for payment in self.payments:
            if payment.is_for(last, length):
                end = month_end(months_after(month_end(last), payment.months))
                return end.replace(day=min(payment.day, end.day))
        return None
