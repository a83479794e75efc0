"""Put one thing on record: show the change, ask, write."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias

import click

from ledgerkit.books.add_documents import DocumentsChange
from ledgerkit.books.files import KnownBooks
from ledgerkit.books.usual_file import usual_file
from ledgerkit.cli.import_questions import confirm_change, show_steps
from ledgerkit.cli.options import load_books
from ledgerkit.cli.show import shown_file, write
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.books import Books
    from ledgerkit.books.planned_record import PlannedRecord
    from ledgerkit.cli.record_options import RecordOptions

Plan: TypeAlias = "Callable[[Books], PlannedRecord]"


class RecordWriter:
    """Writes to the books that a command is about.

    Attributes:
        books: As they were loaded.
    """

    def __init__(self, books: Path | None, file: Path | None) -> None:
        """Load the books, and remember what their files were like."""
        self.books: LedgerBooks = load_books(books, file)
        self._known = KnownBooks.of(self.books.errors, self.books.options["include"])

    def write(self, plan: Plan, options: RecordOptions, *, nothing: str = "") -> None:
        """Show what a plan comes to, ask, and write it.

        Args:
            plan: From the books to what to write.
            options: How.
            nothing: What to say where there is nothing to write.

        Raises:
            LedgerkitError: If nothing was written; the message says why.
        """
        try:
            self._write(plan, options, nothing)
        except LedgerkitError as error:
            # Names of parties and accounts come from the ledger, and from anybody.
            raise type(error)(visible(str(error))) from error

    def _write(self, plan: Plan, options: RecordOptions, nothing: str) -> None:
        planned = plan(self.books)
        if not planned.directives and nothing:
            click.echo(nothing, err=True)
            return
        into = options.into or usual_file(self.books)
        change = DocumentsChange(
            self.books, planned, known=self._known, into=into, replan=plan
        )
        _tell(planned)
        if options.dry_run:
            write(change.text(), None)
            return
        if not options.yes and not sys.stdin.isatty():
            raise UsageError(
                "there is no terminal to ask on; write with --yes, or look with"
                " --dry-run"
            )
        if not options.yes and not confirm_change(change.diff()):
            click.echo("Nothing was written.")
            return
        with show_steps("writing") as step:
            change.write(progress=step)
        if change.planned is not planned:
            click.echo("The books had changed meanwhile, so this was worked out anew.")
            _tell(change.planned)
        click.echo(visible(f"Wrote {change.planned.done} to {shown_file(str(into))}."))


def _tell(planned: PlannedRecord) -> None:
    for note in planned.notes:
        click.echo(visible(f"Note: {note}"), err=True)
