"""``ledgerkit bank show``: what bank files say, before anything is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bank.files import bank_file_choices, bank_file_options, read_files
from ledgerkit.cli.options import output_options
from ledgerkit.cli.show import rendered, show, write, write_pieces
from ledgerkit.exporters.as_statement_json import statements_json
from ledgerkit.reports.bank.file import lines_table, statement_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.banking.statement import Statement

_LINES = 2_000


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
    are needed. How a table was understood, and what of it was left out, is said on
    standard error.
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
        write_pieces(statements_json(statements), output)
    elif format_ == "csv":
        write_pieces(_csv(statements), output)
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


def _csv(statements: Sequence[Statement]) -> Iterator[str]:
    """The lines of all statements, some at a time: all may not fit into memory."""
    yield lines_table([], as_of=date.today()).to_csv()
    for statement in statements:
        lines = iter(statement.lines)
        while some := tuple(islice(lines, _LINES)):
            table = lines_table([replace(statement, lines=some)], as_of=date.today())
            yield table.to_csv().partition("\r\n")[2]
