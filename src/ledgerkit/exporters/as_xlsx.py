"""A table as an Excel workbook, made with XlsxWriter (the extra ``excel``)."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len

from ledgerkit.errors import UsageError
from ledgerkit.exporters.written import (
    NOTHING_TO_SHOW,
    decimals_written,
    heading,
    is_numeric,
    labelled_totals,
    row_currency,
)
from ledgerkit.notes import in_terminal
from ledgerkit.table import plain
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.table import Cell, Table

#: The title is on the first line, the header two below, then the rows.
_HEADER_LINE = 2

#: Excel counts 1900 as a leap year, so days before 1900-03-01 come out wrong.
_FIRST_DAY = date(1900, 3, 1)

#: Significant digits that a double always keeps.
_DIGITS_MAX = 15

#: The most decimals that an Excel number format can show.
_DECIMALS_MAX = 30

_WIDTH_MIN, _WIDTH_MAX = 8, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookSheet:
    """A sheet of a workbook.

    Attributes:
        name: Of its tab.
        table: What it shows.
        formulas: By row and column's key, what a cell is computed by, with ``{}`` for
            each cell that it reads; and those cells, by row and key. Rows of totals
            follow those of the table. The cell's value is written as well.
    """

    name: str
    table: Table
    formulas: Mapping[tuple[int, str], SheetFormula] = field(default_factory=dict)


class SheetFormula(NamedTuple):
    """A formula: ``SUM({}:{})``, and the cells that it reads by row and key."""

    text: str
    cells: Sequence[tuple[int, str]]


def render_xlsx(table: Table) -> bytes:
    """A workbook with one sheet: title, header, rows, totals, notes.

    Dates and numbers are Excel's own; an amount that Excel can't hold exactly is
    text. Text is never a formula. The same table gives the same bytes each time.

    Raises:
        UsageError: If XlsxWriter is not installed, or Excel has no room for it.
    """
    sheet = WorkbookSheet(name="Report", table=table)
    return render_workbook([sheet], title=heading(table), day=table.as_of)


def render_workbook(sheets: Sequence[WorkbookSheet], *, title: str, day: date) -> bytes:
    """A workbook with a sheet for each table, as `render_xlsx` writes one.

    Args:
        sheets: In order.
        title: Of the workbook.
        day: The day that it is of, which stands for when it was made.

    Raises:
        UsageError: If XlsxWriter is not installed, or Excel has no room for it.
    """
    try:
        import xlsxwriter  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            'An Excel file needs XlsxWriter: pip install "ledgerkit[excel]"'
        ) from None
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    # The clock would make each file different; the table's own day does not.
    created = datetime.combine(day, time())
    workbook.set_properties({"title": title, "created": created})
    for sheet in sheets:
        _Sheet(workbook, sheet).write(sheet.table)
    workbook.close()
    return out.getvalue()


def excel_number(number: Decimal) -> float | None:
    """The number as Excel holds it; None if it would not come back the same.

    This is the one place where money is a float: a cell of the file format is
    a double, and nothing is computed with it here.

    >>> excel_number(Decimal("1234.56")), excel_number(Decimal("1234567890123456"))
    (1234.56, None)
    """
    if not number.is_finite():
        return None
    double = float(number) + 0.0  # The sum rids a zero of its sign.
    digits = number.normalize().as_tuple().digits
    comes_back = Decimal(repr(double)) == number
    return double if comes_back and len(digits) <= _DIGITS_MAX else None


class _Sheet:
    """One sheet of a workbook, written from the top down."""

    def __init__(self, workbook: Any, sheet: WorkbookSheet) -> None:
        columns = sheet.table.columns
        self._workbook = workbook
        self._sheet = workbook.add_worksheet(sheet.name)
        self._formulas = sheet.formulas
        self._places = {column.key: place for place, column in enumerate(columns)}
        self._columns = columns
        self._widths = [_WIDTH_MIN] * len(columns)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._line = 0

    def write(self, table: Table) -> None:
        """Write the table, and set the sheet up for reading and printing."""
        self._text(0, heading(table), bold=True, font_size=14)
        self._line = _HEADER_LINE
        self._header()
        for row in table.rows:
            self._cells(row.cells, late=row.late)
        for number, cells in enumerate(labelled_totals(table)):
            self._cells(cells, bold=True, top=1 if number == 0 else 0)
        if not table.rows and not table.totals:
            self._sentence(NOTHING_TO_SHOW)
        self._line += 1
        for note in table.notes:
            self._sentence(visible(in_terminal(note)))
        self._set_up()

    def _header(self) -> None:
        for place, column in enumerate(self._columns):
            side = "right" if is_numeric(column) else "left"
            self._text(place, visible(column.label), bold=True, align=side, bottom=1)
        self._line += 1

    def _sentence(self, text: str) -> None:
        self._text(0, text)
        self._line += 1

    def _cells(
        self,
        cells: Mapping[str, Cell],
        *,
        late: frozenset[str] = frozenset(),
        **look: Any,
    ) -> None:
        currency = row_currency(cells)
        for place, column in enumerate(self._columns):
            colour = {"bold": True, "font_color": "#B00020"}
            cell_look = {**look, **colour} if column.key in late else look
            self._cell(place, cells[column.key], currency, **cell_look)
        self._line += 1

    def _cell(self, place: int, value: Cell, currency: str, **look: Any) -> None:
        column = self._columns[place]
        if isinstance(value, int | Decimal):
            number = Decimal(value)
            decimals = decimals_written(number, column, currency)
            self._number(place, number, decimals, **look)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            look |= {"num_format": "yyyy-mm-dd", "align": "left"}
            self._room(place, value.isoformat())
            _check_room(
                self._sheet.write_datetime(self._line, place, value, self._look(**look))
            )
        elif value is None:
            self._sheet.write_blank(self._line, place, None, self._look(**look))
        else:
            text = visible(plain(value))
            self._room(place, text)
            self._text(place, text, **look)

    def _number(self, place: int, number: Decimal, decimals: int, **look: Any) -> None:
        self._room(place, f"{number:,.{decimals}f}")
        double = excel_number(number)
        if double is None or decimals > _DECIMALS_MAX:
            self._text(place, plain(number), **look, align="right")
            return
        look["num_format"] = "#,##0" + ("." + "0" * decimals if decimals else "")
        formula = self._formula(place)
        if formula is None:
            _check_room(
                self._sheet.write_number(self._line, place, double, self._look(**look))
            )
        else:
            # Programs that don't compute show the value; without one they show 0.
            self._sheet.write_formula(
                self._line, place, formula, self._look(**look), double
            )

    def _formula(self, place: int) -> str | None:
        """The formula of the cell in this column of the line; None if it has none."""
        row = self._line - _HEADER_LINE - 1
        formula = self._formulas.get((row, self._columns[place].key))
        if formula is None:
            return None
        cells = [
            self._address(_HEADER_LINE + 1 + other, self._places[key])
            for other, key in formula.cells
        ]
        return "=" + formula.text.format(*cells)

    @staticmethod
    def _address(line: int, place: int) -> str:
        """A cell as Excel names it: ``C5``."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

        return str(xl_rowcol_to_cell(line, place))

    def _text(self, place: int, text: str, **look: Any) -> None:
        # The format "@" keeps it text even when someone edits the cell.
        look["num_format"] = "@"
        _check_room(
            self._sheet.write_string(self._line, place, text, self._look(**look))
        )

    def _look(self, **look: Any) -> Any:
        """The workbook's format for these properties, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]

    def _room(self, place: int, text: str) -> None:
        self._widths[place] = max(self._widths[place], cell_len(text) + 2)

    def _set_up(self) -> None:
        for place, column in enumerate(self._columns):
            needed = max(self._widths[place], cell_len(visible(column.label)) + 2)
            self._sheet.set_column(place, place, min(needed, _WIDTH_MAX))
        self._sheet.freeze_panes(_HEADER_LINE + 1, 0)
        self._sheet.repeat_rows(_HEADER_LINE)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)


def _check_room(code: int) -> None:
    """XlsxWriter drops what Excel has no room for, and only returns a code."""
    if code:
        raise UsageError(
            "The table is too large for an Excel sheet; write --format csv instead."
        )
