"""Days sales outstanding: for how many days of sales we are still owed money.

Three ways to count, each with its use: the simple one is what banks and investors
know, the count-back one isn't moved by the season, and the best possible one says what
it would be if everybody paid on the due date.

All take amounts in one currency, and days as the calendar has them (365 or 366 a year).
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def days_sales_outstanding(
    receivables: Decimal, sales: Decimal, days: int
) -> Decimal | None:
    """Receivables / sales x days; None without sales. Negative if we owe them.

    With the receivables not yet due it is the best possible DSO, and the difference
    of the two are the average days delinquent (ADD).

    Args:
        receivables: What is owed at the end of the period.
        sales: What was sold on credit in it.
        days: How many days it has.

    Source: the Credit Research Foundation's National Summary of Domestic Trade
    Receivables (crfonline.org), which has DSO, best possible DSO and ADD so.

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
) -> Decimal | None:
    """How many of the last days' sales make up the receivables (exhaustion method).

    From the receivables the latest month's sales are taken, then those of the month
    before, and so on; each month used up counts with its days, and the last one with
    the part of its days that is needed. The month of ``as_of`` ends on that day.

    Args:
        receivables: What is owed at the end of ``as_of``.
        as_of: The last day that counts.
        first_day: Before it there are no sales to count.
        sales_between: The sales from one day to another, both with it.

    Returns:
        Days; zero if nothing is owed, and None if the receivables are more than all
        sales, as where they came in with opening balances.

    Source: the method that UK credit managers call working back, count back or
    exhaust; worked example at support.benjipays.com, "The Count-Back Method Explained".
    """
    left, days, last = receivables, Decimal(0), as_of
    while left > 0:
        if last < first_day:
            return None
        month = last.replace(day=1)
        count = (last - month).days + 1
        sales = sales_between(month, last)
        if sales > left:
            return days + left * count / sales
        # A month of more credit notes than sales leaves more to be explained.
        left, days = left - sales, days + count
        last = month - timedelta(days=1)
    return days
