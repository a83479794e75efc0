"""Would health have told who was lost? The book's own past answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Below so many on either side, chance alone makes any figure.
FEW = 20
_HALF, _TWO_SIGMA = Decimal("0.5"), Decimal("1.96")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresOnADay:
    """What was scored on one day.

    Attributes:
        lost: Of clients that bought for the last time a year later.
        kept: Of clients that are clients still.
    """

    lost: Sequence[Decimal]
    kept: Sequence[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthBackTest:
    """How well low scores went with being lost.

    Attributes:
        pairs: How many pairs of a lost and a kept client were set against each other.
        lost: How many lost clients had a score, and somebody to be set against.
        auc: How often the lost one had the lower score, ties by half: 1 tells
            perfectly, 1/2 is a coin's throw, 0 is upside down. None without a pair.
    """

    pairs: int
    lost: int
    auc: Fraction | None

    @property
    def by_chance(self) -> tuple[Decimal, Decimal] | None:
        """Where the area lies 19 times in 20 if scores say nothing.

        None without a pair. Mann and Whitney's variance is (m + n + 1) / 12mn, with n
        kept to each of m lost; near enough to the normal from a handful on.
        """
        if not self.pairs:
            return None
        kept = Decimal(self.pairs) / self.lost
        variance = (self.lost + kept + 1) / (12 * self.pairs)
        width = min(_TWO_SIGMA * variance.sqrt(), _HALF)
        return _HALF - width, _HALF + width


def back_test_health(days: Iterable[ScoresOnADay]) -> HealthBackTest:
    """The area under the curve, exactly: pairs are of scores of the same day.

    Mann and Whitney's U over the number of pairs (Annals of Mathematical Statistics
    18, 1947), summed over days.
    """
    pairs = lost = halves = 0
    for day in days:
        if not day.kept:
            continue
        lost += len(day.lost)
        pairs += len(day.lost) * len(day.kept)
        for score in day.lost:
            halves += sum(2 * (score < kept) + (score == kept) for kept in day.kept)
    return HealthBackTest(
        pairs=pairs, lost=lost, auc=Fraction(halves, 2 * pairs) if pairs else None
    )
