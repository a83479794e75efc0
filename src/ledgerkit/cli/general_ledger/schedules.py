"""``ledgerkit schedules``: what is booked bit by bit, and booking what is due."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    books_options,
    load_for_command,
    output_options,
    write_options,
)
from ledgerkit.cli.show import say_what_is_missing, show, status_of
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.general_ledger.schedules import schedule_record
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries


@click.command("schedules")
@books_options
@output_options
@click.option("--schedule", "only", help="One schedule: its entries, day by day")
@click.option(
    "--period",
    help="Period: 2025, 2025-Q2, 2025-06 or FY2025 (default: fiscal year to date)",
)
@click.option(
    "--until",
    type=Day(),
    help="Last day that counts (default: today)",
)
@click.option(
    "--write",
    "write_",
    is_flag=True,
    help="Show the entries that are due by --until, and ask whether to write them",
)
@write_options
def schedules_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    only: str | None,
    period: str | None,
    until: date | None,
    write_: bool,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Show assets, loans, prepaid expenses and accruals, and book what is due.

    What each schedule adds to its account stands beside the account's balance. With
    --write or --yes the entries due by --until are written that are not there yet, so
    it can be run as often as you like.
    """
    if period and (until or write_ or yes or dry_run or only):
        raise UsageError("--period goes without --until, --schedule and --write")
    last = until or date.today()
    if write_ or yes or dry_run:

        def plan(loaded: Books) -> PlannedEntries:
            return schedule_record(loaded, until=last, only=only)

        EntryWriter(books, file).write(
            plan,
            WriteOptions(into=into, yes=yes, dry_run=dry_run),
            nothing=f"No entry of a schedule is due by {last} and missing.",
        )
        return
    loaded = load_for_command(books, file)
    if only is not None:
        table = loaded.schedule_plan(schedule=only, as_of=last)
    else:
        table = loaded.schedules(as_of=last, period=period)
    say_what_is_missing(loaded)
    show(table, **options)
    sys.exit(status_of(loaded))
