"""Price indices: by how much a price rises from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import TYPE_CHECKING

from ledgerkit.money import quantum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFactor:
    """One ``custom "price-index"``.

    Attributes:
        id: Which index, e.g. ``istat-foi``.
        day: From when prices rise.
        factor: To how many times: 1.023 is 2.3 percent more.
    """

    id: str
    day: date
    factor: Decimal


class PriceIndices:
    """Every price index of a book."""

    def __init__(self, factors: Iterable[IndexFactor]) -> None:
        """Take the factors in any order."""
        known: dict[str, list[IndexFactor]] = {}
        for factor in sorted(factors, key=lambda factor: factor.day):
            known.setdefault(factor.id, []).append(factor)
        self._known: Mapping[str, list[IndexFactor]] = known

    @property
    def ids(self) -> list[str]:
        """The ids, in alphabetical order."""
        return sorted(self._known)

    def risen(self, price: Decimal, id_: str, dates: tuple[date, date]) -> Decimal:
        """A price on a later day.

        Args:
            price: As it was agreed.
            id_: The index that it follows.
            dates: The day it was agreed for, and the day it is asked for. Factors
                after the first, to the second, count.

        Returns:
            The price times the product of the factors, not rounded.
        """
        agreed, day = dates
        factors = [f.factor for f in self._known.get(id_, ()) if agreed < f.day <= day]
        return price * prod(factors, start=Decimal(1))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount to the currency's smallest unit, half up and once.

    >>> rounded(Decimal("1.005"), "EUR")
    Decimal('1.01')
    """
    return amount.quantize(quantum(currency), rounding=ROUND_HALF_UP)
