"""``ledgerkit recognise`` and ``recur``: entries and invoices that come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.options import (
    AliasedOption,
    books_options,
    until_option,
    write_options,
)
from ledgerkit.cli.typed_values import Day
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
    books: Path | None, file: Path | None, until: date, **writing: Unpack[WriteOptions]
) -> None:
    """Write the month-end entries that turn deferred revenue into income.

    Nothing is recognised twice, so the command can be run as often as you like.
    """

    def plan(books: Books) -> PlannedEntries:
        return recognition_record(books, until=until)

    EntryWriter(books, file).write(
        plan,
        writing,
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
    **writing: Unpack[WriteOptions],
) -> None:
    """Write the recurring invoices, bills and entries that are due and missing.

    A transaction with recurring: and the template's id counts as written, whoever wrote
    it, so the command can be run as often as you like.
    """

    def plan(books: Books) -> PlannedEntries:
        return recurring_record(books, until=until, only=only, dated=dated)

    nothing = f"No recurring invoice is due by {until} and missing."
    EntryWriter(books, file).write(plan, writing, nothing=nothing)
