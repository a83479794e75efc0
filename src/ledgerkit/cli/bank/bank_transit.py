"""``ledgerkit bank transit``: money between two accounts of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, currency_option, report_options
from ledgerkit.cli.report_command import show_report

if TYPE_CHECKING:
    from datetime import date


@click.command("transit")
@books_options
@report_options
@currency_option
def transit_command(as_of: date, currency: str | None, **options: Any) -> None:
    """Show what is under way between two accounts of ours."""
    show_report(
        lambda books: books.bank_transit(as_of=as_of, currency=currency), **options
    )
