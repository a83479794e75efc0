"""Who gets what, so that all together is best."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def best_assignment(
    gains: Sequence[Mapping[int, int]], columns: int
) -> Sequence[int | None]:
    """Give each row at most one column, and each column to one row, at most gain.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), which takes
    rows² x columns steps. Each row has a column of its own for getting nothing.

    Args:
        gains: What each row gains by a column, by column; a column that is not there
            is not for this row. Positive.
        columns: How many there are.

    Returns:
        Each row's column; None for nothing.

    >>> best_assignment([{0: 9, 1: 8}, {0: 8}], 2)
    [1, 0]
    """
    rows = len(gains)
    width = columns + rows
    forbidden = 1 + sum(max(g.values(), default=0) for g in gains)
    costs = [
        _costs(gain, columns, width, row, forbidden) for row, gain in enumerate(gains)
    ]
    taken_by = _minimum(costs, width)
    result: list[int | None] = [None] * rows
    for column, row in enumerate(taken_by[1 : columns + 1]):
        if row and column in gains[row - 1]:
            result[row - 1] = column
    return result


def _costs(
    gain: Mapping[int, int], columns: int, width: int, row: int, forbidden: int
) -> list[int]:
    costs = [forbidden] * width
    for column, value in gain.items():
        costs[column] = -value
    costs[columns + row] = 0
    return costs


def _minimum(costs: Sequence[Sequence[int]], width: int) -> list[int]:
    """For each column from 1 the row from 1 that takes it; 0 for none."""
    rows = len(costs)
    row_price, column_price = [0] * (rows + 1), [0] * (width + 1)
    taken_by, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, rows + 1):
        taken_by[0] = row
        column = _augmenting_path(costs, (row_price, column_price), taken_by, way)
        while column:
            taken_by[column] = taken_by[way[column]]
            column = way[column]
    return taken_by


def _augmenting_path(
    costs: Sequence[Sequence[int]],
    prices: tuple[list[int], list[int]],
    taken_by: list[int],
    way: list[int],
) -> int:
    """The free column at the end of the cheapest path from the new row."""
    row_price, column_price = prices
    width = len(way) - 1
    far = 1 << 62
    least, used = [far] * (width + 1), [False] * (width + 1)
    column = 0
    while taken_by[column]:
        used[column] = True
        row, step, following = taken_by[column], far, 0
        for j in range(1, width + 1):
            if used[j]:
                continue
            cost = costs[row - 1][j - 1] - row_price[row] - column_price[j]
            if cost < least[j]:
                least[j], way[j] = cost, column
            if least[j] < step:
                step, following = least[j], j
        for j in range(width + 1):
            if used[j]:
                row_price[taken_by[j]] += step
                column_price[j] -= step
            else:
                least[j] -= step
        column = following
    return column
