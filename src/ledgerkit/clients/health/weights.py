"""The components of a client's health, and how much each weighs."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = (
    "payments:20 overdue:10 trend:20 rhythm:15 disputes:10 satisfaction:10"
    " freshness:10 cases:5"
)


class Component(StrEnum):
    """A component of health; the value is its name in the setting."""

    PAYMENTS = "payments"
    OVERDUE = "overdue"
    TREND = "trend"
    RHYTHM = "rhythm"
    DISPUTES = "disputes"
    SATISFACTION = "satisfaction"
    FRESHNESS = "freshness"
    CASES = "cases"

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthWeights:
    """The weight of each component, with any sum.

    Attributes:
        weights: By component; one not named weighs nothing.
    """

    weights: Mapping[Component, Decimal] = field(
        default_factory=lambda: parse_health_weights(USUAL).weights
    )


def parse_health_weights(text: str) -> HealthWeights:
    """Read ``component:weight`` pairs, separated by blanks.

    Raises:
        ValueError: If unreadable, a component is unknown, or all weights are zero.
    """
    weights: dict[Component, Decimal] = {}
    for word in text.split():
        name, _, number = word.partition(":")
        try:
            component, weight = Component(name), Decimal(number)
            readable = weight.is_finite() and weight >= 0
        except (ValueError, InvalidOperation):
            readable = False
        if not readable:
            raise ValueError(
                f'{word!r} is no component with its weight; write "{USUAL}"'
            )
        weights[component] = weight
    if not sum(weights.values()):
        raise ValueError(f'something must weigh more than 0; write "{USUAL}"')
    return HealthWeights(weights=weights)
