"""``ledgerkit reminders``: clients to remind, and the letters to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.mail.options import how_posted, posting_options, send_option
from ledgerkit.cli.mail.post import Paper, outbox_of, post
from ledgerkit.cli.options import (
    LETTER_FORMAT_HELP,
    ONE_CLIENT_HELP,
    AliasedOption,
    books_options,
    currency_option,
    load_for_command,
    report_options,
    write_options,
)
from ledgerkit.cli.show import say_what_is_missing, show, status_of
from ledgerkit.cli.write import (
    WriteOptions,
    known_books,
    to_usual_file,
    write_with_files,
)
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.outgoing import LETTER_FORMATS, letters_to_send, outgoing_letters
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.mail.options import Posting
    from ledgerkit.ledger.writing.writer import LoadedFiles
    from ledgerkit.receivables.reminders.planned import PlannedLetter


def post_reminders(  # noqa: PLR0913 - what to send, and how to write it
    books: LedgerBooks,
    letters: Sequence[PlannedLetter],
    how: Posting,
    *,
    as_: str,
    known: LoadedFiles,
    writing: WriteOptions,
) -> None:
    """Send letters as e-mails, with the notes that remember them.

    Raises:
        LedgerkitError: If nothing was written into the books; the message says why.
    """
    outgoing = outgoing_letters(
        books, letters, how.day, folder=outbox_of(books), as_=as_
    )
    papers = [
        Paper(
            about=path.stem,
            kind="reminder",
            number=", ".join(r.document.label for r in letter.reminders),
            day=how.day,
            amount=letter.to_pay,
            currency=letter.currency,
            role=PartyRole.CLIENT,
            party=letter.party,
            name=path.name,
            content=page,
        )
        for letter, (path, page) in zip(letters, outgoing.files.items(), strict=True)
    ]
    notes = outgoing.planned.directives
    if not papers:
        click.echo("Nothing to send.", err=True)
    options = to_usual_file(books, writing, Side.RECEIVABLE)
    post(books, papers, how, known=known, writing=options, also=notes)


def send_reminders(  # noqa: PLR0913 - what to send, where to, and how to ask
    books: LedgerBooks,
    letters: Sequence[PlannedLetter],
    day: date,
    *,
    folder: Path,
    as_: str,
    known: LoadedFiles,
    writing: WriteOptions,
) -> None:
    """Write letters to a folder, and then the notes that remember them.

    All letters are made before anything is asked or written, and they are written with
    the notes in the books or not at all.

    Raises:
        LedgerkitError: If nothing was written into the books; the message says why.
    """
    if not letters:
        click.echo("Nothing to send.", err=True)
        return
    outgoing = outgoing_letters(books, letters, day, folder=folder, as_=as_)
    for said in outgoing.planned.notes:
        click.echo(visible(said), err=True)

    if write_with_files(
        books,
        outgoing.planned.directives,
        known=known,
        writing=to_usual_file(books, writing, Side.RECEIVABLE),
        files=outgoing.files,
    ):
        click.echo(f"{outgoing.planned.done} in {folder}, and the books say so.")


_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("reminders")
@books_options
@report_options
@currency_option
@click.option("--client", cls=AliasedOption, old=("--party",), help=ONE_CLIENT_HELP)
@click.option(
    "--write",
    "folder",
    type=_FOLDER,
    help="Folder to write the letters to; the books note that they were sent",
)
@click.option(
    "--as",
    "as_",
    type=click.Choice(LETTER_FORMATS),
    default="html",
    show_default=True,
    help=LETTER_FORMAT_HELP,
)
@send_option
@posting_options
@write_options
def reminders_command(  # noqa: PLR0913 - each is a choice of the person
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    currency: str | None,
    client: str | None,
    folder: Path | None,
    **options: Any,
) -> None:
    """Show which clients to remind of what, or why not, and write the letters.

    With --write, the letters go to a folder and a note for each invoice into the books,
    so that the next run knows of them: on the same day nothing is sent twice, and after
    an interruption the rest is sent. With --send they become e-mails in the outbox.
    """
    writing = WriteOptions(
        into=options.pop("into"), yes=options.pop("yes"), dry_run=options.pop("dry_run")
    )
    as_, is_sent = options.pop("as_"), options.pop("send")
    how = how_posted(options, as_of)
    if is_sent and folder is not None:
        raise UsageError("letters go to a folder or out: say --write or --send")
    if folder is None and not is_sent and any(writing.values()):
        raise UsageError("say where the letters go: --write FOLDER, or --send")
    loaded = load_for_command(books, file)
    if client is not None:
        client = loaded.find_party(PartyRole.CLIENT, client)
    if folder is None and not is_sent:
        table = loaded.reminders(as_of=as_of, party=client, currency=currency)
        say_what_is_missing(loaded)
        show(table, **options)
        sys.exit(status_of(loaded))
    known = known_books(loaded)
    letters = letters_to_send(loaded, as_of, client=client, currency=currency)
    try:
        if folder is None:
            post_reminders(loaded, letters, how, as_=as_, known=known, writing=writing)
            return
        send_reminders(
            loaded, letters, as_of, folder=folder, as_=as_, known=known, writing=writing
        )
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error
