"""The formats of ``--format`` that are text; for ``xlsx``, bytes, see `as_xlsx`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.table import Table


def render_csv(table: Table) -> str:
    """A header of column keys and the rows; no title, total or note.

    Amounts and dates are written for programs: ``-1234.50``, ``2025-12-31``. Text
    that a spreadsheet would run as a formula is led by an apostrophe. Lines end
    with CRLF: write the text to a file without translating them.
    """
    return table.to_csv()


def _text(
    table: Table, *, locale: str = "en", colour: bool = False, width: int | None = None
) -> str:
    from ledgerkit.exporters.as_text import render_text

    return render_text(table, locale=locale, colour=colour, width=width)


def _csv(table: Table, **_terminal: object) -> str:
    return render_csv(table)


def _json(table: Table, **_terminal: object) -> str:
    from ledgerkit.exporters.as_json import render_json

    return render_json(table)


def _html(table: Table, *, locale: str = "en", **_terminal: object) -> str:
    from ledgerkit.exporters.as_html import table_html

    return table_html(table, locale=locale)


#: The renderer of each format, by name. Each takes the table and, by keyword,
#: ``locale``, ``colour`` and ``width``, and ignores those it does not need; so all
#: are called alike.
TABLE_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": _text, "csv": _csv, "json": _json, "html": _html}
)
