"""A forecast balance: a line, the band it will most likely stay in, and zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.banking.forecast.forecast import GroupForecast

#: The picture's own units; the page stretches it to its width.
WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 24, 12, 28
#: With more weeks, only every second has a name, so that names don't overlap.
_NAMES_MAX = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A horizontal grid line with an amount.

    Attributes:
        y: From the top, in the picture's units.
        label: Its label.
        is_limit: Whether the balance should stay above it.
    """

    y: int
    label: str
    is_limit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEnd:
    """The end of one period.

    Attributes:
        x: From the left.
        y: The height of the closing balance.
        day: Its last day.
        name: Its label; empty if there is no room.
        sentence: The figures, in words.
    """

    x: int
    y: int
    day: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandChart:
    """The forecast of one group of accounts.

    Attributes:
        title: The accounts and the currency.
        points: The end of each period.
        band: The corners of the band, in SVG form.
        levels: The grid lines.
    """

    title: str
    points: Sequence[WeekEnd]
    band: str
    levels: Sequence[Level]

    @property
    def line(self) -> str:
        """The closing balances, in SVG form."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def band_chart(
    forecast: GroupForecast, write_amount: Callable[[Decimal, str], str]
) -> BandChart:
    """The chart of a forecast.

    Args:
        forecast: The forecast.
        write_amount: Writes an amount in a currency.
    """
    group, periods = forecast.group, forecast.periods
    amounts = [ZERO, group.minimum]
    amounts += [n for p in periods for n in (p.low, p.high)]
    scale = _Scale(min(amounts), max(amounts), len(periods))

    def says(number: Decimal) -> str:
        return write_amount(number, group.currency)

    every = -(-len(periods) // _NAMES_MAX)
    points = [
        WeekEnd(
            x=scale.x(index),
            y=scale.y(period.closing),
            day=period.days.last.isoformat(),
            name=f"{period.days.last:%d %b}" if index % every == 0 else "",
            sentence=f"{period.days.last}: {says(period.closing)} {group.currency};"
            f" 10 % {says(period.low)}, 90 % {says(period.high)}",
        )
        for index, period in enumerate(periods)
    ]
    above = [f"{scale.x(i)},{scale.y(p.high)}" for i, p in enumerate(periods)]
    below = [f"{scale.x(i)},{scale.y(p.low)}" for i, p in enumerate(periods)]
    levels = [Level(y=scale.y(n), label=says(n)) for n in scale.levels()]
    if group.minimum:
        levels.append(
            Level(y=scale.y(group.minimum), label=says(group.minimum), is_limit=True)
        )
    return BandChart(
        title=f"{group.name or 'All accounts'}, {group.currency}",
        points=points,
        band=" ".join([*above, *reversed(below)]),
        levels=levels,
    )


class _Scale:
    """Maps amounts and weeks to positions in the picture."""

    def __init__(self, lowest: Decimal, highest: Decimal, count: int) -> None:
        self._lowest = lowest
        self._highest = highest if highest > lowest else lowest + 1
        self._count = count

    def x(self, index: int) -> int:
        room = WIDTH - _LEFT - _RIGHT
        return _LEFT + room * index // max(self._count - 1, 1)

    def y(self, number: Decimal) -> int:
        share = (number - self._lowest) / (self._highest - self._lowest)
        return int(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM))

    def levels(self) -> Sequence[Decimal]:
        """Some round amounts from the lowest to the highest, including zero."""
        step = _round_step((self._highest - self._lowest) / 4)
        first = (self._lowest / step).to_integral_value(rounding="ROUND_CEILING")
        last = (self._highest / step).to_integral_value(rounding="ROUND_FLOOR")
        return [step * n for n in range(int(first), int(last) + 1)]


def _round_step(number: Decimal) -> Decimal:
    """The least of 1, 2 or 5 times a power of ten that is at least as large.

    >>> _round_step(Decimal(1300)), _round_step(Decimal("0.4"))
    (Decimal('2E+3'), Decimal('0.5'))
    """
    power = Decimal(1).scaleb(number.adjusted())
    return next(power * n for n in (1, 2, 5, 10) if power * n >= number)
