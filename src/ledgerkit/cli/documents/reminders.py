"""``ledgerkit reminders``: whom to remind, and why; and the letters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.documents.send_reminders import LETTER_FORMATS, send_reminders
from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_books,
    report_options,
    write_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.cli.write import WriteOptions, known_books
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from datetime import date

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("reminders")
@books_options
@report_options
@currency_option
@click.option("--party", help="This client's only: an id, name or alias.")
@click.option(
    "--write",
    "folder",
    type=_FOLDER,
    help="Write the letters to this folder, and into the books that they were sent.",
)
@click.option(
    "--as",
    "as_",
    type=click.Choice(LETTER_FORMATS),
    default="html",
    show_default=True,
    help="In what format the letters are.",
)
@write_options
def reminders_command(  # noqa: PLR0913 - each is a choice of the person
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    currency: str | None,
    party: str | None,
    folder: Path | None,
    **options: Any,
) -> None:
    """Show whom to remind of what, and why; and whom not, and why not.

    With --write, the letters go to a folder, and then a note for each invoice into
    the books, so that the next run knows: on the same day it sends nothing twice,
    and after an interruption it goes on.
    """
    how = WriteOptions(
        into=options.pop("into"), yes=options.pop("yes"), dry_run=options.pop("dry_run")
    )
    as_ = options.pop("as_")
    if folder is None and (how["yes"] or how["dry_run"] or how["into"]):
        raise UsageError("say where the letters go: --write FOLDER")
    loaded = load_books(books, file)
    known = known_books(loaded)
    client = None if party is None else loaded.find_party(PartyRole.CLIENT, party)
    if folder is None:
        table = loaded.reminders(as_of=as_of, party=client, currency=currency)
        show(table, **options)
        sys.exit(status_of(loaded))
    letters = [
        letter
        for letter in loaded.reminder_plan(as_of).letters
        if client in {None, letter.party} and currency in {None, letter.currency}
    ]
    try:
        send_reminders(
            loaded, letters, as_of, folder=folder, as_=as_, known=known, how=how
        )
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error
