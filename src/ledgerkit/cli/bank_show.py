"""``ledgerkit bank show``: what bank files say, before anything is booked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.banking.statement_record import statement_record
from ledgerkit.cli.bank_files import bank_file_choices, bank_file_options, read_files
from ledgerkit.cli.options import output_options
from ledgerkit.cli.show import rendered, show, write
from ledgerkit.exporters.as_json import json_text
from ledgerkit.reports.bank_file import lines_table, statement_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.banking.statement import Statement


@click.command("show")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@bank_file_options
@output_options
@click.pass_context
def show_command(
    context: click.Context, /, files: Sequence[Path], **chosen: Any
) -> None:
    """Show what bank files say, and book nothing.

    FILES are what banks give to download, recognised by what they hold. No books
    are needed.
    """
    statements, status = read_files(files, bank_file_choices(chosen))
    if statements or status == 0:
        _show(statements, chosen["format_"], chosen["output"], chosen["locale"])
    context.exit(status)


def _show(
    statements: Sequence[Statement],
    format_: str,
    output: Path | None,
    locale: str | None,
) -> None:
    if format_ == "json":
        records = [statement_record(one) for one in statements]
        write(json_text({"statements": records}), output)
    elif format_ == "text":
        tables = [statement_table(one, as_of=date.today()) for one in statements]
        texts = [
            rendered(one, format_=format_, output=output, locale=locale)
            for one in tables
        ]
        write("\n".join(texts), output)
    else:
        table = lines_table(statements, as_of=date.today())
        show(table, format_=format_, output=output, locale=locale)
