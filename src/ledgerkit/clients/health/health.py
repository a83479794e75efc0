"""How healthy a relation is: one number, never without its reasons.

Weights and thresholds are a judgement, no science; `health_back_test` says how well
they would have told who was lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.clients.health.components import component_points
from ledgerkit.clients.health.triggers import SAME_COMPONENT, Trigger, triggers
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.clients.health.components import HealthFacts
    from ledgerkit.clients.health.weights import Component, HealthWeights

_GREEN, _AMBER = 75, 50
#: Points of the whole score.
_WORRY = Decimal(3)


class Band(StrEnum):
    """A score as a traffic light."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComponent:
    """What one component adds to a score.

    Attributes:
        component: Which.
        weight: What it weighs in this score.
        points: From 0 to 100; None without data.
        cost: Points of the whole score that it costs; 0 without data.
        words: What it says; empty without data.
    """

    component: Component
    weight: Decimal
    points: Decimal | None
    cost: Decimal
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How healthy the relation with one client is.

    Attributes:
        client: Its id.
        score: From 0 to 100, unrounded; None where nothing is known.
        coverage: The share of all weights that there is data for, 0 to 1.
        components: Each, in the order of the weights.
        triggers: What alone is reason enough to look.
    """

    client: str
    score: Decimal | None
    coverage: Decimal
    components: Sequence[ScoredComponent]
    triggers: Sequence[Trigger]

    @property
    def points(self) -> int | None:
        """The score in whole points, half up."""
        if self.score is None:
            return None
        return int(self.score.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    @property
    def band(self) -> Band | None:
        """The band of the whole points, so that no 75 is amber; None without."""
        if self.points is None:
            return None
        if self.points >= _GREEN:
            return Band.GREEN
        return Band.AMBER if self.points >= _AMBER else Band.RED

    @property
    def drivers(self) -> Sequence[str]:
        """What costs points, the most first, in words; half a point is nothing."""
        return [component.words for component in self._costly]

    @property
    def reasons(self) -> Sequence[str]:
        """The triggers, and the two that cost most of what those don't say.

        What costs less than a few points is no reason to worry.
        """
        said = {SAME_COMPONENT.get(trigger.cause) for trigger in self.triggers}
        worries = [c for c in self._costly if c.cost >= _WORRY]
        others = [c.words for c in worries if c.component not in said]
        return [*(trigger.words for trigger in self.triggers), *others[:2]]

    @property
    def _costly(self) -> Sequence[ScoredComponent]:
        costly = [c for c in self.components if c.cost >= Decimal("0.5")]
        return sorted(costly, key=lambda c: -c.cost)


def score_health(facts: HealthFacts, weights: HealthWeights) -> Health:
    """A client's health: the weighted mean of the components there is data for.

    Missing data is neither 0 nor 100 points: the component drops out, and coverage
    tells how much is left.
    """
    found = component_points(facts)
    known = {
        component: weight * found[component].share if component in found else weight
        for component, weight in weights.weights.items()
    }
    counted = sum((known[c] for c in known if c in found), ZERO)
    total = sum(weights.weights.values(), ZERO)
    components = [
        ScoredComponent(
            component=component,
            weight=weight,
            points=found[component].points if component in found else None,
            cost=weight * (100 - found[component].points) / counted
            if component in found and counted
            else ZERO,
            words=found[component].words if component in found else "",
        )
        for component, weight in known.items()
    ]
    reached = sum((c.weight * c.points for c in components if c.points), ZERO)
    return Health(
        client=facts.client,
        score=reached / counted if counted else None,
        coverage=counted / total,
        components=components,
        triggers=list(triggers(facts)),
    )
