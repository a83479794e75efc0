"""Which cells of a statement are sums of others, told from its structure.

A formula is kept only where the amounts that are shown come to it: sums are rounded
of exact amounts, and may differ by a coin from the sum of rounded ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.money import ZERO
from ledgerkit.table import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.general_ledger.layout import LayoutLine
    from ledgerkit.table import Row, Table


class Term(NamedTuple):
    """A cell in a sum: its sign, its row counted from 0, and its column's key."""

    sign: int
    row: int
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFormula:
    """The sum of cells.

    Attributes:
        terms: The cells.
        is_positive: Whether a sum below zero counts as none.
    """

    terms: Sequence[Term]
    is_positive: bool = False

    def value(self, table: Table) -> Decimal:
        """What it comes to."""
        total = sum(
            (t.sign * _number(table, t.row, t.column) for t in self.terms), ZERO
        )
        return max(total, ZERO) if self.is_positive else total


#: By row and column; rows of totals follow those of the table.
CellFormulas: TypeAlias = "Mapping[tuple[int, str], CellFormula]"
#: By a line's id: the lines that it sums, each with its sign.
LineSums: TypeAlias = "Mapping[str, Sequence[tuple[int, str]]]"

#: The sums of the plain layout that aren't those of the lines below a heading.
PLAIN_SUMS: LineSums = {
    "result": ((1, "total-income"), (-1, "total-expenses")),
    "total-liabilities-and-equity": ((1, "total-liabilities"), (1, "total-equity")),
}


def layout_sums(lines: Sequence[LayoutLine]) -> LineSums:
    """The sums of a layout: as it states them, else of the lines that are parts."""
    sums: dict[str, Sequence[tuple[int, str]]] = {}
    for line in lines:
        parts = [
            (1 if part.side is line.side else -1, part.id)
            for part in lines
            if part.parent == line.id
        ]
        if line.sum_of or parts:
            sums[line.id] = line.sum_of or parts
    return sums


def statement_formulas(table: Table, sums: LineSums) -> CellFormulas:
    """The formulas of a balance sheet or income statement.

    Args:
        table: The statement.
        sums: What lines sum; other totals have the lines of one level below, after
            them or before.
    """
    places = {
        (row.cells["currency"], row.cells["line"]): place
        for place, row in enumerate(table.rows)
    }
    found: dict[tuple[int, str], CellFormula] = {}
    for place, row in enumerate(table.rows):
        if not row.cells["total"]:
            continue
        stated = sums.get(str(row.cells["line"]))
        if stated is not None:
            currency = row.cells["currency"]
            parts = [
                (s, places[currency, i]) for s, i in stated if (currency, i) in places
            ]
        else:
            parts = [(1, part) for part in _below(table.rows, place)]
        found.update(_in_columns(table, place, parts))
    return _true_ones(table, found)


def cash_flow_formulas(table: Table) -> CellFormulas:
    """The formulas of a cash flow: by activity, then the change, then the closing."""
    found: dict[tuple[int, str], CellFormula] = {}
    start, changed, totals = 0, -1, list[int]()
    for place, row in enumerate(table.rows):
        line = row.cells["line"]
        if not row.cells["total"]:
            continue
        if line == "change":
            parts, start, changed = totals, place, place
        else:
            parts = [
                part
                for part in range(start, place)
                if not table.rows[part].is_total or part == changed
            ]
            start = place + 1
            totals = [*totals, place] if line != "closing" else []
        found.update(_in_columns(table, place, [(1, part) for part in parts]))
    return _true_ones(table, found)


def total_formulas(table: Table) -> CellFormulas:
    """The formulas of a table's totals: of each currency's rows."""
    found: dict[tuple[int, str], CellFormula] = {}
    for number, total in enumerate(table.totals):
        rows = [
            (1, place)
            for place, row in enumerate(table.rows)
            if not row.is_total and row.cells.get("currency") == total.get("currency")
        ]
        found.update(_in_columns(table, len(table.rows) + number, rows))
    return _true_ones(table, found)


def trial_balance_formulas(table: Table) -> CellFormulas:
    """The closing balances of a trial balance, and its totals."""
    found: dict[tuple[int, str], CellFormula] = {}
    signs = {"opening_debit": 1, "opening_credit": -1, "debit": 1, "credit": -1}
    for place in range(len(table.rows)):
        for column, way in (("closing_debit", 1), ("closing_credit", -1)):
            terms = [Term(way * sign, place, key) for key, sign in signs.items()]
            found[place, column] = CellFormula(terms=terms, is_positive=True)
    return {**_true_ones(table, found), **total_formulas(table)}


def equity_formulas(table: Table) -> CellFormulas:
    """The closing balance of each account of equity, and the totals."""
    *changes, closing = [c.key for c in table.columns if c.type is ColumnType.AMOUNT]
    found = {
        (place, closing): CellFormula(terms=[Term(1, place, key) for key in changes])
        for place in range(len(table.rows) + len(table.totals))
    }
    # A total is a sum of its column, as everywhere.
    return {**_true_ones(table, found), **total_formulas(table)}


def _below(rows: Sequence[Row], place: int) -> Sequence[int]:
    """The rows of one level below a total: after it, else before it."""
    level = rows[place].level
    after = [*_deeper(rows, range(place + 1, len(rows)), level)]
    before = [*_deeper(rows, range(place - 1, -1, -1), level)]
    return [p for p in after or sorted(before) if rows[p].level == level + 1]


def _deeper(rows: Sequence[Row], places: range, level: int) -> Iterator[int]:
    for place in places:
        if rows[place].level <= level:
            return
        yield place


def _in_columns(
    table: Table, row: int, parts: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, str], CellFormula]]:
    for column in table.columns:
        if column.type is ColumnType.AMOUNT and parts:
            terms = [Term(sign, place, column.key) for sign, place in parts]
            yield (row, column.key), CellFormula(terms=terms)


def _true_ones(
    table: Table, formulas: Mapping[tuple[int, str], CellFormula]
) -> CellFormulas:
    """The formulas of cells with an amount that they come to."""
    return {
        (row, column): formula
        for (row, column), formula in formulas.items()
        if _cell(table, row, column) is not None
        and formula.value(table) == _number(table, row, column)
    }


def _cell(table: Table, row: int, column: str) -> object:
    if row < len(table.rows):
        return table.rows[row].cells.get(column)
    return table.totals[row - len(table.rows)].get(column)


def _number(table: Table, row: int, column: str) -> Decimal:
    value = _cell(table, row, column)
    return value if isinstance(value, Decimal) else ZERO
