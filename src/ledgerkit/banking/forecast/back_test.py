"""Back-testing: how good forecasts would have been.

Errors are absolute, and summarised by their median: half of them were smaller. They are
compared with those of simply expecting every invoice on its due date, and overdue ones
tomorrow.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

#: The error of a payment that was given up but arrived: larger than any other.
_NEVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedInvoice:
    """An invoice that was open on a day, and has been paid since.

    Attributes:
        expected: Its median day as forecast; None if it was not expected.
        early: Its day with a chance of 10 %; None if there was no range.
        late: Likewise with 90 %; None if that chance is never reached.
        by_due_date: The day expected by due date alone.
        paid: The day of its last payment.
    """

    expected: date | None
    early: date | None
    late: date | None
    by_due_date: date
    paid: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedMonth:
    """Payments of one currency's open invoices in a month after the day.

    Attributes:
        ahead: 1 for the first month after the day, and so on.
        currency: Of the amounts.
        expected: The amounts, each times its chance of payment in that month.
        by_due_date: The amount due in it; in the first, with everything overdue.
        came: The amount paid in it.
        held: Whether the total by its end was in the range from 10 to 90 %.
    """

    ahead: int
    currency: str
    expected: Decimal
    by_due_date: Decimal
    came: Decimal
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianErrors:
    """The median errors of two ways to forecast.

    Attributes:
        count: How many forecasts were checked.
        forecast: The median error of the forecast.
        by_due_date: The median error of going by due dates.
        held: The percentage of cases within the forecast's range.
    """

    count: int
    forecast: Decimal
    by_due_date: Decimal
    held: Decimal

    @property
    def lower_by(self) -> Decimal | None:
        """How much lower the forecast's error is, in percent; None without an error."""
        if not self.by_due_date:
            return None
        return 100 * (1 - self.forecast / self.by_due_date)


def date_errors(invoices: Sequence[CheckedInvoice]) -> MedianErrors | None:
    """The errors in days, by invoice; None without invoices."""
    if not invoices:
        return None
    return MedianErrors(
        count=len(invoices),
        forecast=_median(
            abs((i.paid - i.expected).days) if i.expected else _NEVER for i in invoices
        ),
        by_due_date=_median(abs((i.paid - i.by_due_date).days) for i in invoices),
        held=_percent([_is_in_range(invoice) for invoice in invoices]),
    )


def cash_errors(
    months: Iterable[CheckedMonth],
) -> Sequence[tuple[str, int, MedianErrors]]:
    """The errors in amount, by currency and then months ahead."""
    groups: dict[tuple[str, int], list[CheckedMonth]] = defaultdict(list)
    for month in months:
        groups[month.currency, month.ahead].append(month)
    return [
        (
            currency,
            ahead,
            MedianErrors(
                count=len(group),
                forecast=_median(abs(m.expected - m.came) for m in group),
                by_due_date=_median(abs(m.by_due_date - m.came) for m in group),
                held=_percent([month.held for month in group]),
            ),
        )
        for (currency, ahead), group in sorted(groups.items())
    ]


def _is_in_range(invoice: CheckedInvoice) -> bool:
    begun = invoice.early is not None and invoice.early <= invoice.paid
    return begun and (invoice.late is None or invoice.paid <= invoice.late)


def _median(errors: Iterable[Decimal | int]) -> Decimal:
    return Decimal(median(Decimal(error) for error in errors))


def _percent(hits: Sequence[bool]) -> Decimal:
    return Decimal(100 * sum(hits)) / len(hits)
