"""The stages of the sales pipeline, and the probability of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL = (
    "prospecting:0.10 qualification:0.20 proposal:0.50 negotiation:0.75 won:1 lost:0"
)
WON, LOST = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of a book's pipeline.

    Attributes:
        probabilities: From 0 to 1, by the stage's name, in order. A stage of 1 is
            won, one of 0 is lost.
    """

    probabilities: Mapping[str, Decimal] = field(
        default_factory=lambda: parse_stages(_USUAL).probabilities
    )

    def is_won(self, stage: str) -> bool:
        """Whether the stage is won."""
        return self.probabilities.get(stage) == WON

    def is_lost(self, stage: str) -> bool:
        """Whether the stage is lost."""
        return self.probabilities.get(stage) == LOST

    def is_open(self, stage: str) -> bool:
        """Whether the stage is undecided; an undeclared one is not."""
        return not (self.is_won(stage) or self.is_lost(stage))


def parse_stages(text: str) -> Stages:
    """Read ``name:probability`` pairs, separated by blanks.

    Raises:
        ValueError: If unreadable, or if no stage is won or none is lost.
    """
    probabilities: dict[str, Decimal] = {}
    for word in text.split():
        name, _, number = word.partition(":")
        try:
            probability = Decimal(number)
        except InvalidOperation:
            probability = Decimal(-1)
        if not name or not LOST <= probability <= WON:
            raise ValueError(
                f'{word!r} is no stage with its probability; write "{_USUAL}"'
            )
        probabilities[name] = probability
    if not {WON, LOST} <= set(probabilities.values()):
        raise ValueError(
            f'one stage must be won, with 1, and one lost, with 0; write "{_USUAL}"'
        )
    return Stages(probabilities=probabilities)
