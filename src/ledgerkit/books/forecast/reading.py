"""A book's input for its forecasts: items, scenarios, and how late clients pay."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.replay import PastReceivables
from ledgerkit.books.forecast.back_test import back_test_forecast
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledgerkit.banking.forecast.delay import PaymentDelays
    from ledgerkit.books.forecast.back_test import BackTest
    from ledgerkit.books.forecast.items import ForecastPlan
    from ledgerkit.books.source import Source

#: The month ends by which a forecast judges its own habits.
BACK_TESTED = 12


class ForecastReading:
    """A book's input for its forecasts; each part is read once."""

    def __init__(self, source: Source) -> None:
        """Read from this book, on request."""
        self._source = source
        self.delays = lru_cache(maxsize=4)(self._delays)
        self.back_test = lru_cache(maxsize=4)(self._back_test)
        self._past = lru_cache(maxsize=2)(self._past_receivables)

    @property
    def plan(self) -> ForecastPlan:
        """The planned items, and the scenarios."""
        return self._source.forecast_plan

    def due_dates_from(self, as_of: date) -> Mapping[str, int]:
        """The month ahead from which due dates are counted on, by currency.

        A currency that is missing goes by clients' habits in every month.
        """
        return self.back_test(as_of, BACK_TESTED).due_dates_from

    def _delays(self, as_of: date) -> PaymentDelays:
        """How late each client pays, as known on a day."""
        return self._past(as_of).delays(as_of)

    def _back_test(self, as_of: date, months: int) -> BackTest:
        """The forecasts of so many month ends before a day, and what came."""
        return back_test_forecast(
            self._source, self._past(as_of), as_of=as_of, months=months
        )

    def _past_receivables(self, as_of: date) -> PastReceivables:
        return PastReceivables(self._source.subledger(Side.RECEIVABLE, as_of))
