"""A table of a page as a file."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import abort, make_response, request

from ledgerkit.fava.ledger import hides_figures
from ledgerkit.fava.parts.listing import narrowed_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.wrappers import Response

    from ledgerkit.fava.page import Page
    from ledgerkit.table import Table


def table_file(make: Callable[[], Page]) -> Response:
    """The table that is asked for, with the rows that are searched for, as CSV.

    Args:
        make: Makes the page; not called where figures are hidden.
    """
    if hides_figures():
        abort(403, "Fava hides figures (--incognito), so they can't be exported.")
    page = make()
    number = request.args.get("t", "1")
    tables: Sequence[Table] = [
        table.source for table in page.tables if str(table.number) == number
    ]
    if not tables:
        abort(HTTPStatus.NOT_FOUND)
    table = narrowed_table(tables[0], int(number), request.args)
    response = make_response(table.to_csv())
    response.mimetype = "text/csv"
    name = f"{re.sub(r'[^a-z0-9]+', '-', table.title.casefold())}-{table.as_of}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
