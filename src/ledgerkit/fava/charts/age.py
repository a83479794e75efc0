"""The ageing as a bar chart: a bar for each party, its parts end to end.

Debts are to the right of zero and credits to the left, so the length of a bar on the
right less that on the left is the party's balance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from ledgerkit.exporters.written import row_currency
from ledgerkit.money import ZERO
from ledgerkit.reports.cells import DISPUTED
from ledgerkit.table import ColumnType
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Column, Row, Table

#: More bars than this are unreadable; the table below has everyone.
_BARS_MAX = 15

_BALANCE, _UNAPPLIED = "balance", "unapplied"
#: Columns included in others, and so not part of a bar.
_NO_PARTS = frozenset({_BALANCE, DISPUTED.key})


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisMark:
    """One colour of the legend.

    Attributes:
        name: The CSS class of its parts.
        label: Its label.
        lateness: Its place between least and most overdue, in percent; None if not
            overdue.
    """

    name: str
    label: str
    lateness: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """One part of a bar; start and length in percent of the chart's width."""

    mark: str
    start: str
    length: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of one party."""

    name: str
    address: str | None
    amount: str
    parts: Sequence[BarPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeChart:
    """The bars of one currency, longest first.

    Attributes:
        currency: Of every amount.
        bars: At most fifteen.
        parties: How many parties there are.
        zero: The position of zero, in percent of the width.
        legend: The marks used in the bars.
    """

    currency: str
    bars: Sequence[Bar]
    parties: int
    zero: str
    legend: Sequence[AxisMark]


def by_size(table: Table) -> Table:
    """An ageing as its charts have it: each currency's largest balance first."""
    return replace(table, rows=sorted(table.rows, key=_size))


def _size(row: Row) -> tuple[str, Decimal, str]:
    balance = _number(row, _BALANCE)
    return row_currency(row.cells), -balance, str(row.cells["name"])


def age_charts(table: Table, rendering: Rendering) -> Sequence[AgeChart]:
    """A chart for each currency of an ageing that is sorted `by_size`."""
    return [
        _chart(currency, list(group), table.columns, rendering)
        for currency, group in groupby(
            table.rows, key=lambda row: row_currency(row.cells)
        )
    ]


def marks(columns: Iterable[Column]) -> Sequence[AxisMark]:
    """The colours of an ageing's columns, in order."""
    aged = _parts_of_balance(columns)
    ages = [column for column in aged if column.key != _UNAPPLIED]
    latest = max(len(ages) - 2, 1)
    return [
        AxisMark(
            name=f"age-{place}",
            label=column.label,
            lateness=100 * (place - 1) // latest if place else None,
        )
        for place, column in enumerate(ages)
    ] + [AxisMark(name=c.key, label=c.label) for c in aged if c.key == _UNAPPLIED]


def _parts_of_balance(columns: Iterable[Column]) -> Sequence[Column]:
    amounts = (column for column in columns if column.type is ColumnType.AMOUNT)
    return [column for column in amounts if column.key not in _NO_PARTS]


def _chart(
    currency: str, rows: list[Row], columns: Sequence[Column], rendering: Rendering
) -> AgeChart:
    keys = [column.key for column in _parts_of_balance(columns)]
    by_key = dict(zip(keys, marks(columns), strict=True))
    drawn_rows = rows[:_BARS_MAX]
    scale = _Scale([[_number(row, key) for key in keys] for row in drawn_rows])
    return AgeChart(
        currency=visible(currency),
        bars=[_bar(row, by_key, scale, rendering) for row in drawn_rows],
        parties=len(rows),
        zero=scale.position(ZERO),
        legend=[
            mark
            for key, mark in by_key.items()
            if any(_number(r, key) for r in drawn_rows)
        ],
    )


class _Scale:
    """From amounts to percent of the chart's width."""

    def __init__(self, lines: Iterable[Sequence[Decimal]]) -> None:
        lines = list(lines)
        self._lowest = min(sum((n for n in line if n < 0), ZERO) for line in lines)
        highest = max(sum((n for n in line if n > 0), ZERO) for line in lines)
        self._span = highest - self._lowest or Decimal(1)

    def position(self, number: Decimal) -> str:
        return self.length(number - self._lowest)

    def length(self, number: Decimal) -> str:
        return f"{100 * number / self._span:.3f}%"


def _bar(
    row: Row, by_key: dict[str, AxisMark], scale: _Scale, rendering: Rendering
) -> Bar:
    link, currency = row.links.get("name"), row_currency(row.cells)
    return Bar(
        name=visible(str(row.cells["name"])),
        address=rendering.address(link) if link else None,
        amount=rendering.amount(_number(row, _BALANCE), currency),
        parts=list(_parts(row, by_key, scale, rendering)),
    )


def _parts(
    row: Row, by_key: dict[str, AxisMark], scale: _Scale, rendering: Rendering
) -> Iterator[BarPart]:
    right_end, left_end = ZERO, ZERO
    for key, mark in by_key.items():
        number = _number(row, key)
        if not number:
            continue
        start = right_end if number > 0 else left_end + number
        right_end, left_end = (
            (right_end + number, left_end) if number > 0 else (right_end, start)
        )
        yield BarPart(
            mark=mark.name,
            start=scale.position(start),
            length=scale.length(abs(number)),
            label=f"{mark.label}: {rendering.amount(number, row_currency(row.cells))}",
        )


def _number(row: Row, key: str) -> Decimal:
    number = row.cells[key]
    assert isinstance(number, Decimal)
    return number
