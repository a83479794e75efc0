"""``ledgerkit client forget``: take a person out of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.cli.clients.git_history import files_in_history
from ledgerkit.cli.documents.record_options import completed
from ledgerkit.cli.options import file_option, load_books
from ledgerkit.cli.show import shown_place
from ledgerkit.cli.write import WriteOptions, write_change
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.forget import ForgottenContact
from ledgerkit.errors import LedgerkitError
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks

_NAMED = 10


def _contacts(books: LedgerBooks) -> Sequence[str]:
    return books.relations.ids(RecordKind.CONTACT)


@click.command("forget")
@click.argument("contact", shell_complete=completed(_contacts))
@file_option
@click.option(
    "--everywhere",
    is_flag=True,
    help="Replace the name in summaries, notes and comments too.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Print the change, write nothing.")
def forget_command(
    contact: str, file: Path | None, *, everywhere: bool, yes: bool, dry_run: bool
) -> None:
    """Take CONTACT out of all files of the book: its directives and its id.

    What still names the person is listed, and where git still has it. Shows the
    change and asks.
    """
    books = load_books(None, file)
    try:
        forgotten = ForgottenContact(books, contact, everywhere=everywhere)
        how = WriteOptions(into=None, yes=yes, dry_run=dry_run)
        written = write_change(forgotten.change, how)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    if written:
        count = len(forgotten.change.changed)
        files = "1 file" if count == 1 else f"{count} files"
        click.echo(f"{forgotten.id} is forgotten: {files} changed.")
    if written or dry_run:
        _tell_what_is_left(forgotten, to_come=not written)


def _tell_what_is_left(forgotten: ForgottenContact, *, to_come: bool) -> None:
    mentions = forgotten.mentions()
    if mentions:
        when = " (lines as they will be)" if to_come else ""
        click.echo(f"Still named here, for you to decide on{when}:", err=True)
    for mention in mentions:
        line = f"  {shown_place(mention.place)}: {mention.text}"
        click.echo(visible(line), err=True)
    click.echo(
        "Looked for by id, full names, e-mail addresses and telephone numbers, in the"
        " book's own files; not in attached documents, and not by first name.",
        err=True,
    )
    _tell_what_git_has(forgotten)


def _tell_what_git_has(forgotten: ForgottenContact) -> None:
    words = [f'"{forgotten.id}"', *forgotten.terms[1:]]
    kept = files_in_history(forgotten.change.files[0].parent, words)
    if kept is None:
        click.echo(
            "This folder is in a git repository whose history could not be searched;"
            " git probably still has it.",
            err=True,
        )
    elif kept:
        names = ", ".join(kept[:_NAMED])
        names += f" and {len(kept) - _NAMED} files more" if len(kept) > _NAMED else ""
        click.echo(visible(f"git still has it in the history of {names}."), err=True)
    if kept is None or kept:
        click.echo(
            "Every copy of the repository has it too. To take it out, rewrite the"
            " history with git filter-repo --replace-text, or start a new repository"
            " from the files as they are now, and replace the copies.",
            err=True,
        )
