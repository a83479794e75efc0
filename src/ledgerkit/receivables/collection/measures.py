"""How well a period's receivables were collected, in credit managers' figures.

Days sales outstanding: the receivables as a number of days' sales.

There are three ways to count, each with its use: banks and investors know the simple
one, the count-back one is not affected by the season, and the best possible one says
what it would be if everybody paid on the due date.

All take amounts in one currency, and calendar days (365 or 366 a year).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import first_of_months
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.open_items.overdue import DebtHistory
    from ledgerkit.receivables.collection.history import ReceivablesHistory


def days_sales_outstanding(
    receivables: Decimal, sales: Decimal, days: int
) -> Decimal | None:
    """Receivables / sales x days; None without sales. Negative if they are in credit.

    On the receivables not yet due it is the best possible DSO, and the difference of
    the two is the average days delinquent (ADD).

    Args:
        receivables: The balance owed at the end of the period.
        sales: Sales on credit in it.
        days: The number of days in it.

    Source: the Credit Research Foundation's National Summary of Domestic Trade
    Receivables (crfonline.org), which defines DSO, best possible DSO and ADD.

    >>> days_sales_outstanding(Decimal(150000), Decimal(1800000), 360)
    Decimal('30')
    """
    return receivables * days / sales if sales > 0 else None


def count_back(
    receivables: Decimal,
    as_of: date,
    *,
    first_day: date,
    sales_between: Callable[[date, date], Decimal],
    last_sale: Callable[[date], date | None] = lambda day: day,
) -> Decimal | None:
    """How many of the last days' sales make up the receivables (exhaustion method).

    The latest month's sales are deducted from the receivables, then those of the month
    before, and so on; each month used up counts all its days, and the last one a
    proportion of them. The month of ``as_of`` ends on that day.

    Args:
        receivables: The balance owed at the end of ``as_of``.
        as_of: The last day that counts.
        first_day: Before it there are no sales to count.
        sales_between: The sales from one day to another, both included.
        last_sale: The latest day with a sale up to a day, None before the first: what
            makes it quick where nothing was sold for centuries.

    Returns:
        Days; zero if nothing is owed, and None if the receivables are more than all
        sales, as where they came in as opening balances.

    Source: the method that UK credit managers call working back, count back or
    exhaust; worked example at support.benjipays.com, "The Count-Back Method Explained".
    """
    remaining, days, last = receivables, Decimal(0), as_of
    while remaining > 0:
        latest = last_sale(last)
        if latest is None or last < first_day:
            return None
        # Months without a sale count all their days, however many there are.
        end = min(last, _month_end(latest))
        days, last = days + (last - end).days, end
        month = last.replace(day=1)
        count = (last - month).days + 1
        sales = sales_between(month, last)
        if sales > remaining:
            return days + remaining * count / sales
        # A month with more credit notes than sales leaves more to account for.
        remaining, days = remaining - sales, days + count
        if month == date.min:
            return days if remaining <= 0 else None
        last = month - timedelta(days=1)
    return days


def _month_end(day: date) -> date:
    last: int = monthrange(day.year, day.month)[1]
    return day.replace(day=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionMeasures:
    """The measures of one currency over a period.

    Attributes:
        first: The first day of the period.
        last: The last day; receivables are those at its end.
        opening: The balance at the start, and opening items entered since.
        sales: Documents issued, with tax, less credit notes; no opening items.
        owed: The balance at the end, less money on account.
        overdue: The overdue parts of documents at the end, before money on account:
            see `overdue`.
        uncovered: What of it the same party's money on account does not cover.
        days_late: Days from the due date to each payment in the period, weighted
            by its amount; early payments count with negative days. None without
            payments.
        days_late_by_document: The same from the due date to the last payment of
            each document paid in full in the period, each counting once.
        days_sales_counted_back: See `count_back`.
    """

    first: date
    last: date
    opening: Decimal
    sales: Decimal
    owed: Decimal
    overdue: Decimal
    uncovered: Decimal
    days_late: Decimal | None
    days_late_by_document: Decimal | None
    days_sales_counted_back: Decimal | None

    @property
    def not_due(self) -> Decimal:
        """What would be owed if everybody had paid in time.

        Money on account then settles what is overdue of the same party.
        """
        return self.owed - self.uncovered

    @property
    def days(self) -> int:
        """Days in the period, the first and the last included."""
        return (self.last - self.first).days + 1

    @property
    def days_sales_outstanding(self) -> Decimal | None:
        """DSO: see `days_sales_outstanding`."""
        return days_sales_outstanding(self.owed, self.sales, self.days)

    @property
    def best_possible_days(self) -> Decimal | None:
        """DSO if nothing were overdue."""
        return days_sales_outstanding(self.not_due, self.sales, self.days)

    @property
    def days_delinquent(self) -> Decimal | None:
        """ADD: DSO less best possible DSO, the days that lateness costs."""
        return days_sales_outstanding(self.uncovered, self.sales, self.days)

    @property
    def effectiveness(self) -> Decimal | None:
        """CEI in percent: the share collected of what could be.

        (opening + sales - owed) / (opening + sales - not due) x 100. At 100 nothing is
        overdue. None where nothing could be collected.

        Source: Venkat Srinivasan with the Credit Research Foundation, whose quarterly
        form divides sales by the number of months; here the opening receivables are
        those of the whole period, and so are the sales.
        """
        return collection_effectiveness(
            self.opening, self.sales, self.owed, self.not_due
        )

    @property
    def turnover(self) -> Decimal | None:
        """Sales / mean of receivables at the start and at the end; not annualised.

        None where the mean is zero or less. Source: the receivables turnover of
        ratio analysis, sales / average trade receivables.
        """
        mean = (self.opening + self.owed) / 2
        return self.sales / mean if mean > 0 else None


def collection_effectiveness(
    opening: Decimal, sales: Decimal, owed: Decimal, not_due: Decimal
) -> Decimal | None:
    """See `CollectionMeasures.effectiveness`."""
    collectable = opening + sales - not_due
    return (opening + sales - owed) * 100 / collectable if collectable > 0 else None


def measure_collection(
    history: ReceivablesHistory,
    debts: Sequence[DebtHistory],
    as_of: date,
    *,
    months: int,
) -> CollectionMeasures | None:
    """The measures of the months up to a day; None if there are no postings yet.

    A period never begins before the first posting: days on which nothing could be
    sold would make every debt look old.

    Args:
        history: Of all parties together, in one currency.
        debts: Of each of them.
        as_of: The last day.
        months: How many months up to it.
    """
    if as_of < history.first_day:
        return None
    first = max(first_of_months(as_of, months), history.first_day)
    sales = history.sales.between(first, as_of)
    owed = history.owed.until(as_of)
    paid = history.paid.between(first, as_of)
    closed = history.closed.between(first, as_of)
    return CollectionMeasures(
        first=first,
        last=as_of,
        opening=history.owed.before(first) + history.openings.between(first, as_of),
        sales=sales,
        owed=owed,
        overdue=sum((debt.overdue.until(as_of) for debt in debts), ZERO),
        uncovered=sum((debt.uncovered(as_of) for debt in debts), ZERO),
        days_late=_mean(history.paid_days.between(first, as_of), paid),
        days_late_by_document=_mean(history.closed_days.between(first, as_of), closed),
        days_sales_counted_back=days_counted_back(history, as_of),
    )


def days_counted_back(history: ReceivablesHistory, as_of: date) -> Decimal | None:
    """The last days' sales still owed at the end of a day: see `count_back`."""
    return count_back(
        history.owed.until(as_of),
        as_of,
        first_day=history.first_day,
        sales_between=history.sales.between,
        last_sale=history.sales.last_day,
    )


def _mean(total: Decimal, weight: Decimal) -> Decimal | None:
    return total / weight if weight > 0 else None
