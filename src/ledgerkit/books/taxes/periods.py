"""The periods of a book's tax returns: when each is due, and whether it is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.schemes import STANDARD, scheme_on
from ledgerkit.calendars import months_after
from ledgerkit.general_ledger.period import FiscalYearEnd, Interval, Period, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.taxes.form import TaxForm

_DAY = timedelta(days=1)
_CALENDAR = FiscalYearEnd()


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
    reading: TaxReading, form: TaxForm, day: date, length: Interval, most: int
) -> Sequence[TaxPeriod]:
    """The periods with anything taxed up to a day, the latest first.

    Args:
        reading: The book's tax.
        form: The form.
        day: The last day.
        length: Of each period.
        most: How many at most.
    """
    first = reading.first_day()
    if first is None or first > day:
        return []
    whole = Period(first.replace(month=1, day=1), day)
    ended = _whole_periods(whole, length, first)
    return [_of(reading, form, each) for each in reversed(ended[-most:])]


def _whole_periods(whole: Period, length: Interval, first: date) -> Sequence[Period]:
    """The periods from a first day on; the last one may still run."""
    last = split(Period(whole.last, date(whole.last.year, 12, 31)), length, _CALENDAR)
    until = Period(whole.first, last[0].last)
    return [each for each in split(until, length, _CALENDAR) if each.last >= first]


def _of(reading: TaxReading, form: TaxForm, period: Period) -> TaxPeriod:
    scheme = scheme_on(reading.schemes, period.last)
    return TaxPeriod(
        period=period,
        due=due_on(form, period),
        scheme=scheme.name if scheme is not None else STANDARD,
        state=filing_state(reading, form, period),
    )


def due_on(form: TaxForm, period: Period) -> date:
    """The day by which a period's return is to be handed in."""
    return months_after(period.last, form.due_months) + form.due_days * _DAY


def filing_state(_reading: TaxReading, _form: TaxForm, _period: Period) -> FilingState:
    """Whether a period's return was handed in, and changed since.

    No directive says so yet: what reads one answers here, and all who show it follow.
    """
    return FilingState.OPEN
