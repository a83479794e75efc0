"""``ledgerkit approvals``: the bills that may not be paid yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, currency_option, report_options
from ledgerkit.cli.report_command import party_id, show_report
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date


@click.command("approvals")
@books_options
@report_options
@currency_option
@click.option("--party", help="Show this vendor's only: an id, name or alias.")
@click.option("--all", "everything", is_flag=True, help="Show what lacks nothing too.")
def approvals_command(
    as_of: date,
    currency: str | None,
    party: str | None,
    *,
    everything: bool,
    **options: Any,
) -> None:
    """Show the open bills that nobody approved, or that are not on file."""
    show_report(
        lambda books: books.approvals(
            as_of=as_of,
            currency=currency,
            everything=everything,
            party=party_id(books, Side.PAYABLE, party),
        ),
        **options,
    )
