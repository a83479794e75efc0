"""The commands on all clients together, from the books alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.relations import INTERVALS
from ledgerkit.cli.options import (
    Day,
    books_options,
    manager_id,
    manager_option,
    report_options,
)
from ledgerkit.cli.report_command import show_report
from ledgerkit.errors import UsageError
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Table


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


@click.command("health")
@books_options
@report_options
@manager_option
@click.option("--client", help="What this client's is made of: id, name or alias.")
@click.option(
    "--back-test", is_flag=True, help="How well it would have told who was lost."
)
def health_command(
    as_of: date,
    *,
    manager: str | None,
    client: str | None,
    back_test: bool,
    **options: Any,
) -> None:
    """Show each client's health from 0 to 100, and what costs it points."""
    if sum(choice is not None for choice in (manager, client, back_test or None)) > 1:
        raise UsageError("--manager, --client and --back-test exclude each other")

    def make(books: LedgerBooks) -> Table:
        if back_test:
            return books.health_back_test(as_of=as_of)
        if client:
            id_ = books.find_party(PartyRole.CLIENT, client)
            return books.health_of(id_, as_of=as_of)
        return books.health(as_of=as_of, manager=manager_id(books, manager, as_of))

    show_report(make, **options)


@click.command("at-risk")
@books_options
@report_options
@manager_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="Only so many: those with the most money at risk.",
)
def at_risk_command(
    as_of: date, manager: str | None, limit: int | None, **options: Any
) -> None:
    """Show which clients are at risk, for how much, why, and who sees to it."""
    show_report(
        lambda books: books.at_risk(
            as_of=as_of, manager=manager_id(books, manager, as_of), limit=limit
        ),
        **options,
    )


@click.command("targets")
@books_options
@report_options
@click.option(
    "--period",
    type=click.Choice(INTERVALS),
    help="Over the day, week, month, quarter or year; else each target's own.",
)
def targets_command(as_of: date, period: str | None, **options: Any) -> None:
    """Show what is reached of each target, and whether that is on time."""
    show_report(lambda books: books.targets(as_of=as_of, interval=period), **options)
