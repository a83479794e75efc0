"""``ledgerkit export``: the books for an adviser's or an office's program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.exports.options import (
    export_options,
    load_whole,
    target_options,
    write_export,
)
from ledgerkit.cli.exports.tables import export_tables_command
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import books_options
from ledgerkit.cli.report_parameters import PARAMETERS
from ledgerkit.exporters.adviser.fec import FecEncoding

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path
    from typing import TypeVar

    from ledgerkit.general_ledger.layout import Layout

    F = TypeVar("F", bound=Callable[..., Any])


class _Export(Noun):
    """Where no kind is named but a format of columns, tables are meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take ``ledgerkit export --as parquet``, too."""
        if args and args[0].partition("=")[0] == "--as":
            args = ["tables", *args]
        return super().parse_args(ctx, args)


@click.group("export", cls=_Export)
def export_command() -> None:
    """Export the books to advisers, auditors and offices."""


export_command.add_command(export_tables_command)


@export_command.command("fec")
@export_options
@click.option(
    "--encoding",
    type=click.Choice([encoding.value for encoding in FecEncoding]),
    default=FecEncoding.UTF8.value,
    show_default=True,
    help="Charset of the file",
)
def export_fec_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    force: bool,
    encoding: str,
) -> None:
    """Export a fiscal year for the French tax office (FEC).

    PERIOD is a fiscal year, as 2025 or FY2025, or its first months. The file has
    the name that the law wants, from the company's SIREN and the last day. Each
    account needs a number of the plan comptable, on its open directive. Payments
    letter what they settle up to --settled-until, by default the last day of PERIOD.
    """
    loaded = load_whole(books, file)
    made = loaded.export_fec(
        period, settled_until=as_of, encoding=encoding, despite_errors=True
    )
    write_export(loaded, folder, made, force=force)


@export_command.command("datev")
@export_options
@click.option(
    "--adviser-number",
    type=click.IntRange(1001, 9_999_999),
    required=True,
    help="The adviser's number at DATEV",
)
@click.option(
    "--client-number",
    type=click.IntRange(1, 99_999),
    required=True,
    help="Our number with the adviser",
)
@click.option(
    "--automatic",
    multiple=True,
    metavar="NUMBER[-NUMBER]",
    help="Accounts that DATEV takes tax out of by itself, e.g. 8400-8499: it is told"
    " not to, as our amounts are net",
)
@click.option(
    "--clearing-account",
    type=click.IntRange(1),
    help="Number of an account for what is debited and credited to one account",
)
def export_datev_command(
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    **options: Any,
) -> None:
    """Export entries to DATEV, as a batch of postings (EXTF 700).

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Each line is an amount between two
    accounts; balances brought forward are not among them. Each account needs a
    number, on its open directive.
    """
    loaded = load_whole(books, file)
    made = loaded.export_datev(
        period,
        adviser_number=options["adviser_number"],
        client_number=options["client_number"],
        automatic=options["automatic"],
        clearing_account=options["clearing_account"],
        settled_until=as_of,
        despite_errors=True,
    )
    write_export(loaded, folder, made, force=options["force"])


@export_command.command("saft")
@export_options
def export_saft_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date | None,
    folder: Path,
    force: bool,
) -> None:
    """Export a period for the Norwegian tax office (SAF-T Financial 1.30).

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Each account needs a category and a
    code of the income statement form: grouping: on its open directive.
    """
    loaded = load_whole(books, file)
    made = loaded.export_saft(period, settled_until=as_of, despite_errors=True)
    write_export(loaded, folder, made, force=force)


def _like(name: str) -> Callable[[F], F]:
    """An option as the statements themselves have it."""
    of = PARAMETERS[name]
    return click.option(of.option, help=of.help, callback=of.callback)


@export_command.command("workbook")
@click.argument("period")
@books_options
@target_options
@_like("layout")
@_like("compare")
def export_workbook_command(  # noqa: PLR0913 - each is a choice of the person
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    folder: Path,
    force: bool,
    layout: str | Layout | None,
    compare: str | None,
) -> None:
    """Export all statements of a period as a workbook, with formulas.

    PERIOD is 2025, 2025-Q2, 2025-06 or FY2025. Totals are formulas, with the amounts
    that they come to; needs the extra "excel".
    """
    loaded = load_whole(books, file)
    made = loaded.export_workbook(
        period, layout=layout, compare=compare, despite_errors=True
    )
    write_export(loaded, folder, made, force=force)
