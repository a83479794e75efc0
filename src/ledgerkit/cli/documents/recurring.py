"""``ledgerkit deferred``: revenue that is still to become income."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.options import (
    AliasedOption,
    Day,
    books_options,
    until_option,
    write_options,
)
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.documents.recognition import recognition_record
from ledgerkit.entries.documents.recurring import recurring_record

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.entry import PlannedEntries


@click.command("recognise")
@books_options
@until_option
@write_options
def recognise_command(
    books: Path | None, file: Path | None, until: date, **how: Unpack[WriteOptions]
) -> None:
    """Write the month-end entries that turn deferred revenue into income.

    What any entry has recognised already is not recognised again. So the command can
    be run as often as one likes.
    """

    def plan(books: Books) -> PlannedEntries:
        return recognition_record(books, until=until)

    EntryWriter(books, file).write(
        plan,
        how,
        nothing=f"Nothing is to be recognised by {until}.",
    )


@click.command("recur")
@books_options
@until_option
@click.option("--template", "only", help="One template only: its id")
@click.option(
    "--date",
    "dated",
    cls=AliasedOption,
    old=("--dated",),
    type=Day(),
    help="One date for all invoices (default: each on its own day)",
)
@write_options
def recur_command(
    books: Path | None,
    file: Path | None,
    until: date,
    only: str | None,
    dated: date | None,
    **how: Unpack[WriteOptions],
) -> None:
    """Write the recurring invoices that are due and not in the books yet.

    An invoice counts as there if it says recurring: and the template's id, whoever
    wrote it. So the command can be run as often as one likes.
    """

    def plan(books: Books) -> PlannedEntries:
        return recurring_record(books, until=until, only=only, dated=dated)

    nothing = f"No recurring invoice is due by {until} and missing."
    EntryWriter(books, file).write(plan, how, nothing=nothing)
