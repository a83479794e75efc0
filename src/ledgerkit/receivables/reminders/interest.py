"""Interest on what is paid late: simple, by the day, actual days over 365.

A day bears interest if it lies after the due date and not after the day of payment:
an invoice due on the 10th and paid on the 15th is five days late. That is how
Directive 2011/7/EU has it, "simple interest for late payment" (Art. 2(6)) from "the
day following the date or the end of the period for payment" (Art. 3(3)). It leaves
the length of the year to its members; 365 days, in leap years too, is what Italian
practice (D.Lgs. 231/2002) and the United Kingdom (gov.uk, "Late commercial payments:
charging interest and debt recovery") reckon with.

Nothing is rounded before the sum: 85.00 a year are 0.232876… a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledgerkit.receivables.reminders.interest_rates import InterestRates

_DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestPeriod:
    """Some days on which neither the amount nor the rate changed.

    Attributes:
        after: The day before the first that counts.
        until: The last that counts.
        amount: What was owed and late on those days.
        rate: Of a year, as a fraction.
    """

    after: date
    until: date
    amount: Decimal
    rate: Decimal

    @property
    def days(self) -> int:
        """How many days bear interest."""
        return (self.until - self.after).days

    @property
    def day_products(self) -> Decimal:
        """Amount times rate times days: what interest is 365 times of, exactly."""
        return self.amount * self.rate * self.days


def interest_periods(
    amounts: Sequence[tuple[date, Decimal]],
    rates: InterestRates,
    *,
    after: date,
    until: date,
) -> Sequence[InterestPeriod]:
    """Divide a time into periods of one amount and one rate each.

    Args:
        amounts: What was late at the end of each day on which that changed, by day;
            an amount bears interest from the day after.
        rates: The rate of each day.
        after: The day before the first that counts.
        until: The last day that counts.
    """
    ends = {day for day, _amount in amounts}
    ends |= {day for day in rates.last_days if after < day < until}
    stops = sorted({after, until} | {day for day in ends if after < day < until})
    periods = []
    for begin, end in pairwise(stops):
        amount = max(_amount_on(amounts, begin), ZERO)
        rate = rates.on_day_after(begin)
        if amount and rate:
            periods.append(
                InterestPeriod(after=begin, until=end, amount=amount, rate=rate)
            )
    return periods


def _amount_on(amounts: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    """What was late at the end of a day."""
    return next((amount for at, amount in reversed(amounts) if at <= day), ZERO)


def interest_of(periods: Iterable[InterestPeriod], currency: str) -> Decimal:
    """The interest of all periods, rounded half up to the currency's unit, once.

    A period divided in two gives the same sum.
    """
    products = sum((period.day_products for period in periods), ZERO)
    return (products / _DAYS_OF_A_YEAR).quantize(quantum(currency), ROUND_HALF_UP)
