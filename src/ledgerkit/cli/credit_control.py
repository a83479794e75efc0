"""The commands of whoever gives credit: how fast clients pay, and how much they owe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, currency_option, report_options
from ledgerkit.cli.report_commands import party_id, show_report
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def _client_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--party", help="Show this client's only: an id, name or alias."
    )(function)


@click.command("collection")
@books_options
@report_options
@currency_option
@_client_option
@click.option(
    "--months",
    type=click.IntRange(min=1),
    default=12,
    show_default=True,
    help="How many months each line is about.",
)
def collection_command(
    as_of: date, months: int, currency: str | None, party: str | None, **options: Any
) -> None:
    """Show how fast clients pay: DSO, days late and more, month by month."""
    show_report(
        lambda books: books.collection(
            as_of=as_of,
            months=months,
            currency=currency,
            party=party_id(books, Side.RECEIVABLE, party),
        ),
        **options,
    )


@click.command("credit-limits")
@books_options
@report_options
@currency_option
@_client_option
def credit_limits_command(
    as_of: date, currency: str | None, party: str | None, **options: Any
) -> None:
    """Show what each client owes against its credit limit, now and at its worst."""
    show_report(
        lambda books: books.credit_limits(
            as_of=as_of,
            currency=currency,
            party=party_id(books, Side.RECEIVABLE, party),
        ),
        **options,
    )
