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
    """What health is made of; the value is its name in the setting."""

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
    """How much each component weighs; their sum may be any.

    Attributes:
        weights: By component; one that is not named weighs nothing.
    """

    weights: Mapping[Component, Decimal] = field(
        default_factory=lambda: parse_health_weights(USUAL).weights
    )


def parse_health_weights(text: str) -> HealthWeights:
    """Read ``component:weight``, divided by blanks.

    Raises:
        ValueError: If it is none, a component is unknown, or nothing weighs anything.
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
