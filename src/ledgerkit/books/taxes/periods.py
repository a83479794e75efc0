"""The periods of a book's tax returns: when each is due, and whether it is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.reading import length_of
from ledgerkit.books.taxes.schemes import STANDARD, scheme_on
from ledgerkit.calendars import month_end, months_after
from ledgerkit.general_ledger.period import FiscalYearEnd, Interval, Period, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.books.taxes.filing.filed_returns import FiledReturns
    from ledgerkit.taxes.form import TaxForm

_CALENDAR = FiscalYearEnd()
_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


class FilingState(StrEnum):
    """Whether a return was handed in."""

    OPEN = "open"
    FILED = "filed"
    CHANGED = "changed since"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPeriod:
    """A period of a return.

    Attributes:
        period: Its days.
        due: The day by which the return is to be handed in.
        scheme: The scheme on its last day.
        state: Whether it was handed in.
    """

    period: Period
    due: date
    scheme: str
    state: FilingState


def tax_periods(
    returns: FiledReturns, form: TaxForm, day: date, length: Interval, most: int
) -> Sequence[TaxPeriod]:
    """The periods with anything taxed up to a day, the latest first.

    Args:
        returns: The book's tax returns.
        form: The form.
        day: The last day.
        length: Of each period.
        most: How many at most.
    """
    first = returns.reading.first_day()
    if first is None or first > day:
        return []
    filed = _latest_filed(returns, form, day, length)
    if filed is not None and (filed.first.month - 1) % _MONTHS[length]:
        ended = _in_step_with(filed, length, first, day)
    else:
        ended = _whole_periods(
            Period(first.replace(month=1, day=1), day), length, first
        )
    return [_of(returns, form, each, day) for each in reversed(ended[-most:])]


def _latest_filed(
    returns: FiledReturns, form: TaxForm, day: date, length: Interval
) -> Period | None:
    """The latest period of a length whose return was handed in by a day."""
    return max(
        (
            filing.period
            for filing in returns.filings.of(form.name)
            if filing.day <= day and _is_of(filing.period, length)
        ),
        key=lambda period: period.last,
        default=None,
    )


def _is_of(period: Period, length: Interval) -> bool:
    last = month_end(months_after(period.first, _MONTHS[length] - 1))
    return period.first.day == 1 and period.last == last


def _in_step_with(
    filed: Period, length: Interval, first: date, day: date
) -> Sequence[Period]:
    """The periods before and after one that is no quarter or year of the calendar.

    British quarters end in any month.
    """
    months, start = _MONTHS[length], filed.first
    while start > first:
        start = months_after(start, -months)
    periods = []
    while start <= day:
        period = Period(start, month_end(months_after(start, months - 1)))
        periods.append(period)
        start = period.last + timedelta(days=1)
    return periods


def _whole_periods(whole: Period, length: Interval, first: date) -> Sequence[Period]:
    """The periods from a first day on; the last one may still run."""
    last = split(Period(whole.last, date(whole.last.year, 12, 31)), length, _CALENDAR)
    until = Period(whole.first, last[0].last)
    return [each for each in split(until, length, _CALENDAR) if each.last >= first]


def _of(returns: FiledReturns, form: TaxForm, period: Period, day: date) -> TaxPeriod:
    scheme = scheme_on(returns.reading.schemes, period.last)
    return TaxPeriod(
        period=period,
        due=form.due_after(period.last, length_of(period)),
        scheme=scheme.name if scheme is not None else STANDARD,
        state=filing_state(returns, form, period, day),
    )


def filing_state(
    returns: FiledReturns, form: TaxForm, period: Period, day: date
) -> FilingState:
    """Whether a period's return was handed in by a day, and changed since."""
    filing = returns.filings.filed(form.name, period)
    if filing is None or filing.day > day:
        return FilingState.OPEN
    is_changed = bool(returns.changes(filing) or returns.changed_boxes(filing))
    return FilingState.CHANGED if is_changed else FilingState.FILED
