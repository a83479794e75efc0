"""What a book says for its forecasts: items, scenarios, and how late clients pay."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import PaymentDelays, observed_parts
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.history import Purpose

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.forecast.items import ForecastPlan
    from ledgerkit.books.source import Source


class ForecastReading:
    """What a book says for its forecasts; each thing is read once."""

    def __init__(self, source: Source) -> None:
        """Read from this book, when asked."""
        self._source = source
        self.delays = lru_cache(maxsize=4)(self._delays)

    @property
    def plan(self) -> ForecastPlan:
        """The items to come, and the scenarios."""
        return self._source.forecast_plan

    def _delays(self, as_of: date) -> PaymentDelays:
        """How late each client pays, as known on a day."""
        given_up = {
            key
            for key, why in self._source.purposes.items()
            if why is Purpose.WRITE_OFF
        }
        subledger = self._source.subledger(Side.RECEIVABLE, as_of)
        return PaymentDelays(observed_parts(subledger, given_up), as_of)
