"""The commands on all clients together, from the books alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    Day,
    books_options,
    report_options,
)
from ledgerkit.cli.report_command import show_report
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date


_since_option = click.option(
    "--from", "since", type=Day(), help="The first day; else twelve months before."
)


@click.command("client-measures")
@books_options
@report_options
@click.option("--client", help="Only this client: its id, name or alias.")
def client_measures_command(as_of: date, client: str | None, **options: Any) -> None:
    """Show each client's revenue, rhythm and payments in twelve months."""
    show_report(
        lambda books: books.client_measures(
            as_of=as_of,
            party=books.find_party(PartyRole.CLIENT, client) if client else None,
        ),
        **options,
    )


@click.command("rfm")
@books_options
@report_options
@click.option(
    "--grid", is_flag=True, help="Clients together by recency and frequency instead."
)
def rfm_command(as_of: date, *, grid: bool, **options: Any) -> None:
    """Show how recently, how often and for how much each client bought."""
    show_report(
        lambda books: books.rfm_grid(as_of=as_of) if grid else books.rfm(as_of=as_of),
        **options,
    )


@click.command("concentration")
@books_options
@report_options
@_since_option
def concentration_command(since: date | None, as_of: date, **options: Any) -> None:
    """Show each client's share of revenue, and how much few of them make."""
    show_report(lambda books: books.concentration(as_of=as_of, since=since), **options)


@click.command("retention")
@books_options
@report_options
@click.option("--cohorts", is_flag=True, help="By the year in which clients were won.")
def retention_command(as_of: date, *, cohorts: bool, **options: Any) -> None:
    """Show how much revenue, and how many clients, stayed year after year."""
    show_report(
        lambda books: (
            books.cohorts(as_of=as_of) if cohorts else books.retention(as_of=as_of)
        ),
        **options,
    )


@click.command("whitespace")
@books_options
@report_options
@_since_option
def whitespace_command(since: date | None, as_of: date, **options: Any) -> None:
    """Show clients against income accounts: what was not sold to whom."""
    show_report(lambda books: books.whitespace(as_of=as_of, since=since), **options)
