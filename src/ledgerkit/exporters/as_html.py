"""A table as a self-contained page: to print, to send, to file."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from ledgerkit.exporters.written import (
    NOTHING_TO_SHOW,
    readable,
    write_table,
)
from ledgerkit.text.numbers import parse_locale

if TYPE_CHECKING:
    from jinja2 import Template

    from ledgerkit.table import Table


def table_html(table: Table, *, locale: str) -> str:
    """A complete page, without scripts or external resources.

    Args:
        table: The table.
        locale: How to write numbers, e.g. ``en`` or ``de-AT``; it is also the
            page's language, which decides the shapes of Chinese, Japanese
            and Korean characters.

    Raises:
        UsageError: If there is no such locale.
    """
    table = readable(table)
    return _template().render(
        language=str(parse_locale(locale)).replace("_", "-"),
        table=write_table(table, locale=locale),
        kinds=[column.type.value for column in table.columns],
        nothing_to_show=NOTHING_TO_SHOW,
    )


@lru_cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("ledgerkit.exporters"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("table.html")
