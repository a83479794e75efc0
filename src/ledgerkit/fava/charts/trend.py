"""A figure month by month, as a line with its values to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

#: The picture's own units; the page stretches it to its width.
WIDTH, HEIGHT = 720, 140
_MARGIN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One month.

    Attributes:
        x: From the left, in the picture's units.
        y: From the top.
        month: What to write below it.
        value: What to write above it.
    """

    x: int
    y: int
    month: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart:
    """A line through the months that have a value.

    Attributes:
        title: What the figure is, with its unit.
        points: In the order of the months.
        is_amount: Whether incognito mode must hide the digits.
    """

    title: str
    points: Sequence[Point]
    is_amount: bool = False

    @property
    def line(self) -> str:
        """The points as SVG has them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def trend_chart(
    title: str,
    values: Sequence[tuple[date, Decimal | None]],
    *,
    is_amount: bool = False,
) -> TrendChart | None:
    """The chart; None where fewer than two months have a value: that is no trend.

    The line begins at zero, so that a small change looks small. A zero is a value only
    of an amount: days and ratios of nothing are none.
    """
    known = [
        (i, day, value)
        for i, (day, value) in enumerate(values)
        if value is not None and (value or is_amount)
    ]
    if sum(bool(value) for _i, _day, value in known) < 2:
        return None
    highest = max(value for _i, _day, value in known) or Decimal(1)
    step = Decimal(WIDTH - 2 * _MARGIN) / (len(values) - 1)
    room = HEIGHT - 2 * _MARGIN
    return TrendChart(
        title=title,
        is_amount=is_amount,
        points=[
            Point(
                x=int(_MARGIN + index * step),
                y=int(HEIGHT - _MARGIN - room * max(value, Decimal(0)) / highest),
                month=f"{day:%Y-%m}",
                value=f"{value:.0f}",
            )
            for index, day, value in known
        ],
    )
