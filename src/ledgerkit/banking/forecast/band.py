"""How much comes in by a day, and how sure that is: quantiles of a sum.

Quantiles don't add: that every client pays late at once is far less likely than that
one does. So the distribution of the sum is reckoned. Amounts of one client come at
one pace, the likeliest first: who pays late pays everything late. Clients are
independent of each other. The clients whose amounts are least certain are reckoned
exactly, every combination of them; the many small rest counts as normally distributed
with its own mean and variance (the central limit theorem). Nothing is drawn at random.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import MAX_PREC, Context, Decimal
from itertools import accumulate
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: What may come, with the chance of each amount; the chances sum to 1.
Outcomes: TypeAlias = "Mapping[Decimal, Decimal]"

_NOTHING: Outcomes = {ZERO: Decimal(1)}
#: So many combinations are reckoned exactly.
_COMBINATIONS_MAX = 256
#: Midpoints of so many equal parts of the standard normal distribution; of fifteen,
#: three are its quantiles of 10, 50 and 90 %.
_PARTS = 15
_NORMAL = tuple(
    Decimal(f"{NormalDist().inv_cdf((2 * part + 1) / (2 * _PARTS)):.3f}")
    for part in range(_PARTS)
)
_CENT = Decimal("0.01")
#: An amount that is a slip of the keyboard is reported, and forecast all the same.
_ANY_SIZE = Context(prec=MAX_PREC)
_ROUNDED = Decimal("1E-12")


def at_one_pace(expected: Iterable[tuple[Decimal, Decimal]]) -> Outcomes:
    """What comes from one client, whose amounts come the likeliest first.

    Args:
        expected: Each amount with its chance.

    >>> at_one_pace([(Decimal(100), Decimal("0.5")), (Decimal(30), Decimal("0.8"))])
    {Decimal('0'): Decimal('0.2'), Decimal('30'): Decimal('0.3'), \
Decimal('130'): Decimal('0.5')}
    """
    order = sorted(expected, key=lambda one: (-one[1], one[0]))
    sums = [ZERO, *accumulate(amount for amount, _chance in order)]
    chances = [Decimal(1), *(chance for _amount, chance in order), ZERO]
    outcomes: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for place, total in enumerate(sums):
        chance = chances[place] - chances[place + 1]
        if chance:
            outcomes[total] += chance
    return dict(outcomes)


def mean(outcomes: Outcomes) -> Decimal:
    """What comes on average."""
    return sum((amount * chance for amount, chance in outcomes.items()), ZERO)


def variance(outcomes: Outcomes) -> Decimal:
    """How far outcomes lie from the mean: the mean square of the distance."""
    middle = mean(outcomes)
    squares = ((a - middle) ** 2 * chance for a, chance in outcomes.items())
    return sum(squares, ZERO)


def quantiles_of_sum(
    clients: Iterable[Outcomes], shares: Sequence[Decimal]
) -> Sequence[Decimal]:
    """How much all clients together bring, at least, with these chances.

    Args:
        clients: What may come from each.
        shares: Rising; for each, the smallest sum is returned that is not exceeded
            with this chance; a half for the median.
    """
    order = sorted(
        ((variance(outcomes), outcomes) for outcomes in clients),
        key=lambda one: (-one[0], *sorted(one[1].items())),
    )
    total, rest = _NOTHING, list(order)
    while rest and len(total) * len(rest[0][1]) <= _COMBINATIONS_MAX:
        total = _sum(total, rest.pop(0)[1])
    if rest:
        spread = sum((one[0] for one in rest), ZERO)
        total = _sum(total, _normal(sum((mean(o) for _v, o in rest), ZERO), spread))
    return list(_quantiles(total, shares))


def _sum(one: Outcomes, other: Outcomes) -> Outcomes:
    """Every combination of two independent outcomes."""
    found: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for first, first_chance in one.items():
        for second, chance in other.items():
            found[first + second] += first_chance * chance
    return found


def _normal(middle: Decimal, spread: Decimal) -> Outcomes:
    root, share = spread.sqrt(), Decimal(1) / len(_NORMAL)
    found: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for distance in _NORMAL:
        amount = (middle + distance * root).quantize(_CENT, context=_ANY_SIZE)
        found[amount] += share
    return found


def _quantiles(outcomes: Outcomes, shares: Sequence[Decimal]) -> Iterator[Decimal]:
    """The amounts not exceeded with these chances, which rise."""
    order = sorted(outcomes.items())
    reached, place = order[0][1], 0
    for share in shares:
        # Chances have been multiplied, and end in a rounded digit.
        while reached + _ROUNDED < share and place + 1 < len(order):
            place += 1
            reached += order[place][1]
        yield order[place][0]
