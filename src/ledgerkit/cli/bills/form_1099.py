"""``ledgerkit form-1099``: what vendors were paid in a year, by box."""

from __future__ import annotations

from typing import Any

import click

from ledgerkit.cli.options import books_options, output_options
from ledgerkit.cli.report_command import show_report


@click.command("form-1099")
@click.argument("year", type=click.IntRange(1990, 2200))
@books_options
@output_options
def form_1099_command(year: int, **options: Any) -> None:
    """Show what was paid in YEAR to whom form 1099 may be due, and the threshold."""
    show_report(lambda books: books.form_1099(year), **options)
