"""``ledgerkit spend``: what was bought of whom, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    books_options,
    currency_option,
    output_options,
    period_options,
)
from ledgerkit.cli.report_command import show_report
from ledgerkit.reports.payables.spend import SpendBy

if TYPE_CHECKING:
    from datetime import date


@click.command("spend")
@books_options
@period_options
@output_options
@currency_option
@click.option(
    "--by",
    type=click.Choice([by.value for by in SpendBy]),
    default=SpendBy.VENDOR.value,
    show_default=True,
    help="A row for each vendor, or for each account.",
)
def spend_command(
    since: date | None, as_of: date, currency: str | None, by: str, **options: Any
) -> None:
    """Show what was bought, without tax, the largest first."""
    show_report(
        lambda books: books.spend(
            since=since or as_of.replace(month=1, day=1),
            as_of=as_of,
            by=SpendBy(by),
            currency=currency,
        ),
        **options,
    )
