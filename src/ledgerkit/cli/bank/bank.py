"""``ledgerkit bank``: what the bank says, and what the books make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bank.files import (
    bank_file_choices,
    bank_file_options,
    read_files,
)
from ledgerkit.cli.bank.import_lines import import_bank_command
from ledgerkit.cli.bank.reconcile import reconcile_command
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import output_option, output_options
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.show import rendered, show, write, write_pieces
from ledgerkit.cli.which_books import files_argument
from ledgerkit.exporters.as_json import statements_json
from ledgerkit.importers.bank_files.tables.draft_profile import draft_profile
from ledgerkit.inbox import content_of
from ledgerkit.reports.bank.file import lines_table, statement_table
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.tables.draft_profile import ProfileDraft


@click.command("profile")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", help="Name of the bank (default: the file's name)")
@bank_file_options
@output_option
def profile_command(
    file: Path, *, title: str | None, output: Path | None, **chosen: Any
) -> None:
    """Draft a profile from a CSV or XLSX FILE of a bank.

    The profile is TOML on standard output; standard error says what was understood,
    and how the first lines read with it. What the file leaves open is a key behind a
    #: decide it, and remove the #. Put the profile in the folder bank-profiles beside
    the books, or name it with --profile.
    """
    draft = draft_profile(
        content_of(file),
        str(file),
        bank_file_choices(chosen),
        title=title or file.stem,
    )
    for line in _understood(draft):
        click.echo(visible(line), err=True)
    write(draft.text, output)


def _understood(draft: ProfileDraft) -> Iterator[str]:
    yield f"Columns: {draft.columns}"
    yield from (f"{why[0].upper()}{why[1:]}" for why in draft.why)
    if draft.open:
        yield f"It reads nothing yet: {draft.open}"
    for line in draft.lines:
        amount = f"{line.amount:f} {line.currency}".strip()
        words = " | ".join(filter(None, (line.name, line.iban, line.text)))
        yield f"Line {line.place.lineno}: {line.day} | {amount} | {words}"


_LINES = 2_000


@click.command("show")
@files_argument
@bank_file_options
@output_options
@click.pass_context
def show_bank_command(
    context: click.Context, /, files: Sequence[Path], **chosen: Any
) -> None:
    """Show what bank files say, without booking anything.

    FILES are downloads from banks, recognised by their content. No books are needed.
    Standard error says how a table was understood, and what was left out.
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
        tables = [
            statement_table(statement, as_of=date.today()) for statement in statements
        ]
        texts = [
            rendered(table, format_=format_, output=output, locale=locale)
            for table in tables
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


@click.group("bank", cls=Noun, old={"transit": "in-transit"})
def bank_command() -> None:
    """Read and import bank statements, and reconcile the books with them."""


bank_command.add_command(import_bank_command)


bank_command.add_command(profile_command)


bank_command.add_command(reconcile_command)


bank_command.add_command(show_bank_command)


bank_command.add_command(made("in-transit", GROUPED_REPORTS["bank", "in-transit"]))
