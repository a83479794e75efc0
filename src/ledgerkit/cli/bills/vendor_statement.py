"""``ledgerkit vendor-statement``: a vendor's list beside our books."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.imports.documents import form_lines
from ledgerkit.cli.imports.options import (
    ReadingOptions,
    decimal_mark_of,
    decimal_mark_option,
    delimiter_of,
    table_options,
)
from ledgerkit.cli.imports.questions import show_bad_rows
from ledgerkit.cli.imports.reading import read_cells
from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_for_command,
    report_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.importers.documents.fields import parse_mapping
from ledgerkit.importers.documents.vendor_statement import (
    STATEMENT_FIELDS,
    STATEMENT_REQUIRED,
    StatementReader,
)
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.payables.vendor_statement import statement_currency
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.payables.vendor_statement import ListedLine


@click.command("vendor-statement")
@click.argument("vendor")
@click.argument("statement", metavar="FILE", type=click.Path(path_type=Path))
@books_options
@report_options
@currency_option
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN,…",
    help="Columns of number, date, amount, paid (taken off the amount) and currency,"
    " each"
    " a name or #3 (default: recognised by their usual names)",
)
@table_options
@decimal_mark_option
def vendor_statement_command(  # noqa: PLR0913 - one for each option of its own
    vendor: str,
    statement: Path,
    *,
    as_of: date,
    currency: str | None,
    maps: tuple[str, ...],
    date_format: str | None,
    decimal_mark: str | None,
    encoding: str | None,
    delimiter: str | None,
    **options: Any,
) -> None:
    """Compare VENDOR's statement of account in FILE with our books.

    FILE is a CSV file with a row for each invoice, and perhaps rows for credits and
    payments, which are negative.
    """
    reading = ReadingOptions(
        file=statement,
        columns=parse_mapping(maps),
        date_format=date_format,
        decimal_mark=decimal_mark_of(decimal_mark),
        encoding=encoding,
        delimiter=delimiter_of(delimiter),
    )
    books = load_for_command(options.pop("books"), options.pop("file"))
    party = books.find_party(PartyRole.VENDOR, vendor)
    try:
        lines = _lines(reading, currency or statement_currency(books, party, as_of))
    except LedgerkitError as error:
        # Names of columns come from the file.
        raise type(error)(visible(str(error))) from error
    show(books.vendor_statement(party, lines, as_of=as_of), **options)
    sys.exit(status_of(books))


def _lines(options: ReadingOptions, currency: str) -> Sequence[ListedLine]:
    """The statement's lines, after what was understood of it.

    Raises:
        LedgerkitError: If it can't be read, or some row can't: a balance of a part
            would prove nothing.
    """
    cells = read_cells(options, required=STATEMENT_REQUIRED, read=STATEMENT_FIELDS)
    reader = StatementReader(
        cells.columns,
        date_format=cells.dates.value,
        decimal_mark=cells.amounts.value,
        currency=currency,
    )
    lines, bad_rows = reader.read(cells.table.rows)
    bad_rows = [*cells.table.bad_rows, *bad_rows]
    click.echo(visible(f"{options.file}: {len(lines)} lines"), err=True)
    for line in form_lines(cells):
        click.echo(visible(line), err=True)
    if bad_rows:
        show_bad_rows(str(options.file), bad_rows)
        raise UsageError(
            f"{len(bad_rows)} of {len(cells.table.rows)} rows can't be read; correct"
            " them, and ask again"
        )
    return lines
