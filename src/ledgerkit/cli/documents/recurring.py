"""``ledgerkit deferred``: revenue that is still to become income."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import Day, books_options, currency_option, report_options
from ledgerkit.cli.report_command import show_report

if TYPE_CHECKING:
    from datetime import date


@click.command("deferred")
@books_options
@report_options
@currency_option
@click.option(
    "--since",
    type=Day(),
    help="Show how the accounts moved from this day on, beside the ledger's balance.",
)
def deferred_command(
    as_of: date, since: date | None, currency: str | None, **options: Any
) -> None:
    """Show deferred revenue: recognised, remaining, and when the rest is income."""
    if since is None:
        show_report(
            lambda books: books.deferred(as_of=as_of, currency=currency), **options
        )
    else:
        first = since
        show_report(
            lambda books: books.deferred_roll_forward(
                since=first, as_of=as_of, currency=currency
            ),
            **options,
        )
