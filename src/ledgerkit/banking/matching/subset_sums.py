"""Subset sums: which of some amounts sum to a total.

An equal sum is weak evidence: thirty amounts have a billion subsets, and some sum to
almost anything. Callers need other proof, and should count the subsets found.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: With more amounts, the halves have too many subsets.
AMOUNTS_MAX = 22
#: The most subsets of one half with the same sum; more would add nothing.
_SAME_SUM_MAX = 16


def subsets_with_sum(
    amounts: Sequence[int], total: int, *, most: int
) -> Sequence[tuple[int, ...]]:
    """The subsets of two or more amounts that sum to a total, by position.

    Meet in the middle: every subset of one half looks for its complement among the
    subsets of the other (Horowitz and Sahni 1974). Fewest amounts first, then the
    earliest positions.

    Args:
        amounts: In the smallest unit, positive or negative; at most `AMOUNTS_MAX`.
        total: The target sum.
        most: The most subsets to return.

    Raises:
        ValueError: If there are too many amounts.

    >>> subsets_with_sum([5, 7, 2, 10], 12, most=9)
    [(0, 1), (2, 3)]
    """
    if len(amounts) > AMOUNTS_MAX:
        raise ValueError(f"at most {AMOUNTS_MAX} amounts, not {len(amounts)}")
    middle = len(amounts) // 2
    left, right = _all_sums(amounts[:middle]), _all_sums(amounts[middle:])
    # Two sets in C are faster than a look-up for each of thousands.
    common = set(left).intersection([total - sum_ for sum_ in right])
    if not common:
        return []
    left_with: dict[int, list[int]] = defaultdict(list)
    for subset, sum_ in enumerate(left):
        if sum_ in common:
            left_with[sum_].append(subset)
    subsets = [
        _positions(subset | other << middle)
        for other, sum_ in enumerate(right)
        if total - sum_ in common
        for subset in left_with[total - sum_][:_SAME_SUM_MAX]
    ]
    several = [positions for positions in subsets if len(positions) > 1]
    return sorted(several, key=lambda subset: (len(subset), subset))[:most]


def _all_sums(amounts: Sequence[int]) -> list[int]:
    """The sum of each subset; its index in the list has a bit for each amount."""
    sums = [0]
    for amount in amounts:
        sums += [sum_ + amount for sum_ in sums]
    return sums


def _positions(subset: int) -> tuple[int, ...]:
    return tuple(i for i in range(subset.bit_length()) if subset >> i & 1)
