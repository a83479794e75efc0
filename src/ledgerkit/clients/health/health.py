"""The health of a client relation: one number, always with its reasons.

Weights and thresholds are judgement, not science; `health_back_test` says how well
they would have predicted lost clients.
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
#: A cost worth mentioning, in points of the whole score.
_WORRY = Decimal(3)


class Band(StrEnum):
    """A score as a traffic light."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComponent:
    """One component's part in a score.

    Attributes:
        component: The component.
        weight: Its weight in this score.
        points: From 0 to 100; None without data.
        cost: Points of the whole score lost to it; 0 without data.
        words: Its finding; empty without data.
    """

    component: Component
    weight: Decimal
    points: Decimal | None
    cost: Decimal
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The health of the relation with one client.

    Attributes:
        client: Its id.
        score: From 0 to 100, unrounded; None without any data.
        coverage: The share of all weights with data, 0 to 1.
        components: All of them, in the order of the weights.
        triggers: The warning signs.
        is_silent: Whether it bought nothing for so long that it counts as lost.
    """

    client: str
    score: Decimal | None
    coverage: Decimal
    components: Sequence[ScoredComponent]
    triggers: Sequence[Trigger]
    is_silent: bool = False

    @property
    def points(self) -> int | None:
        """The score in whole points, half up."""
        if self.score is None:
            return None
        return int(self.score.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    @property
    def band(self) -> Band | None:
        """The band of the rounded points, so that no 75 is amber; None if unscored.

        Whom a warning sign puts at risk is not green, whatever the points, nor is who
        is silent.
        """
        if self.points is None:
            return None
        if self.points >= _GREEN and not (self.triggers or self.is_silent):
            return Band.GREEN
        return Band.AMBER if self.points >= _AMBER else Band.RED

    @property
    def is_at_risk(self) -> bool:
        """Whether it is red, or any warning sign was found."""
        return self.band is Band.RED or bool(self.triggers)

    @property
    def drivers(self) -> Sequence[str]:
        """What costs points, in words, most first; half a point or less is ignored."""
        return [component.words for component in self._costly]

    @property
    def reasons(self) -> Sequence[str]:
        """The triggers, and the two costliest components they don't cover.

        Components that cost less than a few points are left out.
        """
        named = {SAME_COMPONENT.get(trigger.cause) for trigger in self.triggers}
        worries = [c for c in self._costly if c.cost >= _WORRY]
        others = [c.words for c in worries if c.component not in named]
        return [*(trigger.words for trigger in self.triggers), *others[:2]]

    @property
    def _costly(self) -> Sequence[ScoredComponent]:
        costly = [c for c in self.components if c.cost >= Decimal("0.5")]
        return sorted(costly, key=lambda c: -c.cost)


def score_health(facts: HealthFacts, weights: HealthWeights) -> Health:
    """A client's health: the weighted mean of the components with data.

    Missing data is neither 0 nor 100 points: the component drops out, and coverage
    says how much remains.
    """
    by_component = component_points(facts)
    weight_of = {
        component: weight * by_component[component].share
        if component in by_component
        else weight
        for component, weight in weights.weights.items()
    }
    known_weight = sum((weight_of[c] for c in weight_of if c in by_component), ZERO)
    total = sum(weights.weights.values(), ZERO)
    components = [
        ScoredComponent(
            component=component,
            weight=weight,
            points=by_component[component].points
            if component in by_component
            else None,
            cost=weight * (100 - by_component[component].points) / known_weight
            if component in by_component and known_weight
            else ZERO,
            words=by_component[component].words if component in by_component else "",
        )
        for component, weight in weight_of.items()
    ]
    points = sum((c.weight * c.points for c in components if c.points), ZERO)
    return Health(
        client=facts.client,
        score=points / known_weight if known_weight else None,
        coverage=known_weight / total,
        components=components,
        triggers=list(triggers(facts)),
        is_silent=facts.measures is not None and facts.measures.lost,
    )
