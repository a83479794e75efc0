"""``ledgerkit tax-return``: the return of a period, its postings, and its filing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.taxes.forms import FORM_NAMES
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.options import (
    FILE_HELP,
    FORMAT_HELP,
    load_for_command,
    locale_option,
    output_option,
    write_options,
)
from ledgerkit.cli.report_command import show_report
from ledgerkit.cli.show import shown_file
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.entries.taxes.settlement_entry import SettlementAccounts
from ledgerkit.entries.taxes.tax_filing import FileReturn, FilingChange, plan_filing
from ledgerkit.entries.usual_file import usual_file_of_filings
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.taxes.tax_filing import PlannedFiling
    from ledgerkit.table import Table

_ACCOUNTS = {
    "payable": "Account of what is owed to the office (default: that of the role)",
    "interest": "Account of interest on tax (default: the only one called so)",
    "rounding": "Account of what the form's rounding changes (default: of the role)",
    "difference": "Account of a flat rate's gain, or of input tax not deducted",
}


class _ReturnFormat(click.Choice[str]):
    """A format of tables; who wants the office's XML is told why there is none."""

    def __init__(self) -> None:
        super().__init__(("text", "csv", "json", "html", "xlsx"))

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read the format, or say what to use instead."""
        if str(value).casefold() == "xml":
            self.fail(
                "xml: the offices' own files of returns aren't written, as their"
                " schemas can't be had here to check them; use --format csv or json,"
                " which have each box as it is typed in the office's program",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


def _account_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for name, help_ in reversed(_ACCOUNTS.items()):
        option = click.option(f"--{name}-account", type=AccountName(), help=help_)
        function = option(function)
    return function


@click.command("tax-return")
@click.argument("period")
@click.argument("books", required=False, type=click.Path(path_type=Path))
@click.option(
    "-f",
    "ledger",
    envvar="LEDGERKIT_FILE",
    type=click.Path(path_type=Path),
    help=FILE_HELP,
)
@click.option(
    "--form",
    type=click.Choice(FORM_NAMES),
    help="Form of tax return (default: that of the company's country)",
)
@click.option("--explain", metavar="BOX", help="Box whose postings are shown instead")
@click.option(
    "--file",
    "is_filed",
    is_flag=True,
    help="Write that it is filed, with the entry that settles its tax",
)
@click.option("--reference", default="", help="Reference that the office gave it")
@click.option(
    "--date",
    "day",
    type=Day(),
    default="today",
    show_default=True,
    help="Day on which it is filed",
)
@_account_options
@write_options
@click.option(
    "--format",
    "format_",
    type=_ReturnFormat(),
    default="text",
    show_default=True,
    help=FORMAT_HELP,
)
@output_option
@locale_option
def tax_return_command(
    period: str,
    form: str | None,
    explain: str | None,
    books: Path | None,
    ledger: Path | None,
    **options: Any,
) -> None:
    """Show the tax return of PERIOD: each box, as the form rounds it and exactly.

    PERIOD is 2026-03, 2026-Q1, 2026, or two days as 2026-02-01..2026-04-30. With
    --explain, every posting behind a box, and how much of it counts there. With --file,
    what says that it was filed and the entry that settles its tax are shown, and
    written if you say so; from then on, whatever is changed in what it counts is named.
    """
    output = {key: options.pop(key) for key in ("format_", "output", "locale")}
    if options.pop("is_filed"):
        given = {"--explain": explain, "--output": output["output"]}
        given["--format"] = output["format_"] != "text"
        _refuse(given, "--file shows a change of the books, and no table")
        _file(load_for_command(books, ledger), period, form, options)
        return
    given = {"--reference": options["reference"], "--to-file": options["into"]}
    given |= {"--yes": options["yes"], "--dry-run": options["dry_run"]}
    given |= {f"--{name}-account": options[f"{name}_account"] for name in _ACCOUNTS}
    _refuse(given, "only --file writes")

    def make(books: LedgerBooks) -> Table:
        if explain is not None:
            return books.tax_return_box(period, explain=explain, form=form)
        return books.tax_return(period, form=form)

    show_report(make, books=books, file=ledger, **output)


def _refuse(options: Mapping[str, Any], why: str) -> None:
    given = [name for name, value in options.items() if value]
    if given:
        raise UsageError(f"{why}; leave out {', '.join(given)}")


def _file(
    books: LedgerBooks, period: str, form: str | None, options: Mapping[str, Any]
) -> None:
    chosen = {name: options[f"{name}_account"] for name in _ACCOUNTS}
    request = FileReturn(
        period=period,
        form=form,
        day=options["day"],
        reference=options["reference"].strip(),
        accounts=SettlementAccounts(**chosen),
    )
    writing = WriteOptions(
        into=options["into"], yes=options["yes"], dry_run=options["dry_run"]
    )
    try:
        _write(books, request, writing)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error


def _write(books: LedgerBooks, request: FileReturn, writing: WriteOptions) -> None:
    known = known_books(books)

    def plan(books: Any) -> PlannedFiling:
        return plan_filing(books, request)

    planned = plan(books)
    for note in planned.notes:
        click.echo(visible(f"Note: {note}."), err=True)
    into = writing["into"] or usual_file_of_filings(books)
    change = FilingChange(books, planned, known=known, into=into, replan=plan)
    if write_change(change, writing):
        done = change.planned
        click.echo(visible(f"Wrote {done.done} to {shown_file(str(into))}."))
        click.echo(f"{done.file} has the digest {done.digest}.")
