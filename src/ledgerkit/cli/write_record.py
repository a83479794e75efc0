"""Put one thing on record: show the change, ask, write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import click

from ledgerkit.cli.options import load_books
from ledgerkit.cli.show import shown_file
from ledgerkit.cli.write import known_books, write_change
from ledgerkit.entries.change import DocumentsChange
from ledgerkit.entries.record import plan_record, side_of
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import LedgerkitError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.books import Books
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.entry import PlannedRecord
    from ledgerkit.entries.record import Record


Plan: TypeAlias = "Callable[[Books], PlannedRecord]"


class RecordWriter:
    """Writes to the books that a command is about.

    Attributes:
        books: As they were loaded.
    """

    def __init__(self, books: Path | None, file: Path | None) -> None:
        """Load the books, and remember what their files were like."""
        self.books: LedgerBooks = load_books(books, file)
        self._known = known_books(self.books)

    def record(self, record: Record, how: WriteOptions) -> None:
        """Show what a record comes to, ask, and write it; see `write`."""
        self.write(partial(plan_record, record=record), how, side=side_of(record))

    def write(
        self,
        plan: Plan,
        how: WriteOptions,
        *,
        nothing: str = "",
        side: Side = Side.RECEIVABLE,
    ) -> None:
        """Show what a plan comes to, ask, and write it.

        Args:
            plan: From the books to what to write.
            how: As the person said.
            nothing: What to say where there is nothing to write.
            side: Where the latest of which kind stands, it is written.

        Raises:
            LedgerkitError: If nothing was written; the message says why.
        """
        try:
            into = how["into"] or usual_file(self.books, side)
            self._write(plan, how, nothing, into)
        except LedgerkitError as error:
            # Names of parties and accounts come from the ledger, and from anybody.
            raise type(error)(visible(str(error))) from error

    def _write(self, plan: Plan, how: WriteOptions, nothing: str, into: Path) -> None:
        planned = plan(self.books)
        if not planned.directives and nothing:
            _tell(planned)
            click.echo(nothing, err=True)
            return
        change = DocumentsChange(
            self.books, planned, known=self._known, into=into, replan=plan
        )
        _tell(planned)
        if not write_change(change, how):
            return
        if change.planned is not planned:
            click.echo("The books had changed meanwhile, so this was worked out anew.")
            _tell(change.planned)
        click.echo(visible(f"Wrote {change.planned.done} to {shown_file(str(into))}."))


def _tell(planned: PlannedRecord) -> None:
    for note in planned.notes:
        click.echo(visible(f"Note: {note}."), err=True)
