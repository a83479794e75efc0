"""``ledgerkit tax-return``: a tax return of a period, and what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.taxes.forms import FORM_NAMES
from ledgerkit.cli.options import books_options, output_options
from ledgerkit.cli.report_command import show_report

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Table


@click.command("tax-return")
@click.argument("period")
@click.option(
    "--form",
    type=click.Choice(FORM_NAMES),
    help="Form to fill in (default: that of the company's country)",
)
@click.option("--explain", metavar="BOX", help="Box whose postings are shown instead")
@books_options
@output_options
def tax_return_command(
    period: str,
    form: str | None,
    explain: str | None,
    books: Path | None,
    file: Path | None,
    **output: Any,
) -> None:
    """Show the tax return of PERIOD: each box, as the form rounds it and exactly.

    PERIOD is 2026-03, 2026-Q1, 2026, or two days as 2026-02-01..2026-04-30. With
    --explain, every posting behind a box, and how much of it counts there.
    """

    def make(books: LedgerBooks) -> Table:
        if explain is not None:
            return books.tax_return_box(period, explain=explain, form=form)
        return books.tax_return(period, form=form)

    show_report(make, books=books, file=file, **output)
