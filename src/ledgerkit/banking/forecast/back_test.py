"""Back-testing: how good forecasts would have been, and what follows from it.

Errors are absolute, and summarised by their median: half of them were smaller. They are
compared with those of simply expecting every invoice on its due date, and overdue ones
tomorrow. Where clients' habits were further off than that, due dates are counted on:
from a month ahead on, so that what habits tell of nearer months stays.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.band import expected_by, receipts_by
from ledgerkit.calendars import month_end, months_after
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.banking.forecast.item import ForecastItem

#: How many months ahead are checked; what is further ahead is taken like the last.
AHEAD = 3
#: The error of a payment that was given up but arrived: larger than any other.
_NEVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedInvoice:
    """An invoice that was open on a day, and has been paid since.

    Attributes:
        item: What was expected of it.
        by_due_date: The day expected by due date alone.
        paid: The day of its last payment.
    """

    item: ForecastItem
    by_due_date: date
    paid: date

    @property
    def expected(self) -> date | None:
        """Its median day as forecast; None if it was not expected."""
        return self.item.middle

    @property
    def early(self) -> date | None:
        """Its day with a chance of 10 %; None if there was no range."""
        return self.item.early

    @property
    def late(self) -> date | None:
        """Likewise with 90 %; None if that chance is never reached."""
        return self.item.late


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedMonth:
    """Payments of one currency's open invoices in a month after the day.

    Attributes:
        ahead: 1 for the first month after the day, and so on.
        currency: Of the amounts.
        expected: The receipts in it, as a forecast counts on them.
        by_due_date: What of the same is due in it; in the first, what is overdue too.
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
class PastForecast:
    """What was expected of one currency's open invoices on a day, and what came.

    Attributes:
        day: The day.
        currency: Of every amount.
        items: What was expected of each invoice, by habit; what never may stay out.
        came: Each payment of these invoices after the day.
        until: The last day known.
    """

    day: date
    currency: str
    items: Sequence[ForecastItem]
    came: Sequence[tuple[date, Decimal]]
    until: date

    def months(self) -> Iterator[tuple[int, date, date]]:
        """Each complete month: how many ahead, the day before it, and its last."""
        before = self.day
        for ahead in range(1, AHEAD + 1):
            if before == date.max:
                return
            end = month_end(before + timedelta(days=1))
            if end > self.until:
                return
            yield ahead, before, end
            before = end

    def errors(
        self, due_dates_from: int | None
    ) -> Iterator[tuple[int, Decimal, Decimal]]:
        """Each month ahead: its error so, and by due dates alone."""
        for month in self._told(due_dates_from):
            yield (
                month.ahead,
                abs(month.expected - month.came),
                abs(month.by_due_date - month.came),
            )

    def checked(self, due_dates_from: int | None) -> Iterator[CheckedMonth]:
        """Each month, with due dates counted on from one of them on."""
        items = self._items(due_dates_from)
        certain = [item for item in items if item.is_certain]
        uncertain = [item for item in items if not item.is_certain]
        for month, (_ahead, _before, end) in zip(
            self._told(due_dates_from), self.months(), strict=True
        ):
            low, _expected, high = receipts_by(uncertain, end)
            came = self._came_by(end) - expected_by(certain, end)
            yield replace(month, held=low <= came <= high)

    def _items(self, due_dates_from: int | None) -> Sequence[ForecastItem]:
        return [by_due_date(item, due_dates_from, self.day) for item in self.items]

    def _told(self, due_dates_from: int | None) -> Iterator[CheckedMonth]:
        """Each month, but for its range."""
        items, so_far = self._items(due_dates_from), ZERO
        counted = [item for item in items if item.is_counted_on and item.due]
        for ahead, before, end in self.months():
            expected = expected_by(items, end)
            due = (i.amount for i in counted if i.due and before < i.due <= end)
            yield CheckedMonth(
                ahead=ahead,
                currency=self.currency,
                expected=expected - so_far,
                by_due_date=sum(due, ZERO),
                came=self._came_by(end) - self._came_by(before),
                held=False,
            )
            so_far = expected

    def _came_by(self, day: date) -> Decimal:
        return sum((amount for paid, amount in self.came if paid <= day), ZERO)


def months_ahead(day: date, as_of: date) -> int:
    """How many months after one day another is; 1 within the first.

    >>> from datetime import date
    >>> months_ahead(date(2026, 2, 28), date(2026, 1, 31))
    1
    >>> months_ahead(date(2026, 3, 16), date(2026, 2, 15))
    2
    """
    months = (day.year - as_of.year) * 12 + day.month - as_of.month
    return max(months + (day > months_after(as_of, months)), 1)


def by_due_date(
    item: ForecastItem, due_dates_from: int | None, as_of: date
) -> ForecastItem:
    """An item as it is counted on if, from some month ahead on, due dates are.

    Args:
        item: What a client owes, by its habit; anything else stays as it is.
        due_dates_from: The first such month; None for none.
        as_of: The last day known.
    """
    is_by_habit = item.odds is not None and item.is_counted_on
    if due_dates_from is None or item.due is None or not is_by_habit:
        return item
    if months_ahead(item.due, as_of) >= due_dates_from:
        reason = f"{item.reason}; counted on when due, as habits were further off"
        return replace(item, day=item.due, reason=reason)
    return replace(item, frozen=months_after(as_of, due_dates_from - 1))


def due_dates_from(forecasts: Sequence[PastForecast]) -> int | None:
    """The first month ahead from which due dates are to be counted on; None for none.

    Args:
        forecasts: Of one currency, on as many days as there are.

    Returns:
        The latest with which no month's median error is larger than by due dates.
    """
    months: list[int | None] = [None, *range(AHEAD, 1, -1)]
    return next((month for month in months if _is_good(forecasts, month)), 1)


def _is_good(forecasts: Sequence[PastForecast], month: int | None) -> bool:
    """Whether no month's median error is larger than by due dates alone."""
    errors: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for forecast in forecasts:
        for ahead, error, by_due in forecast.errors(month):
            errors[ahead].append((error, by_due))
    return all(
        median(e for e, _due in found) <= median(due for _e, due in found)
        for found in errors.values()
    )


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
