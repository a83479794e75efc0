"""The commands of whoever gives credit: how fast clients pay, what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    books_options,
    currency_option,
    report_options,
    side_option,
)
from ledgerkit.cli.report_command import party_id, show_report
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.allowance import parse_rates

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal


def _client_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--party", help="Show this client's only: an id, name or alias."
    )(function)


@click.command("collection")
@books_options
@report_options
@side_option
@currency_option
@click.option("--party", help="Show this party's only: an id, name or alias.")
@click.option(
    "--months",
    type=click.IntRange(min=1),
    default=12,
    show_default=True,
    help="How many months each line is about.",
)
def collection_command(
    as_of: date,
    *,
    side: str,
    months: int,
    currency: str | None,
    party: str | None,
    **options: Any,
) -> None:
    """Show how fast clients pay, or we do: DSO or DPO, days late and more, by month."""
    show_report(
        lambda books: books.collection(
            as_of=as_of,
            side=Side(side),
            months=months,
            currency=currency,
            party=party_id(books, Side(side), party),
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


@click.command("allowance")
@books_options
@report_options
@currency_option
@click.option(
    "--rates",
    help='Percent of each ageing column, e.g. "0 1 5 20 50"; else as the book sets.',
)
def allowance_command(
    as_of: date, rates: str | None, currency: str | None, **options: Any
) -> None:
    """Show what of the receivables is doubtful, and what is booked for it."""
    chosen = _rates(rates)
    show_report(
        lambda books: books.allowance(as_of=as_of, rates=chosen, currency=currency),
        **options,
    )


def _rates(text: str | None) -> tuple[Decimal, ...]:
    try:
        return parse_rates(text) if text is not None else ()
    except ValueError as error:
        raise UsageError(f"--rates {error}") from None
