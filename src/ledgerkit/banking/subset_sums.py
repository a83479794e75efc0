"""Which of some amounts sum to a total.

An equal sum is weak evidence: thirty amounts have a billion subsets, and some sum to
almost anything. Whoever calls this has proof of another kind, and counts what is found.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: With more amounts than this the halves have too many subsets.
AMOUNTS_MAX = 24
#: Subsets of one half that have one sum; more would only be more of the same.
_SAME_SUM_MAX = 16


def subsets_with_sum(
    amounts: Sequence[int], total: int, *, most: int
) -> Sequence[tuple[int, ...]]:
    """The subsets of two amounts or more that sum to a total, by their positions.

    Meet in the middle: every subset of one half looks for what it lacks among the
    subsets of the other (Horowitz and Sahni 1974). Fewest amounts first, then those
    that stand earlier.

    Args:
        amounts: In the smallest unit, positive or negative; at most `AMOUNTS_MAX`.
        total: What they are to sum to.
        most: How many subsets are returned at most.

    Raises:
        ValueError: If there are too many amounts.

    >>> subsets_with_sum([5, 7, 2, 10], 12, most=9)
    [(0, 1), (2, 3)]
    """
    if len(amounts) > AMOUNTS_MAX:
        raise ValueError(f"at most {AMOUNTS_MAX} amounts, not {len(amounts)}")
    middle = len(amounts) // 2
    left = _subsets_by_sum(amounts[:middle], 0)
    right = _subsets_by_sum(amounts[middle:], middle)
    found = [s for s in _joined(left, right, total) if len(s) > 1]
    return sorted(found, key=lambda subset: (len(subset), subset))[:most]


def _joined(
    left: Mapping[int, Sequence[tuple[int, ...]]],
    right: Mapping[int, Sequence[tuple[int, ...]]],
    total: int,
) -> Iterator[tuple[int, ...]]:
    for sum_, subsets in left.items():
        for others in right.get(total - sum_, ()):
            for subset in subsets:
                yield subset + others


def _subsets_by_sum(
    amounts: Sequence[int], first: int
) -> Mapping[int, Sequence[tuple[int, ...]]]:
    """The subsets of a half, the small ones first for each sum."""
    subsets: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for position, amount in enumerate(amounts, first):
        subsets += [(sum_ + amount, (*subset, position)) for sum_, subset in subsets]
    by_sum: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for sum_, subset in sorted(subsets, key=lambda s: len(s[1])):
        if len(by_sum[sum_]) < _SAME_SUM_MAX:
            by_sum[sum_].append(subset)
    return by_sum
