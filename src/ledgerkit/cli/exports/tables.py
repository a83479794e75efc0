"""``ledgerkit export tables``: the books as columns, for DuckDB, Spark and others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.exports.options import load_whole, target_options, write_or_refuse
from ledgerkit.cli.options import as_of_option, books_options
from ledgerkit.cli.show import status_of

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("tables")
@books_options
@click.option(
    "--as",
    "format_",
    type=click.Choice(["parquet", "duckdb"]),
    required=True,
    help="Files of columns, one for each table; or one database",
)
@target_options
@as_of_option
def export_tables_command(  # noqa: PLR0913 - each is a choice of the person
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    folder: Path,
    force: bool,
    format_: str,
) -> None:
    """Export all postings, documents and parties as columns.

    For whoever outgrows a machine: DuckDB, Spark and warehouses read these files. There
    are the tables postings, documents, open_parts, settlements, on_account, parties,
    statements and statement_lines; amounts are exact decimals. Needs the extra
    "duckdb".
    """
    from ledgerkit.exporters.columns.duckdb_files import column_files  # noqa: PLC0415
    from ledgerkit.exporters.columns.tables import column_tables  # noqa: PLC0415

    loaded = load_whole(books, file)
    for name, content in column_files(column_tables(loaded, as_of), format_).items():
        path = folder / name
        is_new = write_or_refuse(path, content, force=force)
        click.echo(f"{path}: {'written' if is_new else 'there already, the same'}.")
    sys.exit(status_of(loaded))
