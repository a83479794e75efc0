"""The commands that show relations: pipeline, plans, renewals, agenda, one client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    Day,
    books_options,
    manager_id,
    manager_option,
    report_options,
)
from ledgerkit.cli.report_command import show_report
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Table

_client_option = click.option(
    "--client", help="Only this client's: its id, name or alias."
)


def _client_id(books: LedgerBooks, name: str | None) -> str | None:
    return books.find_party(PartyRole.CLIENT, name) if name else None


@click.command("pipeline")
@books_options
@report_options
@click.option("--list", "shown", flag_value="list", help="Each opportunity instead.")
@click.option(
    "--win-rate",
    "by",
    type=click.Choice(["kind", "manager", "stage"]),
    help="What was won of what was decided instead, by kind, manager or stage.",
)
@click.option(
    "--from",
    "since",
    type=Day(),
    help="Of the win rate: the first day; else twelve months before.",
)
@manager_option
@_client_option
def pipeline_command(
    *,
    as_of: date,
    shown: str | None,
    by: str | None,
    since: date | None,
    **options: Any,
) -> None:
    """Show what may be sold, by stage: how many, what it is worth, and weighted."""
    manager, client = options.pop("manager"), options.pop("client")

    def report(books: LedgerBooks) -> Table:
        if by:
            return books.win_rates(as_of=as_of, since=since, by=by)
        if shown or manager or client:
            return books.opportunities(
                as_of=as_of,
                manager=manager_id(books, manager, as_of),
                party=_client_id(books, client),
            )
        return books.pipeline(as_of=as_of)

    show_report(report, **options)


@click.command("plans")
@books_options
@report_options
def plans_command(as_of: date, **options: Any) -> None:
    """Show every account plan: both sides' goals, and how far it is."""
    show_report(lambda books: books.plans(as_of=as_of), **options)


@click.command("show")
@click.argument("client")
@books_options
@report_options
def plan_show_command(client: str, as_of: date, **options: Any) -> None:
    """Show the plan of CLIENT: goals, and its milestones by the books."""
    show_report(
        lambda books: books.plan(
            books.find_party(PartyRole.CLIENT, client), as_of=as_of
        ),
        **options,
    )


@click.command("renewals")
@books_options
@report_options
@click.option("--all", "every", is_flag=True, help="Those that need no care too.")
def renewals_command(as_of: date, *, every: bool, **options: Any) -> None:
    """Show the contracts inside their notice, or ended without another."""
    show_report(lambda books: books.renewals(as_of=as_of, every=every), **options)


@click.command("agenda")
@books_options
@report_options
@manager_option
@_client_option
@click.option(
    "--days", default=90, show_default=True, help="How far ahead to look, in days."
)
def agenda_command(
    *,
    as_of: date,
    manager: str | None,
    client: str | None,
    days: int,
    **options: Any,
) -> None:
    """Show what is to be done: overdue, today, this week, next week, later.

    ledgerkit client export --as ics writes it for calendars.
    """
    show_report(
        lambda books: books.agenda(
            as_of=as_of,
            manager=manager_id(books, manager, as_of),
            party=_client_id(books, client),
            days=max(days, 0),
        ),
        **options,
    )


@click.command("show")
@click.argument("client")
@books_options
@report_options
@click.option(
    "--payments",
    "shown",
    flag_value="payments",
    help="Each invoice instead: early, on the day, late or not yet paid.",
)
@click.option(
    "--revenue",
    "shown",
    flag_value="revenue",
    help="Revenue by month and income account instead.",
)
@click.option(
    "--people",
    "shown",
    flag_value="people",
    help="Who reports to whom instead, and which part nobody plays.",
)
@click.option(
    "--timeline",
    "shown",
    flag_value="timeline",
    help="What happened instead, the latest first.",
)
@click.option("--latest", type=click.IntRange(1), help="Of the timeline: only so many.")
def client_show_command(
    client: str, as_of: date, *, shown: str | None, latest: int | None, **options: Any
) -> None:
    """Show CLIENT on one page: terms, money, relation, and what is under way."""

    def report(books: LedgerBooks) -> Table:
        party = books.find_party(PartyRole.CLIENT, client)
        if shown == "timeline" or latest:
            return books.client_timeline(party, as_of=as_of, latest=latest)
        reports = {
            "payments": books.payment_history,
            "revenue": books.client_revenue,
            "people": books.key_players,
        }
        return reports.get(shown or "", books.client_card)(party, as_of=as_of)

    show_report(report, **options)
