"""A book's input for its forecasts: items, scenarios, and how late clients pay."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import PaymentDelays, observed_parts
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.forecast.items import ForecastPlan
    from ledgerkit.books.source import Source


class ForecastReading:
    """A book's input for its forecasts; each part is read once."""

    def __init__(self, source: Source) -> None:
        """Read from this book, on request."""
        self._source = source
        self.delays = lru_cache(maxsize=4)(self._delays)

    @property
    def plan(self) -> ForecastPlan:
        """The planned items, and the scenarios."""
        return self._source.forecast_plan

    def _delays(self, as_of: date) -> PaymentDelays:
        """How late each client pays, as known on a day."""
        subledger = self._source.subledger(Side.RECEIVABLE, as_of)
        return PaymentDelays(observed_parts(subledger), as_of)
