"""Letters of reminders into a folder, and into the books that they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.cli.write import write_with_files
from ledgerkit.entries.documents.reminder_notes import reminder_notes
from ledgerkit.entries.kept_files import DocumentFolder
from ledgerkit.money import with_cents
from ledgerkit.parties.party import PartyRole
from ledgerkit.rendering.as_pdf import pdf_of
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.ledger.writing.writer import KnownBooks
    from ledgerkit.receivables.reminders.planned import PlannedLetter

LETTER_FORMATS = ("html", "pdf")


def send_reminders(  # noqa: PLR0913 - what to send, where to, and how to ask
    books: LedgerBooks,
    letters: Sequence[PlannedLetter],
    day: date,
    *,
    folder: Path,
    as_: str,
    known: KnownBooks,
    how: WriteOptions,
) -> None:
    """Write letters to a folder, and then the notes that remember them.

    All letters are made before anything is asked or written, and the books come
    last: after an interruption the next run writes the same letters again.

    Raises:
        LedgerkitError: If nothing was written into the books; the message says why.
    """
    if not letters:
        click.echo("Nothing to send.", err=True)
        return
    names = [
        books.directory.as_of(PartyRole.CLIENT, letter.party, day).name
        for letter in letters
    ]
    notes = list(reminder_notes(letters, day, names))
    pages = [books.reminder_page(letter, day=day) for letter in letters]
    files = [page.encode() if as_ == "html" else pdf_of(page) for page in pages]
    for letter, name in zip(letters, names, strict=True):
        click.echo(visible(_summary(letter, name)), err=True)

    def write_letters() -> None:
        target = DocumentFolder(folder)
        for letter, content in zip(letters, files, strict=True):
            target.write(_file_name(letter, day), f".{as_}", content)

    if write_with_files(books, notes, known=known, how=how, before=write_letters):
        count = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
        click.echo(f"{count} in {folder}, and the books say so.")


def _file_name(letter: PlannedLetter, day: date) -> str:
    """Of two letters to a client on a day, each is about invoices of its own."""
    return f"{day} {letter.party} {letter.reminders[0].document.label}"


def _summary(letter: PlannedLetter, name: str) -> str:
    numbers = ", ".join(r.document.label for r in letter.reminders)
    amount = with_cents(letter.to_pay, letter.currency)
    return (
        f"{name}: level {letter.level.number}, {numbers}: {amount:f} {letter.currency}"
    )
