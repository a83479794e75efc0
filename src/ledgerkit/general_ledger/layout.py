"""Layouts of statements, as data: which line each account belongs to.

A layout is a TOML file: a table for each line of the balance sheet and of the income
statement, in their order. An account belongs to the line that its ``line:`` names, else
to the one with the longest fitting prefix of its ``number:``, else to the one of its
role, else to the one that has its name among the usual ones.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role, bare_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


#: The statements without a layout: every account, as a tree.
PLAIN = "plain"
#: What comes with ledgerkit: by name, the file and the chart whose numbers count.
SHIPPED: Mapping[str, tuple[str, str | None]] = {
    "ifrs": ("ifrs", None),
    "italian": ("italian", None),
    "italian-short": ("italian-short", None),
    "german-small-skr03": ("german-small", "skr03"),
    "german-small-skr04": ("german-small", "skr04"),
    "french-2033": ("french-2033", None),
}
LAYOUT_NAMES = (PLAIN, *SHIPPED)
#: Income statements on a cash basis, likewise; they have no balance sheet.
CASH_LAYOUTS: Mapping[str, tuple[str, str | None]] = {
    "german-eur-skr03": ("german-eur", "skr03"),
    "german-eur-skr04": ("german-eur", "skr04"),
}


def check_layout_name(name: str) -> str:
    """The name of a layout that comes with ledgerkit.

    Raises:
        ValueError: If there is none of this name.
    """
    if name not in LAYOUT_NAMES:
        known = ", ".join(LAYOUT_NAMES)
        raise ValueError(f'there is no layout "{name}"; there are {known}')
    return name


class Figure(StrEnum):
    """What belongs to a balance sheet and is on none of its accounts."""

    RESULT = "result"
    EARLIER = "earlier"
    TRANSLATION = "translation"
    ROUNDING = "rounding"


class BalanceSide(StrEnum):
    """Which way a line's amounts go."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def sign(self) -> int:
        """The factor from an amount that is positive for a debit."""
        return 1 if self is BalanceSide.DEBIT else -1


class DueWhen(StrEnum):
    """Which part of a debt a line has: what falls due within a year, or after."""

    WITHIN = "within"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutLine:
    """A line of a layout.

    Attributes:
        id: What ``line:`` calls it.
        label: What people read, in the layout's language.
        side: Which way its amounts go.
        parent: The line that it is a part of; empty at the top.
        numbers: Prefixes of account numbers, or ranges of them such as ``0400-0499``.
        roles: Roles of accounts.
        names: Usual names of accounts, as `bare_name` leaves them.
        when: The side on which a balance must be to stand here; None for either.
        due: The part of a debt that stands here; None for all of it.
        figure: The figure that stands here, which is on no account.
        sum_of: The lines that it sums, each with its sign; empty if it has accounts.
    """

    id: str
    label: str
    side: BalanceSide
    parent: str = ""
    numbers: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    names: frozenset[str] = frozenset()
    when: BalanceSide | None = None
    due: DueWhen | None = None
    figure: Figure | None = None
    sum_of: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A form of balance sheet and income statement.

    Attributes:
        name: What ``--layout`` calls it.
        title: What people read.
        source: The law or standard that it is from.
        valid_from: The first day of the years for which it is meant.
        balance_sheet: Its lines, in order.
        income_statement: Its lines, in order.
        is_cash: Whether income and expenses count by payment, and tax with them; there
            is no balance sheet then.
    """

    name: str
    title: str
    source: str
    valid_from: str
    balance_sheet: Sequence[LayoutLine]
    income_statement: Sequence[LayoutLine]
    is_cash: bool = False
    ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the ids of all lines."""
        lines = (*self.balance_sheet, *self.income_statement)
        object.__setattr__(self, "ids", frozenset(line.id for line in lines))


