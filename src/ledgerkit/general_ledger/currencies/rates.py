"""Rates of exchange on a day: the last one quoted, its age, and where it stands.

What nobody quotes has no rate: nothing here ever answers 1 for two currencies. A rate
is a fraction of numbers as they were quoted, so that 100 USD at ``EUR 1.0389 USD`` are
exactly 100 / 1.0389 EUR.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.text.typed_amounts import has_coins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One quoted price: so much of a currency for one unit of another.

    Attributes:
        day: The day that it is of.
        unit: The currency of which one unit is priced.
        currency: The currency of the price.
        number: The price, above zero.
        place: Where it stands.
    """

    day: date
    unit: str
    currency: str
    number: Decimal
    place: Place

    def __str__(self) -> str:
        return f"1 {self.unit} = {self.number:f} {self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency is in another, and by which quotes.

    Attributes:
        unit: The currency that is converted.
        currency: The currency that it is converted to.
        day: The day of the older of its quotes.
        quotes: One, or two if it leads through a third currency.
        above: What an amount is multiplied by.
        below: What it is divided by.
    """

    unit: str
    currency: str
    day: date
    quotes: tuple[Quote, ...]
    above: Decimal = _ONE
    below: Decimal = _ONE

    def of(self, amount: Decimal) -> Decimal:
        """An amount of the one currency in the other, not rounded."""
        return amount * self.above / self.below

    @property
    def number(self) -> Decimal:
        """The rate as a number."""
        return self.above / self.below

    def age(self, day: date) -> int:
        """How many days old it is."""
        return (day - self.day).days

    def times(self, other: Rate) -> Rate:
        """The rate through this one's currency to the other's."""
        return Rate(
            unit=self.unit,
            currency=other.currency,
            day=min(self.day, other.day),
            quotes=(*self.quotes, *other.quotes),
            above=self.above * other.above,
            below=self.below * other.below,
        )


class Rates:
    """The quotes of a book, asked for the rate of any two currencies on any day."""

    def __init__(self, quotes: Iterable[Quote], *, through: str | None = None) -> None:
        """Take the quotes.

        Args:
            quotes: Of one day, the last one holds.
            through: The currency through which others are exchanged first of all: that
                of the books.
        """
        self._through = through
        self._pairs: dict[tuple[str, str], dict[date, Quote]] = {}
        for quote in quotes:
            if quote.number > 0 and quote.unit != quote.currency:
                of_pair = self._pairs.setdefault((quote.unit, quote.currency), {})
                of_pair[quote.day] = quote
        self._by_day: Mapping[tuple[str, str], Sequence[Quote]] = {
            pair: sorted(by_day.values(), key=attrgetter("day"))
            for pair, by_day in self._pairs.items()
        }
        self._near: dict[str, set[str]] = {}
        for one, other in self._pairs:
            self._near.setdefault(one, set()).add(other)
            self._near.setdefault(other, set()).add(one)

    def rate(self, unit: str, currency: str, day: date) -> Rate | None:
        """The last rate on or before a day; None if there is none.

        Of several ways the one with the latest quotes is taken: direct, the other way
        round, through the books' currency, or through another one that has coins: a
        share that is quoted twice says nothing about two currencies.
        """
        ways = [self._direct(unit, currency, day)]
        for third in self._between(unit, currency):
            first = self._direct(unit, third, day)
            second = self._direct(third, currency, day)
            ways.append(first.times(second) if first and second else None)
        known = [way for way in ways if way is not None]
        return max(known, key=attrgetter("day")) if known else None

    def average(
        self, unit: str, currency: str, first: date, last: date
    ) -> Sequence[Rate]:
        """The rates of all days between two, both counted, that have a quote.

        Their mean is `mean_rate`; empty if no day has one.
        """
        pairs = [(unit, currency), (currency, unit)]
        for third in self._between(unit, currency):
            pairs += [(unit, third), (third, unit), (third, currency)]
            pairs.append((currency, third))
        days = {
            quote.day for pair in pairs for quote in self._quotes(pair, first, last)
        }
        rates = (self.rate(unit, currency, day) for day in sorted(days))
        return [rate for rate in rates if rate is not None and rate.day >= first]

    def _quotes(
        self, pair: tuple[str, str], first: date, last: date
    ) -> Sequence[Quote]:
        quotes = self._by_day.get(pair, ())
        start = bisect_left(quotes, first, key=attrgetter("day"))
        return quotes[start : bisect_right(quotes, last, key=attrgetter("day"))]

    def _between(self, unit: str, currency: str) -> Iterator[str]:
        """The currencies that both are quoted against, the books' own first."""
        near = self._near.get(unit, set()) & self._near.get(currency, set())
        for third in sorted(near, key=lambda name: (name != self._through, name)):
            if third == self._through or has_coins(third):
                yield third

    def _direct(self, unit: str, currency: str, day: date) -> Rate | None:
        forth, back = (
            self._last((unit, currency), day),
            self._last((currency, unit), day),
        )
        if forth is None and back is None:
            return None
        if back is None or (forth is not None and forth.day >= back.day):
            assert forth is not None
            return Rate(
                unit=unit,
                currency=currency,
                day=forth.day,
                quotes=(forth,),
                above=forth.number,
            )
        return Rate(
            unit=unit,
            currency=currency,
            day=back.day,
            quotes=(back,),
            below=back.number,
        )

    def _last(self, pair: tuple[str, str], day: date) -> Quote | None:
        quotes = self._by_day.get(pair, ())
        place = bisect_right(quotes, day, key=attrgetter("day"))
        return quotes[place - 1] if place else None


def mean_rate(rates: Collection[Rate]) -> Rate:
    """The mean of rates, of the numbers as they are quoted where these go one way.

    Banks publish the mean of 1.10 and 1.12 USD for a euro as 1.11, which is what the
    dollars are divided by.

    Raises:
        ValueError: If there are none.
    """
    if not rates:
        raise ValueError("no rates have no mean")
    count, first = len(rates), min(rates, key=attrgetter("day"))
    above, below = {rate.above for rate in rates}, {rate.below for rate in rates}
    if len(above) == 1:
        numbers = above.pop(), sum((rate.below for rate in rates), ZERO) / count
    elif len(below) == 1:
        numbers = sum((rate.above for rate in rates), ZERO) / count, below.pop()
    else:
        numbers = sum((rate.number for rate in rates), ZERO) / count, _ONE
    return Rate(
        unit=first.unit,
        currency=first.currency,
        day=first.day,
        quotes=tuple(quote for rate in rates for quote in rate.quotes),
        above=numbers[0],
        below=numbers[1],
    )
