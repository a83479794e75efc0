"""Back-test: whether health scores would have predicted lost clients."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: With fewer than this on either side, the figures are mere chance.
FEW = 20
_HALF, _TWO_SIGMA = Decimal("0.5"), Decimal("1.96")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresOnADay:
    """The scores on one day.

    Attributes:
        lost: Of clients since lost, whose last invoice came a year later.
        kept: Of clients that are still clients.
    """

    lost: Sequence[Decimal]
    kept: Sequence[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthBackTest:
    """How well low scores predicted lost clients.

    Attributes:
        pairs: The number of pairs of a lost and a kept client compared.
        lost: The number of lost clients with a score, and a kept one to compare.
        auc: How often the lost one had the lower score, ties counting half: 1 is
            perfect, 1/2 a coin toss, 0 upside down. None without a pair.
    """

    pairs: int
    lost: int
    auc: Fraction | None

    @property
    def by_chance(self) -> tuple[Decimal, Decimal] | None:
        """The range of the area, 19 times in 20, if scores mean nothing.

        None without a pair. Mann and Whitney's variance is (m + n + 1) / 12mn, for m
        lost and n kept to each; the normal approximation serves from a handful on.
        """
        if not self.pairs:
            return None
        kept_per_lost = Decimal(self.pairs) / self.lost
        variance = (self.lost + kept_per_lost + 1) / (12 * self.pairs)
        width = min(_TWO_SIGMA * variance.sqrt(), _HALF)
        return _HALF - width, _HALF + width


def back_test_health(days: Iterable[ScoresOnADay]) -> HealthBackTest:
    """The exact area under the curve, from pairs of scores on the same day.

    Mann and Whitney's U over the number of pairs (Annals of Mathematical Statistics
    18, 1947), summed over days.
    """
    pairs = lost = halves = 0
    for day in days:
        if not day.kept:
            continue
        lost += len(day.lost)
        pairs += len(day.lost) * len(day.kept)
        for lost_score in day.lost:
            halves += sum(
                2 * (lost_score < kept_score) + (lost_score == kept_score)
                for kept_score in day.kept
            )
    return HealthBackTest(
        pairs=pairs, lost=lost, auc=Fraction(halves, 2 * pairs) if pairs else None
    )
