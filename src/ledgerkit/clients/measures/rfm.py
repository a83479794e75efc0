"""RFM: how recently, how often and for how much clients bought, compared.

The scores are quintiles, 5 for the best (J. R. Miglautsch, *Thoughts on RFM scoring*,
Journal of Database Marketing 8, 2000). Clients with equal figures share the mean of
their ranks, so that scores don't depend on the order of a file. With fewer clients than
`RELIABLE_FROM` the quintiles mean little, and reports say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RELIABLE_FROM = 25
_CLASSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Buying:
    """A client's purchases in twelve months.

    Attributes:
        silent_days: Days since its last invoice.
        invoices: The number of days on which it bought.
        revenue: Its revenue.
    """

    silent_days: int
    invoices: int
    revenue: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """1 to 5 each, 5 the best."""

    recency: int
    frequency: int
    money: int

    @property
    def code(self) -> str:
        """E.g. ``555``."""
        return f"{self.recency}{self.frequency}{self.money}"


def rfm_scores(clients: Mapping[str, Buying]) -> Mapping[str, Scores]:
    """The scores of every client, by its id."""
    ids = sorted(clients)
    recency = quintiles([Decimal(-clients[id_].silent_days) for id_ in ids])
    frequency = quintiles([Decimal(clients[id_].invoices) for id_ in ids])
    money = quintiles([clients[id_].revenue for id_ in ids])
    return {
        id_: Scores(recency=r, frequency=f, money=m)
        for id_, r, f, m in zip(ids, recency, frequency, money, strict=True)
    }


def quintiles(numbers: Sequence[Decimal]) -> Sequence[int]:
    """The quintile of each number, 5 for the highest.

    >>> quintiles([Decimal(n) for n in (10, 20, 30, 40, 50)])
    [1, 2, 3, 4, 5]
    >>> quintiles([Decimal(7)] * 4)
    [3, 3, 3, 3]
    """
    places: dict[Decimal, list[int]] = {}
    for place, number in enumerate(sorted(numbers)):
        places.setdefault(number, []).append(place)
    # The midpoint of the mean rank's interval, as a share of all.
    share = {
        number: Fraction(2 * sum(ranks) + len(ranks), 2 * len(ranks) * len(numbers))
        for number, ranks in places.items()
    }
    return [min(_CLASSES, int(share[number] * _CLASSES) + 1) for number in numbers]