def parse_layout(text: str, name: str, chart: str | None = None) -> Layout:
    """Read a layout.

    Args:
        text: The file's text.
        name: What it is called.
        chart: The chart of accounts whose numbers count, where it has those of several.

    Raises:
        UsageError: If it can't be read, with the line that is wrong.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"the layout {name} is no TOML file: {error}") from None
    reader = _Reader(name, chart)
    is_cash = reader.text(data, "basis", "") == "cash"
    return Layout(
        name=name,
        title=reader.text(data, "title", name),
        source=reader.text(data, "source", ""),
        valid_from=str(data.get("valid-from", "")),
        balance_sheet=[] if is_cash else reader.lines(data, "balance-sheet"),
        income_statement=reader.lines(data, "income-statement"),
        is_cash=is_cash,
    )


_KEYS = frozenset(
    {"id", "label", "side", "parent", "numbers", "roles", "names", "when", "due"}
    | {"figure", "sum"}
)


class _Reader:
    """Reads the tables of a layout, and names the one that is wrong."""

    def __init__(self, name: str, chart: str | None) -> None:
        self._name = name
        self._numbers = f"numbers-{chart}" if chart else "numbers"

    def text(self, data: Mapping[str, Any], key: str, default: str) -> str:
        value = data.get(key, default)
        if not isinstance(value, str):
            raise UsageError(f"the layout {self._name}: {key} is no text")
        return value

    def lines(self, data: Mapping[str, Any], part: str) -> Sequence[LayoutLine]:
        tables = data.get(part)
        if not isinstance(tables, list) or not tables:
            raise UsageError(f"the layout {self._name} has no [[{part}]]")
        lines: dict[str, LayoutLine] = {}
        for place, table in enumerate(tables, start=1):
            if not isinstance(table, dict):
                raise UsageError(
                    f"the layout {self._name}: {part} is no list of tables"
                )
            line = self._line(table, f"{part} {place}", lines)
            if line.id in lines:
                raise self._wrong(line.id, "stands there twice")
            lines[line.id] = line
        for line in lines.values():
            self._check(line, lines)
        return list(lines.values())

    def _line(
        self, table: dict[str, Any], where: str, before: Mapping[str, LayoutLine]
    ) -> LayoutLine:
        id_ = self.text(table, "id", "")
        if not id_:
            raise self._wrong(where, "has no id")
        for key in table:
            if key not in _KEYS and not key.startswith("numbers-"):
                raise self._wrong(id_, f'has "{key}", which nothing reads')
        parent = self.text(table, "parent", "")
        if parent and parent not in before:
            raise self._wrong(id_, f'is a part of "{parent}", which is not above it')
        side = self.text(table, "side", before[parent].side if parent else "")
        try:
            return LayoutLine(
                id=id_,
                label=self.text(table, "label", id_),
                side=BalanceSide(side),
                parent=parent,
                numbers=tuple(self._texts(table, self._numbers)),
                roles=frozenset(map(Role, self._texts(table, "roles"))),
                names=frozenset(map(bare_name, self._texts(table, "names"))),
                when=BalanceSide(table["when"]) if "when" in table else None,
                due=DueWhen(table["due"]) if "due" in table else None,
                figure=Figure(table["figure"]) if "figure" in table else None,
                sum_of=tuple(map(_signed, self._texts(table, "sum"))),
            )
        except ValueError as error:
            raise self._wrong(id_, f"has a wrong word: {error}") from None

    def _texts(self, table: Mapping[str, Any], key: str) -> Iterator[str]:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise self._wrong(str(table.get("id")), f"has {key} that are no texts")
        yield from values

    def _check(self, line: LayoutLine, lines: Mapping[str, LayoutLine]) -> None:
        for _sign, summed in line.sum_of:
            if summed not in lines:
                raise self._wrong(line.id, f'sums "{summed}", which is no line')
        seen = [line.id]
        waiting = [summed for _sign, summed in line.sum_of]
        while waiting:
            summed = waiting.pop()
            if summed == line.id:
                raise self._wrong(line.id, "sums itself")
            if len(seen) > len(lines) ** 2:
                raise self._wrong(line.id, "sums in a circle")
            seen.append(summed)
            waiting += [other for _sign, other in lines[summed].sum_of]

    def _wrong(self, id_: str, what: str) -> UsageError:
        return UsageError(f"the layout {self._name}: line {id_} {what}")


def _signed(text: str) -> tuple[int, str]:
    return (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
