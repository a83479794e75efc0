"""The command that forecasts cash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, currency_option, report_options
from ledgerkit.cli.report_command import show_report
from ledgerkit.errors import UsageError
from ledgerkit.reports.bank.forecast import Step

if TYPE_CHECKING:
    from datetime import date

#: Two years ahead nothing that is known today says anything.
_WEEKS_MAX = 104
_MONTHS_MAX = 120


@click.command("forecast")
@books_options
@report_options
@currency_option
@click.option(
    "--weeks",
    type=click.IntRange(1, _WEEKS_MAX),
    default=13,
    show_default=True,
    help="How many calendar weeks; the first is the rest of this one.",
)
@click.option(
    "--by",
    type=click.Choice([step.value for step in Step]),
    default=Step.WEEK.value,
    show_default=True,
    help="A line for each.",
)
@click.option("--scenario", default="", help="What if: a scenario of the book.")
@click.option("--explain", is_flag=True, help="List each amount, and why then.")
@click.option(
    "--back-test",
    is_flag=True,
    help="Show how far off forecasts of the past would have been.",
)
@click.option(
    "--months",
    type=click.IntRange(1, _MONTHS_MAX),
    default=12,
    show_default=True,
    help="How many months back --back-test goes.",
)
def forecast_command(
    as_of: date,
    *,
    by: str,
    explain: bool,
    back_test: bool,
    months: int,
    **options: Any,
) -> None:
    """Show what will lie in the bank, week by week, and how sure that is."""
    choices = {key: options.pop(key) for key in ("weeks", "currency", "scenario")}
    if back_test:
        if explain or choices["scenario"]:
            raise UsageError("--back-test goes without --explain and --scenario")
        currency = choices["currency"]
        show_report(
            lambda books: books.forecast_back_test(
                as_of=as_of, months=months, currency=currency
            ),
            **options,
        )
    show_report(
        lambda books: (books.forecast_items if explain else books.forecast)(
            as_of=as_of, by=Step(by), **choices
        ),
        **options,
    )
