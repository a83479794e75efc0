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
from ledgerkit.cli.report_command import party_id, show_report
from ledgerkit.open_items.side import Side
from ledgerkit.reports.payables.spend import SpendBy
from ledgerkit.reports.payables.withholding import WithholdingBy

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


@click.command("form-1099")
@click.argument("year", type=click.IntRange(1990, 2200))
@books_options
@output_options
def form_1099_command(year: int, **options: Any) -> None:
    """Show what was paid in YEAR to whom form 1099 may be due, and the threshold."""
    show_report(lambda books: books.form_1099(year), **options)


@click.command("withholding")
@books_options
@period_options
@output_options
@click.option("--party", help="Show this vendor's only: an id, name or alias.")
@click.option(
    "--by",
    type=click.Choice([by.value for by in WithholdingBy]),
    default=WithholdingBy.PAYMENT.value,
    show_default=True,
    help="A row for each payment, vendor (to certify), or month (to pay over).",
)
def withholding_command(
    since: date | None, as_of: date, party: str | None, by: str, **options: Any
) -> None:
    """Show the tax withheld from vendors that were paid in a period."""
    show_report(
        lambda books: books.withholding(
            since=since or as_of.replace(month=1, day=1),
            as_of=as_of,
            by=WithholdingBy(by),
            party=party_id(books, Side.PAYABLE, party),
        ),
        **options,
    )
