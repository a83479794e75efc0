"""A workbook of statements, whose totals are formulas with their values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.exporters.as_xlsx import SheetFormula, WorkbookSheet, render_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ledgerkit.exporters.adviser.formulas import CellFormula, CellFormulas, Term
    from ledgerkit.table import Table

#: Excel's limit is 8,192 characters; a cell takes up to ten, and its sign.
_CELLS_MAX = 700


def statement_sheet(name: str, table: Table, formulas: CellFormulas) -> WorkbookSheet:
    """A statement as people see it, with its formulas.

    Args:
        name: Of the tab.
        table: The statement.
        formulas: What cells are sums of.
    """
    shown = replace(table, columns=table.shown_columns)
    keys = {column.key for column in shown.columns}
    return WorkbookSheet(
        name=name,
        table=shown,
        formulas={
            cell: written
            for cell, formula in formulas.items()
            if (written := _written(formula, keys)) is not None
        },
    )


def workbook(sheets: Sequence[WorkbookSheet], *, title: str, day: date) -> bytes:
    """The file; the same sheets give the same bytes."""
    return render_workbook(sheets, title=title, day=day)


def _written(formula: CellFormula, shown: AbstractSet[str]) -> SheetFormula | None:
    """A formula with a range for cells below each other; None if it is too long.

    Columns that aren't shown have nothing in them.
    """
    text, cells = "", list[tuple[int, str]]()
    for run in _runs([term for term in formula.terms if term.column in shown]):
        first, last = run[0], run[-1]
        sign = "-" if first.sign < 0 else "+" if text else ""
        if len(run) > 1:
            text += f"{sign}SUM({{}}:{{}})"
            cells += [(first.row, first.column), (last.row, last.column)]
        else:
            text += f"{sign}{{}}"
            cells.append((first.row, first.column))
    if not cells or len(cells) > _CELLS_MAX:
        return None
    return SheetFormula(f"MAX(0,{text})" if formula.is_positive else text, cells)


def _runs(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """Cells of one sign and column, directly below each other."""
    run: list[Term] = []
    for term in terms:
        if run:
            last = run[-1]
            if (term.sign, term.column, term.row) != (
                last.sign, last.column, last.row + 1,
            ):  # fmt: skip
                yield run
                run = []
        run.append(term)
    if run:
        yield run
