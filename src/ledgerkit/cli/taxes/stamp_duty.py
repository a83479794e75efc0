"""``ledgerkit stamp-duty``: the invoices that bear Italian stamp duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, output_options
from ledgerkit.cli.report_command import show_report

if TYPE_CHECKING:
    from pathlib import Path


@click.command("stamp-duty")
@click.argument("period")
@books_options
@output_options
def stamp_duty_command(
    period: str, books: Path | None, file: Path | None, **output: Any
) -> None:
    """Show which invoices of PERIOD bear Italian stamp duty, and what is to be paid.

    PERIOD is 2026-Q1, 2026-03 or 2026.
    """
    show_report(
        lambda loaded: loaded.stamp_duties(period), books=books, file=file, **output
    )
