"""How relations fare against what they should: ``health``, ``at-risk``, ``targets``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.relations import INTERVALS
from ledgerkit.cli.options import (
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
