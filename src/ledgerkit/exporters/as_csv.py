"""A table as comma-separated values, for spreadsheets and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerkit.table import Table


def render_csv(table: Table) -> str:
    """A header of column keys and the rows; no title, total or note.

    Amounts and dates are written for programs: ``-1234.50``, ``2025-12-31``. Text
    that a spreadsheet would run as a formula is led by an apostrophe. Lines end
    with CRLF: write the text to a file without translating them.
    """
    return table.to_csv()
