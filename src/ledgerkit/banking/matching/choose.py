"""The joint choice of candidates for all lines.

One choice for each line, so that nothing is used twice and the total gain is highest.

Lines without competition are decided alone. The others are decided in blocks of lines
connected by what they compete for:

1. if every choice uses one whole item, by the Hungarian method;
2. if some use several items, or a share of one, by trying all choices, best first, and
   skipping those that can't improve the result (branch and bound);
3. if a block is too large for either, the surest choice first, then the next.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal


def best_assignment(
    gains: Sequence[Mapping[int, int]], columns: int
) -> Sequence[int | None]:
    """Assign each row at most one column, each column once, for the highest gain.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), which takes
    rows² x columns steps. Each row has an extra column for no assignment.

    Args:
        gains: Each row's gain by column; positive. A column left out can't be assigned
            to the row.
        columns: The number of columns.

    Returns:
        Each row's column; None if unassigned.

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
    """For each column, from 1, the row assigned to it, from 1; 0 for none."""
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


#: Lines² times choices: above this, the Hungarian method takes seconds.
_HUNGARIAN_STEPS_MAX = 2_000_000


#: How many partial solutions are tried for a block.
_BRANCHES_MAX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChoice:
    """A choice for a line.

    Attributes:
        gain: Its gain; positive.
        uses: The items it uses, by number, and the amount of each; positive.
    """

    gain: int
    uses: tuple[tuple[int, Decimal], ...]


def choose_together(
    choices: Sequence[Sequence[LineChoice]], available: Mapping[int, Decimal]
) -> Sequence[int | None]:
    """The position of each line's choice; None if nothing is left for it.

    Args:
        choices: For each line, best first.
        available: The amount available of each item.
    """
    result: list[int | None] = [None] * len(choices)
    for block in _blocks(choices):
        positions = _choose([choices[line] for line in block], available)
        for line, choice in zip(block, positions, strict=True):
            result[line] = choice
    return result


def _blocks(choices: Sequence[Sequence[LineChoice]]) -> Iterator[Sequence[int]]:
    """Blocks of lines connected by what they may use, each in order."""
    parent = list(range(len(choices)))

    def root(line: int) -> int:
        while parent[line] != line:
            parent[line] = parent[parent[line]]
            line = parent[line]
        return line

    first_user: dict[int, int] = {}
    for line, options in enumerate(choices):
        for option in options:
            for item, _ in option.uses:
                other_root = root(first_user.setdefault(item, line))
                own_root = root(line)
                parent[max(own_root, other_root)] = min(own_root, other_root)
    blocks: dict[int, list[int]] = defaultdict(list)
    for line, options in enumerate(choices):
        if options:
            blocks[root(line)].append(line)
    yield from blocks.values()


def _choose(
    block: Sequence[Sequence[LineChoice]], available: Mapping[int, Decimal]
) -> Sequence[int | None]:
    if len(block) == 1:
        return [_best_alone(block[0], available)]
    if _uses_one_whole(block, available):
        items = sorted({c.uses[0][0] for options in block for c in options})
        steps = len(block) ** 2 * (len(items) + len(block))
        if steps <= _HUNGARIAN_STEPS_MAX:
            return _one_each(block, items)
    return _BranchAndBound(block, available).best()


def _best_alone(
    options: Sequence[LineChoice], available: Mapping[int, Decimal]
) -> int | None:
    fitting = [i for i, c in enumerate(options) if _fits(c, available)]
    return max(fitting, key=lambda i: (options[i].gain, -i), default=None)


def _fits(choice: LineChoice, available: Mapping[int, Decimal]) -> bool:
    return all(available[item] >= amount for item, amount in choice.uses)


def _uses_one_whole(
    block: Sequence[Sequence[LineChoice]], available: Mapping[int, Decimal]
) -> bool:
    return all(
        len(c.uses) == 1 and c.uses[0][1] == available[c.uses[0][0]]
        for options in block
        for c in options
    )


def _one_each(
    block: Sequence[Sequence[LineChoice]], items: Sequence[int]
) -> Sequence[int | None]:
    column_of = {item: column for column, item in enumerate(items)}
    gains: list[dict[int, int]] = []
    option_of: list[dict[int, int]] = []
    for options in block:
        gain: dict[int, int] = {}
        option: dict[int, int] = {}
        for position, choice in enumerate(options):
            column = column_of[choice.uses[0][0]]
            if choice.gain > gain.get(column, 0):
                gain[column], option[column] = choice.gain, position
        gains.append(gain)
        option_of.append(option)
    columns = best_assignment(gains, len(items))
    return [
        None if column is None else option_of[line][column]
        for line, column in enumerate(columns)
    ]


class _BranchAndBound:
    """Tries the choices of a block, and keeps the best result."""

    def __init__(
        self, block: Sequence[Sequence[LineChoice]], available: Mapping[int, Decimal]
    ) -> None:
        self._block = block
        # The surest line first; between equals, the place in the block decides.
        self._order = sorted(
            range(len(block)), key=lambda i: (-max(c.gain for c in block[i]), i)
        )
        items = {t for options in block for c in options for t, _ in c.uses}
        self._left = {item: available[item] for item in items}
        self._reachable = [0] * (len(block) + 1)
        for depth in range(len(block) - 1, -1, -1):
            best = max(c.gain for c in block[self._order[depth]])
            self._reachable[depth] = self._reachable[depth + 1] + best
        self._branches = 0
        self._best_gain = -1
        self._best: list[int | None] = [None] * len(block)
        self._now: list[int | None] = [None] * len(block)

    def best(self) -> Sequence[int | None]:
        """The best result within the limit, starting from the surest choices."""
        # Deeper blocks would overflow Python's stack.
        if len(self._block) > 200:
            return self._surest_first()
        self._try(0, 0)
        return self._best

    def _surest_first(self) -> Sequence[int | None]:
        for line in self._order:
            position = _best_alone(self._block[line], self._left)
            self._now[line] = position
            if position is not None:
                self._use(self._block[line][position], 1)
        return self._now

    def _try(self, depth: int, gain: int) -> None:
        if gain > self._best_gain:
            self._best_gain, self._best = gain, list(self._now)
        if depth == len(self._order) or self._branches >= _BRANCHES_MAX:
            return
        if gain + self._reachable[depth] <= self._best_gain:
            return
        self._branches += 1
        line = self._order[depth]
        options = self._block[line]
        for position in sorted(
            range(len(options)), key=lambda i: (-options[i].gain, i)
        ):
            choice = options[position]
            if _fits(choice, self._left):
                self._use(choice, 1)
                self._now[line] = position
                self._try(depth + 1, gain + choice.gain)
                self._now[line] = None
                self._use(choice, -1)
        self._try(depth + 1, gain)

    def _use(self, choice: LineChoice, sign: int) -> None:
        for item, amount in choice.uses:
            self._left[item] -= sign * amount
