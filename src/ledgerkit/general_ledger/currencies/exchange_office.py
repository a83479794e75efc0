"""The rates that one report asks for: which it got, and which it did not.

A rate is asked for by purpose: closing, average or historic. What has none, or only one
that is too old, is remembered, and the report withholds every total with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.currencies.rates import Rate, mean_rate
from ledgerkit.ledger.place import short_place

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.currencies.rates import Rates


class RatePurpose(StrEnum):
    """What a rate is for."""

    CLOSING = "closing"
    """Of what is there at the end of a day."""
    AVERAGE = "average"
    """Of what was earned in a month."""
    HISTORIC = "historic"
    """Of what owners put in or took out on a day."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RateAsked:
    """A rate that was asked for.

    Attributes:
        unit: The currency that is converted.
        purpose: What for.
        last: The day, or the last day of an average.
        first: The first day of an average; else the same day.
    """

    unit: str
    purpose: RatePurpose
    last: date
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFound:
    """What was found of a rate that was asked for.

    Attributes:
        asked: The rate.
        rate: The last one there was; None if there is none at all.
        count: The number of rates that an average is made of.
        is_stale: Whether it is too old to be used.
    """

    asked: RateAsked
    rate: Rate | None
    count: int = 1
    is_stale: bool = False

    def why(self, currency: str) -> str:
        """Why it can't be used, in words; that of what is missing.

        Args:
            currency: The currency to convert to.
        """
        unit, day = self.asked.unit, self.asked.last
        if self.rate is None:
            return f"there is no rate of {unit} to {currency} on {day}"
        places = ", ".join(short_place(quote.place) for quote in self.rate.quotes)
        return (
            f"the last rate of {unit} to {currency} on {day} is of {self.rate.day}"
            f" ({places}), {days_before(self.rate.age(day))}"
        )

    def remedy(self, currency: str) -> str:
        """What to write."""
        return (
            f"{self.asked.last} price {self.asked.unit} … {currency}, or run ledgerkit"
            " prices import"
        )

    @property
    def usable(self) -> Rate | None:
        """The rate, if it may be used."""
        return None if self.is_stale else self.rate


def days_before(count: int) -> str:
    """How long before, in words."""
    return "the day before" if count == 1 else f"{count} days before"


class ExchangeOffice:
    """Gives the rates to one currency, and remembers them.

    Attributes:
        currency: The currency to which everything is converted.
        found: What was asked for, and what was found.
    """

    def __init__(self, rates: Rates, currency: str, *, stale_after: Decimal) -> None:
        """Take a book's rates.

        Args:
            rates: The rates.
            currency: To convert to.
            stale_after: The number of days after which a rate is too old.
        """
        self._rates = rates
        self._stale_after = stale_after
        self.currency = currency
        self.found: dict[RateAsked, RateFound] = {}

    @property
    def missing(self) -> list[RateFound]:
        """What was asked for and is not there, or only a rate that is too old."""
        return [each for each in self.found.values() if each.usable is None]

    def closing(self, unit: str, day: date) -> Rate | None:
        """The rate at the end of a day; None if there is none that may be used."""
        return self._on(unit, day, RatePurpose.CLOSING)

    def historic(self, unit: str, day: date) -> Rate | None:
        """The rate of the day on which something was posted, likewise."""
        return self._on(unit, day, RatePurpose.HISTORIC)

    def average(self, unit: str, first: date, last: date) -> Rate | None:
        """The mean of the rates between two days; without any, the last one before."""
        if unit == self.currency:
            return self._same(last)
        asked = RateAsked(
            unit=unit, purpose=RatePurpose.AVERAGE, last=last, first=first
        )
        if asked not in self.found:
            rates = self._rates.average(unit, self.currency, first, last)
            self.found[asked] = (
                RateFound(asked=asked, rate=mean_rate(rates), count=len(rates))
                if rates
                else self._last(asked)
            )
        return self.found[asked].usable

    def _on(self, unit: str, day: date, purpose: RatePurpose) -> Rate | None:
        if unit == self.currency:
            return self._same(day)
        asked = RateAsked(unit=unit, purpose=purpose, last=day, first=day)
        if asked not in self.found:
            self.found[asked] = self._last(asked)
        return self.found[asked].usable

    def _last(self, asked: RateAsked) -> RateFound:
        rate = self._rates.rate(asked.unit, self.currency, asked.last)
        is_stale = rate is not None and rate.age(asked.last) > self._stale_after
        return RateFound(asked=asked, rate=rate, is_stale=is_stale)

    def _same(self, day: date) -> Rate:
        """A currency in itself, which needs no quote."""
        return Rate(unit=self.currency, currency=self.currency, day=day, quotes=())
