"""Interest on late payment: simple, by the day, actual days over 365.

A day bears interest if it lies after the due date and not after the day of payment:
an invoice due on the 10th and paid on the 15th is five days late. This follows
Directive 2011/7/EU, "simple interest for late payment" (Art. 2(6)) from "the day
following the date or the end of the period for payment" (Art. 3(3)). It leaves the
length of the year to the member states; 365 days, in leap years too, is the practice
in Italy (D.Lgs. 231/2002) and the United Kingdom (gov.uk, "Late commercial payments:
charging interest and debt recovery").

Only the sum is rounded: 85.00 a year is 0.232876… a day.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledgerkit.open_items.document import Document


_DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestPeriod:
    """Days on which neither the amount nor the rate changed.

    Attributes:
        after: The day before the first that counts.
        until: The last that bears interest.
        amount: The overdue amount on those days.
        rate: The yearly rate, as a fraction.
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
        """Amount times rate times days: exactly 365 times the interest."""
        return self.amount * self.rate * self.days


def interest_periods(
    amounts: Sequence[tuple[date, Decimal]],
    rates: InterestRates,
    *,
    after: date,
    until: date,
) -> Sequence[InterestPeriod]:
    """Divide a stretch of time into periods of one amount and one rate.

    Args:
        amounts: The overdue amount at the end of each day on which it changed, by
            day; it bears interest from the day after.
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
    """The overdue amount at the end of a day."""
    return next((amount for at, amount in reversed(amounts) if at <= day), ZERO)


def interest_of(periods: Iterable[InterestPeriod], currency: str) -> Decimal:
    """The interest of all periods, rounded half up to the currency's unit, once.

    Dividing a period in two gives the same sum.
    """
    products = sum((period.day_products for period in periods), ZERO)
    return rounded(products / _DAYS_OF_A_YEAR, currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRates:
    """A table of rates by day; zero before the first.

    Attributes:
        name: The table's name; empty for a fixed rate.
        days: The first day of each rate, ascending.
        rates: The yearly rates, as fractions.
    """

    name: str
    days: tuple[date, ...]
    rates: tuple[Decimal, ...]

    @staticmethod
    def of(name: str, rates: Mapping[date, Decimal]) -> InterestRates:
        """A table from its entries, in any order."""
        days = tuple(sorted(rates))
        return InterestRates(
            name=name, days=days, rates=tuple(rates[day] for day in days)
        )

    @staticmethod
    def fixed(rate: Decimal) -> InterestRates:
        """A fixed rate."""
        return InterestRates(name="", days=(date.min,), rates=(rate,))

    def on(self, day: date) -> Decimal:
        """The rate in force on a day.

        >>> EU_LATE_PAYMENT.on(date(2025, 6, 30)), EU_LATE_PAYMENT.on(date(2025, 7, 1))
        (Decimal('0.1115'), Decimal('0.1015'))
        """
        index = bisect_right(self.days, day)
        return self.rates[index - 1] if index else ZERO

    def on_day_after(self, day: date) -> Decimal:
        """The rate in force on the next day."""
        return self.on(day + timedelta(days=1))

    @property
    def last_days(self) -> Sequence[date]:
        """The last day before each change of the rate."""
        return [day - timedelta(days=1) for day in self.days if day > date.min]


#: The European Central Bank's rate for main refinancing operations on the days that
#: Directive 2011/7/EU names, 1 January and 1 July (Art. 2(7), 3(2)). Source: ECB,
#: "Key ECB interest rates". Half-years not listed have the rate of the one before.
_REFERENCE_RATES = {
    date(2013, 1, 1): "0.0075",
    date(2013, 7, 1): "0.0050",
    date(2014, 1, 1): "0.0025",
    date(2014, 7, 1): "0.0015",
    date(2015, 1, 1): "0.0005",
    date(2016, 7, 1): "0.0000",
    date(2023, 1, 1): "0.0250",
    date(2023, 7, 1): "0.0400",
    date(2024, 1, 1): "0.0450",
    date(2024, 7, 1): "0.0425",
    date(2025, 1, 1): "0.0315",
    date(2025, 7, 1): "0.0215",
}


#: "At least eight percentage points" (Art. 2(6)); Germany, for one, adds nine to a
#: base rate of its own, for which a book declares its own table.
_MARGIN = Decimal("0.08")


#: The statutory rate of Directive 2011/7/EU from 2013, when it came into force, to
#: the second half of 2025. Later rates are declared in the books.
EU_LATE_PAYMENT = InterestRates.of(
    "eu-late-payment",
    {day: Decimal(rate) + _MARGIN for day, rate in _REFERENCE_RATES.items()},
)


#: The last day the table covered when it was written.
EU_LATE_PAYMENT_KNOWN_UNTIL = date(2025, 12, 31)


class RateTables:
    """Every rate table that the books can name: the built-in one and their own."""

    def __init__(self, declared: Iterable[tuple[str, date, Decimal]] = ()) -> None:
        """Take the declared rates: name, first day and rate, in any order."""
        tables: dict[str, dict[date, Decimal]] = {
            EU_LATE_PAYMENT.name: dict(
                zip(EU_LATE_PAYMENT.days, EU_LATE_PAYMENT.rates, strict=True)
            )
        }
        for name, day, rate in declared:
            tables.setdefault(name, {})[day] = rate
        self._tables = {
            name: InterestRates.of(name, rates) for name, rates in tables.items()
        }

    @property
    def names(self) -> Sequence[str]:
        """The tables' names, in alphabetical order."""
        return sorted(self._tables)

    def get(self, name: str) -> InterestRates | None:
        """The table of this name; None if there is none."""
        return self._tables.get(name)

    def outdated(self, name: str, day: date) -> date | None:
        """The last day that a table covers, if that is before ``day``.

        Known only for the built-in table, and only until the books continue it.
        """
        if name != EU_LATE_PAYMENT.name or day <= EU_LATE_PAYMENT_KNOWN_UNTIL:
            return None
        continued = self._tables[name].days[-1] > EU_LATE_PAYMENT_KNOWN_UNTIL
        return None if continued else EU_LATE_PAYMENT_KNOWN_UNTIL


def late_amounts(document: Document, until: date) -> Sequence[tuple[date, Decimal]]:
    """The overdue amount at the end of each day on which it changed.

    Settlements go to the earliest instalments first. The amount settled is still late
    on the day of payment: see `ledgerkit.receivables.reminders.interest`.

    Args:
        document: An invoice.
        until: The last day of interest.

    Returns:
        Days, ascending, with the amount from then on; never negative.
    """
    changes = _settled_by_day(document)
    owed_from = {part.owed_from for part in document.due_parts}
    days = sorted(owed_from | {day for day, _amount in changes})
    return [
        (day, _late_on(document, changes, day))
        for day in days
        if document.due_parts[0].due <= day <= until
    ]


def _settled_by_day(document: Document) -> Sequence[tuple[date, Decimal]]:
    """Each settlement, and what went back of one, by day."""
    return [(s.posting.day, s.amount) for s in document.settlements]


def _late_on(
    document: Document, changes: Sequence[tuple[date, Decimal]], day: date
) -> Decimal:
    # A part that was made out late was not owed before.
    due = sum((p.amount for p in document.due_parts if p.owed_from <= day), ZERO)
    settled = sum((amount for at, amount in changes if at <= day), ZERO)
    return max(due - settled, ZERO)
