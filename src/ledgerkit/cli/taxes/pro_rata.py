"""``ledgerkit pro-rata``: how much input tax may be deducted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.taxes.forms import FORM_NAMES
from ledgerkit.cli.options import books_options, output_options
from ledgerkit.cli.report_command import show_report

if TYPE_CHECKING:
    from pathlib import Path


@click.command("pro-rata")
@click.argument("period")
@click.option(
    "--form",
    type=click.Choice(FORM_NAMES),
    help="Form of tax return (default: that of the company's country)",
)
@books_options
@output_options
def pro_rata_command(
    period: str, form: str | None, books: Path | None, file: Path | None, **output: Any
) -> None:
    """Show how much input tax of PERIOD may be deducted where some sales are exempt.

    PERIOD is 2026, 2026-Q1 or 2026-03. For a year, the last line is what its returns
    have deducted too little, or too much if negative.
    """
    show_report(
        lambda loaded: loaded.pro_rata(period, form=form),
        books=books,
        file=file,
        **output,
    )
