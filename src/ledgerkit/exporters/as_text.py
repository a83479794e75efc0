"""A table for the terminal, or for the program at the other end of a pipe.

Rich measures and colours the text but does not lay it out: its own tables take a
millisecond a row, and reports may have tens of thousands.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style

from ledgerkit.exporters.written import (
    NOTHING_TO_SHOW,
    WrittenCell,
    readable,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.exporters.written import WrittenTable
    from ledgerkit.table import Table

_GAP = "  "
#: The indent of a row below the one it belongs to.
_STEP = "  "

#: Text columns are never folded to less, however narrow the terminal.
_FOLDED_WIDTH_MIN = 12

_PLAIN = Style()
_BOLD = Style(bold=True)
_LATE = Style(bold=True, color="red")
_ZERO = Style(dim=True)


def render_text(table: Table, *, locale: str, colour: bool, width: int | None) -> str:
    """The table in aligned columns, its totals under a rule, its notes below.

    Args:
        table: The table.
        locale: How to write numbers, e.g. ``en`` or ``de-AT``.
        colour: Whether the terminal shows colours. If not, the text is plain: no
            escape sequences, and one line a row, however long.
        width: The terminal's width, to which long text is folded; None to leave it
            unfolded. Amounts are never folded, and nothing is ever cut off.

    Raises:
        UsageError: If there is no such locale.
    """
    written_table = write_table(readable(table), locale=locale)
    page = _Page(written_table, colour=colour, width=width if colour else None)
    return "".join(line.rstrip(" ") + "\n" for line in page.lines())


class _Page:
    """The lines of one table, for one terminal."""

    def __init__(self, table: WrittenTable, *, colour: bool, width: int | None) -> None:
        self._written = table
        self._colour = colour
        self._width = width
        self._widths = _column_widths(table, width)

    def lines(self) -> Iterator[str]:
        table = self._written
        yield from self._sentence(table.heading, _BOLD)
        yield ""
        if table.rows or table.totals:
            yield from self._body()
        else:
            yield NOTHING_TO_SHOW
        if table.notes:
            yield ""
        for note in table.notes:
            yield from self._sentence(note, _PLAIN)

    def _body(self) -> Iterator[str]:
        rule = "-" * (sum(self._widths) + len(_GAP) * (len(self._widths) - 1))
        labels = [WrittenCell(text=label) for label in self._written.labels]
        yield from self._row(labels, _BOLD)
        yield rule
        for row in self._written.rows:
            yield from self._row(row, _PLAIN)
        if self._written.totals:
            yield rule
        for row in self._written.totals:
            yield from self._row(row, _BOLD)

    def _sentence(self, text: str, style: Style) -> Iterator[str]:
        for line in _fold(text, self._width):
            yield self._styled(line, style)

    def _row(self, cells: Sequence[WrittenCell], style: Style) -> Iterator[str]:
        """One row: a line, or several if text is folded."""
        folded = [
            _fold(_set_in(cell), width)
            for cell, width in zip(cells, self._widths, strict=True)
        ]
        styles = [_style_of(cell, style) for cell in cells]
        for texts in zip_longest(*folded, fillvalue=""):
            yield _GAP.join(
                self._aligned(place, text, styles[place])
                for place, text in enumerate(texts)
            )

    def _aligned(self, place: int, text: str, style: Style) -> str:
        # The padding stays outside the colours, so that it can be cut off
        # at the end of a line.
        padding = " " * (self._widths[place] - cell_len(text))
        styled = self._styled(text, style)
        numeric = self._written.numeric[place]
        return padding + styled if numeric else styled + padding

    def _styled(self, text: str, style: Style) -> str:
        if not self._colour:
            return text
        return style.render(text, color_system=ColorSystem.STANDARD)


def _set_in(cell: WrittenCell) -> str:
    return f"{_STEP * cell.level}{cell.text}"


def _style_of(cell: WrittenCell, style: Style) -> Style:
    if cell.late:
        return _LATE
    if cell.is_total:
        return _BOLD
    return _ZERO if cell.zero and not style.bold else style


def _column_widths(table: WrittenTable, width: int | None) -> list[int]:
    """The width of the longest text of each column, in terminal cells.

    If the table is wider than the terminal, the widest text columns are narrowed.
    """
    cells = [*table.rows, *table.totals]
    widths = [
        max(cell_len(label), *(cell_len(_set_in(row[place])) for row in cells), 0)
        for place, label in enumerate(table.labels)
    ]
    foldable = [place for place, numeric in enumerate(table.numeric) if not numeric]
    if width is None or not foldable:
        return widths
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    for _ in range(excess):
        widest = max(foldable, key=widths.__getitem__)
        if widths[widest] <= _FOLDED_WIDTH_MIN:
            break
        widths[widest] -= 1
    return widths


def _fold(text: str, width: int | None) -> list[str]:
    """The text in lines of at most ``width`` cells, broken at spaces if possible."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
            continue
        lines.extend(chop_cells(word, max(width, 2)))
    return [line for line in lines if line]
