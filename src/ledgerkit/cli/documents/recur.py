"""``ledgerkit recur``: write the recurring invoices that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.options import Day, books_options, until_option, write_options
from ledgerkit.cli.write import RecordWriter
from ledgerkit.entries.documents.recurring import recurring_record

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.entry import PlannedRecord


@click.command("recur")
@books_options
@until_option
@click.option("--template", "only", help="Only this one's, by its id.")
@click.option(
    "--dated", type=Day(), help="Date them all so, and not on the days they fall due."
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

    def plan(books: Books) -> PlannedRecord:
        return recurring_record(books, until=until, only=only, dated=dated)

    nothing = f"No recurring invoice is due by {until} and missing."
    RecordWriter(books, file).write(plan, how, nothing=nothing)
