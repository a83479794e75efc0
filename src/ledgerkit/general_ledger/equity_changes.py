"""Changes in equity: what owners put in and took out, and what was earned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal


class EquityChange(StrEnum):
    """Why equity changed."""

    BROUGHT_FORWARD = "brought_forward"
    """Entries that open the books."""
    CONTRIBUTIONS = "contributions"
    """What owners put in."""
    DISTRIBUTIONS = "distributions"
    """What owners took out: dividends and drawings; negative."""
    RESULT = "result"
    """What was earned."""
    TRANSFERS = "transfers"
    """Between accounts of equity."""
    TRANSLATION = "translation"
    """What changes of rates made of it, in another currency."""
    OTHER = "other"
    """Anything else that was posted to equity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityMovement:
    """What one transaction posted to an account of equity.

    Attributes:
        day: Its day.
        account: The account.
        amount: Positive for more equity.
        change: Why.
    """

    day: date
    account: str
    amount: Decimal
    change: EquityChange


@dataclass(slots=True)
class EquityLine:
    """An account of equity, or the result.

    Attributes:
        label: The account, or what the line is.
        opening: What stood there before the period; positive for equity.
        changes: By reason, what was added.
    """

    label: str
    opening: Decimal
    changes: dict[EquityChange, Decimal] = field(default_factory=dict)

    def add(self, change: EquityChange, amount: Decimal) -> None:
        """Add what changed for a reason."""
        self.changes[change] = self.changes.get(change, ZERO) + amount

    @property
    def closing(self) -> Decimal:
        """What stands there at the end."""
        return sum(self.changes.values(), self.opening)


def changes_in_equity(
    openings: Mapping[str, Decimal], movements: Iterable[EquityMovement]
) -> Sequence[EquityLine]:
    """A line for each account of equity, by name, without those that are empty.

    Args:
        openings: What stood on each before the period; positive for equity.
        movements: What the period posted to them.
    """
    lines = {label: EquityLine(label, opening) for label, opening in openings.items()}
    for moved in movements:
        line = lines.setdefault(moved.account, EquityLine(moved.account, ZERO))
        line.add(moved.change, moved.amount)
    return [
        line for _label, line in sorted(lines.items()) if line.opening or line.changes
    ]
