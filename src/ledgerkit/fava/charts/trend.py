"""A figure month by month, as a line with labelled values."""

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
        month: The label below.
        value: The label above.
    """

    x: int
    y: int
    month: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart:
    """A line through the months with a value.

    Attributes:
        title: The name of the figure, with its unit.
        points: In order of month.
        is_amount: Whether incognito mode must hide the digits.
    """

    title: str
    points: Sequence[Point]
    is_amount: bool = False

    @property
    def line(self) -> str:
        """The points, in SVG form."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def trend_chart(
    title: str,
    values: Sequence[tuple[date, Decimal | None]],
    *,
    is_amount: bool = False,
) -> TrendChart | None:
    """The chart; None if fewer than two months have a value, which is no trend.

    The axis begins at zero, so that a small change looks small. Zero counts as a value
    only for amounts: zero days or a zero ratio means there is none.
    """
    points = [
        (i, day, value)
        for i, (day, value) in enumerate(values)
        if value is not None and (value or is_amount)
    ]
    if sum(bool(value) for _i, _day, value in points) < 2:
        return None
    highest = max(value for _i, _day, value in points) or Decimal(1)
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
            for index, day, value in points
        ],
    )
