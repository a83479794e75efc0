"""The formats of ``--format`` that are text; for ``xlsx``, bytes, see `as_xlsx`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ledgerkit.exporters.as_csv import render_csv
from ledgerkit.exporters.as_html import table_html
from ledgerkit.exporters.as_json import render_json
from ledgerkit.exporters.as_text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.table import Table


def _text(
    table: Table, *, locale: str = "en", colour: bool = False, width: int | None = None
) -> str:
    return render_text(table, locale=locale, colour=colour, width=width)


def _csv(table: Table, **_terminal: object) -> str:
    return render_csv(table)


def _json(table: Table, **_terminal: object) -> str:
    return render_json(table)


def _html(table: Table, *, locale: str = "en", **_terminal: object) -> str:
    return table_html(table, locale=locale)


#: The renderer of each format, by name. Each takes the table and, by keyword,
#: ``locale``, ``colour`` and ``width``, and ignores those it does not need; so all
#: are called alike.
TABLE_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": _text, "csv": _csv, "json": _json, "html": _html}
)
