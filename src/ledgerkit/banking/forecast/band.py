"""The receipts by a day, and how certain they are: quantiles of a sum.

Quantiles don't add up: it is far less likely that all clients pay late than that one
does. So the distribution of the sum is worked out. The amounts of one client come at
one pace, the likeliest first: a client that pays late pays everything late. Clients are
independent of each other. For the clients with the least certain amounts, every
combination is counted exactly; the many small ones left are taken as normally
distributed, with their own mean and variance (the central limit theorem). Nothing is
drawn at random.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import MAX_PREC, Context, Decimal
from itertools import accumulate, groupby
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.banking.forecast.item import EARLY, LATE, MIDDLE, ForecastItem
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

#: The possible amounts, with the chance of each; the chances sum to 1.
Outcomes: TypeAlias = "Mapping[Decimal, Decimal]"

_NOTHING: Outcomes = {ZERO: Decimal(1)}
#: At most this many combinations are counted exactly.
_COMBINATIONS_MAX = 256
#: The standard normal distribution is divided into this many equal parts; with
#: fifteen, three midpoints are its quantiles of 10, 50 and 90 %.
_PARTS = 15
_NORMAL = tuple(
    Decimal(f"{NormalDist().inv_cdf((2 * part + 1) / (2 * _PARTS)):.3f}")
    for part in range(_PARTS)
)
_CENT = Decimal("0.01")
#: A mistyped amount is reported, but forecast all the same.
_ANY_SIZE = Context(prec=MAX_PREC)
_ROUNDED = Decimal("1E-12")


class Receipts(NamedTuple):
    """The receipts by the end of a day.

    Attributes:
        low: With a chance of 10 %, they are not more.
        expected: What is counted on, within the range: as likely as not they are more.
        high: With a chance of 10 %, they are not less.
    """

    low: Decimal
    expected: Decimal
    high: Decimal


def receipts_by(items: Sequence[ForecastItem], day: date) -> Receipts:
    """The receipts from clients by the end of a day.

    What is counted on by due dates is within the range, wherever habits would have it:
    both may be right.

    Args:
        items: The amounts, none of them certain. What is not counted on, as it is
            more likely never paid, only makes the range wider.
        day: The last day.
    """
    usual = _quantiles_by(items, day, ForecastItem.chance_by, (MIDDLE, LATE))
    (low,) = _quantiles_by(items, day, ForecastItem.surely_by, (EARLY,))
    is_usual = all(item.is_by_habit_alone for item in items)
    expected = usual[0] if is_usual else expected_by(items, day)
    return Receipts(min(low, expected), expected, max(usual[1], expected))


def counted_on_by(items: Sequence[ForecastItem], day: date) -> Decimal:
    """What `receipts_by` counts on, without its range: a third of the work."""
    if not all(item.is_by_habit_alone for item in items):
        return expected_by(items, day)
    (expected,) = _quantiles_by(items, day, ForecastItem.chance_by, (MIDDLE,))
    return expected


def expected_by(items: Sequence[ForecastItem], day: date) -> Decimal:
    """The receipts counted on by the end of a day: as likely as not they are more."""
    by_habit = [item for item in items if item.day is None]
    (expected,) = _quantiles_by(by_habit, day, ForecastItem.expected_by, (MIDDLE,))
    return expected + sum((i.amount for i in items if i.day and i.day <= day), ZERO)


def _quantiles_by(
    items: Iterable[ForecastItem],
    day: date,
    chance_by: Callable[[ForecastItem, date], Decimal],
    shares: Sequence[Decimal],
) -> Sequence[Decimal]:
    """Quantiles of the receipts, where those of each client come at one pace.

    Of what nobody ever paid nothing says that one client is unlike another: all of it
    comes at one pace.
    """
    expected: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for item in items:
        chance = chance_by(item, day)
        if chance:
            expected["" if item.is_unknown else item.party].append(
                (item.amount, chance)
            )
    outcomes = [at_one_pace(expected[party]) for party in sorted(expected)]
    return quantiles_of_sum(outcomes, shares)


def at_one_pace(expected: Iterable[tuple[Decimal, Decimal]]) -> Outcomes:
    """The receipts from one client, whose likeliest amounts come first.

    Args:
        expected: Each amount with its chance.

    >>> at_one_pace([(Decimal(100), Decimal("0.5")), (Decimal(30), Decimal("0.8"))])
    {Decimal('0'): Decimal('0.2'), Decimal('30'): Decimal('0.3'), \
Decimal('130'): Decimal('0.5')}
    """
    order = sorted(expected, key=lambda payment: (-payment[1], payment[0]))
    sums = [ZERO, *accumulate(amount for amount, _chance in order)]
    chances = [Decimal(1), *(chance for _amount, chance in order), ZERO]
    outcomes: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for place, total in enumerate(sums):
        chance = chances[place] - chances[place + 1]
        if chance:
            outcomes[total] += chance
    return dict(outcomes)


def mean(outcomes: Outcomes) -> Decimal:
    """The expected amount."""
    return sum((amount * chance for amount, chance in outcomes.items()), ZERO)


def variance(outcomes: Outcomes, middle: Decimal) -> Decimal:
    """The variance: the mean square of the distance from the mean."""
    squares = ((a - middle) ** 2 * chance for a, chance in outcomes.items())
    return sum(squares, ZERO)


def quantiles_of_sum(
    clients: Iterable[Outcomes], shares: Sequence[Decimal]
) -> Sequence[Decimal]:
    """Quantiles of the receipts from all clients together.

    Args:
        clients: The possible amounts from each.
        shares: Chances, ascending; for each, the smallest sum not exceeded with it is
            returned; a half for the median.
    """
    order = sorted(map(_Spread.of, clients), key=lambda client: -client.variance)
    _order_ties(order)
    total, place = _NOTHING, 0
    while place < len(order) and (
        len(total) * len(order[place].outcomes) <= _COMBINATIONS_MAX
    ):
        total = _sum(total, order[place].outcomes)
        place += 1
    if remaining := order[place:]:
        spread = sum((client.variance for client in remaining), ZERO)
        middle = sum((client.mean for client in remaining), ZERO)
        total = _sum(total, _normal(middle, spread))
    return list(_quantiles(total, shares))


class _Spread(NamedTuple):
    """The possible amounts from a client, with what they are summed up by."""

    variance: Decimal
    mean: Decimal
    outcomes: Outcomes

    @classmethod
    def of(cls, outcomes: Outcomes) -> _Spread:
        middle = mean(outcomes)
        return cls(variance(outcomes, middle), middle, outcomes)


def _order_ties(order: list[_Spread]) -> None:
    """Put clients whose amounts spread alike in order by those amounts."""
    start = 0
    for _variance, alike in groupby(list(order), key=lambda client: client.variance):
        tied = list(alike)
        if len(tied) > 1:
            tied.sort(key=lambda client: sorted(client.outcomes.items()))
            order[start : start + len(tied)] = tied
        start += len(tied)


def _sum(outcomes: Outcomes, other: Outcomes) -> Outcomes:
    """Every combination of two independent outcomes."""
    chances: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for first, first_chance in outcomes.items():
        for second, chance in other.items():
            chances[first + second] += first_chance * chance
    return chances


def _normal(middle: Decimal, spread: Decimal) -> Outcomes:
    root, share = spread.sqrt(), Decimal(1) / len(_NORMAL)
    chances: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for distance in _NORMAL:
        amount = (middle + distance * root).quantize(_CENT, context=_ANY_SIZE)
        chances[amount] += share
    return chances


def _quantiles(outcomes: Outcomes, shares: Sequence[Decimal]) -> Iterator[Decimal]:
    """The amounts not exceeded with these chances, ascending."""
    order = sorted(outcomes.items())
    chance, place = order[0][1], 0
    for share in shares:
        # Products of chances end in a rounded digit.
        while chance + _ROUNDED < share and place + 1 < len(order):
            place += 1
            chance += order[place][1]
        yield order[place][0]
