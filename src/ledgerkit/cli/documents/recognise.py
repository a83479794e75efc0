"""``ledgerkit recognise``: write what of the deferred revenue has become income."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.options import books_options, until_option, write_options
from ledgerkit.cli.write import RecordWriter
from ledgerkit.entries.documents.recognition import recognition_record

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.entry import PlannedRecord


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

    def plan(books: Books) -> PlannedRecord:
        return recognition_record(books, until=until)

    RecordWriter(books, file).write(
        plan,
        how,
        nothing=f"Nothing is to be recognised by {until}.",
    )
