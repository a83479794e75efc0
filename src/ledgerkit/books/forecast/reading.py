"""What a book says for its forecasts: items, scenarios, and how late clients pay."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import PaymentDelays, observed_parts
from ledgerkit.books.forecast.items import ForecastPlan, read_forecast_plan
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.history import Purpose

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.reading import Reading


class ForecastReading:
    """What a book says for its forecasts; each thing is read once."""

    def __init__(self, books: Books, reading: Reading) -> None:
        """Take the books, and what was read of them so far."""
        self._books, self._reading = books, reading
        self.delays = lru_cache(maxsize=4)(self._delays)

    @cached_property
    def plan(self) -> ForecastPlan:
        """The items to come, and the scenarios."""
        reading = self._reading
        return read_forecast_plan(reading.customs, reading.chart, reading.directory)

    def _delays(self, as_of: date) -> PaymentDelays:
        """How late each client pays, as known on a day."""
        books = self._books
        given_up = {
            key for key, why in books.purposes.items() if why is Purpose.WRITE_OFF
        }
        subledger = books.subledger(Side.RECEIVABLE, as_of)
        return PaymentDelays(observed_parts(subledger, given_up), as_of)
