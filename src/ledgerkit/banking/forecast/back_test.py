"""How good forecasts would have been: what was expected beside what came.

Errors are absolute, and summed up by their median: half of them were smaller. They
stand beside those of who expects every invoice to be paid on its due date, and what
is overdue tomorrow.
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

#: What was counted on no more and came all the same is further off than anything.
_NEVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedInvoice:
    """An invoice that was open on a day, and has been paid since.

    Attributes:
        expected: Its median day as forecast; None if it was not counted on.
        early: Its day with a chance of 10 %; None if there was no range.
        late: Likewise with 90 %; None if that chance never came.
        by_due_date: When who goes by due dates would have expected it.
        paid: When it was paid, the last of it.
    """

    expected: date | None
    early: date | None
    late: date | None
    by_due_date: date
    paid: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedMonth:
    """What one currency's open invoices brought in a month after the day.

    Attributes:
        ahead: 1 for the first month after, and so on.
        currency: Of the amounts.
        expected: Each amount times its chance to come in that month.
        by_due_date: What falls due in it; in the first, with all that is overdue.
        came: What was paid in it.
        held: Whether what came by its end was in the range from 10 to 90 %.
    """

    ahead: int
    currency: str
    expected: Decimal
    by_due_date: Decimal
    came: Decimal
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianErrors:
    """Two ways to forecast, by how far they were off.

    Attributes:
        count: How many forecasts were checked.
        forecast: The median error of the forecast.
        by_due_date: That of going by due dates.
        held: In how many of a hundred cases what came was in the forecast's range.
    """

    count: int
    forecast: Decimal
    by_due_date: Decimal
    held: Decimal

    @property
    def lower_by(self) -> Decimal | None:
        """By how many percent the forecast's error is lower; None of no error."""
        if not self.by_due_date:
            return None
        return 100 * (1 - self.forecast / self.by_due_date)


def date_errors(invoices: Sequence[CheckedInvoice]) -> MedianErrors | None:
    """How many days forecasts were off, by invoice; None of none at all."""
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
    """How much forecasts were off by currency and months ahead, in that order."""
    groups: dict[tuple[str, int], list[CheckedMonth]] = defaultdict(list)
    for month in months:
        groups[month.currency, month.ahead].append(month)
    return [
        (
            currency,
            ahead,
            MedianErrors(
                count=len(found),
                forecast=_median(abs(m.expected - m.came) for m in found),
                by_due_date=_median(abs(m.by_due_date - m.came) for m in found),
                held=_percent([month.held for month in found]),
            ),
        )
        for (currency, ahead), found in sorted(groups.items())
    ]


def _is_in_range(invoice: CheckedInvoice) -> bool:
    begun = invoice.early is not None and invoice.early <= invoice.paid
    return begun and (invoice.late is None or invoice.paid <= invoice.late)


def _median(errors: Iterable[Decimal | int]) -> Decimal:
    return Decimal(median(Decimal(error) for error in errors))


def _percent(held: Sequence[bool]) -> Decimal:
    return Decimal(100 * sum(held)) / len(held)
