"""Commands that change files: the diff, the question, the writing."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict

import click

from ledgerkit.cli.imports.questions import confirm_change, show_steps
from ledgerkit.cli.options import check_whole, despite_errors, load_for_command
from ledgerkit.cli.show import shown_file, write
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.entries.request import plan_request, side_of
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.books import Books
    from ledgerkit.entries.request import Request


def known_books(books: LedgerBooks) -> LoadedFiles:
    """The files as they are now; to be taken before anything is planned.

    Raises:
        UsageError: If Beancount has left something out of them.
    """
    check_whole(books)
    return LoadedFiles.of(books, despite_errors=despite_errors())


class WriteOptions(TypedDict):
    """The options that `write_options` gives a command."""

    into: Path | None
    yes: bool
    dry_run: bool


class FilesChange(Protocol):
    """A change of files that is not made yet."""

    def text(self) -> str:
        """What it adds."""

    def diff(self) -> str:
        """The change as a unified diff."""

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Make it, or nothing of it."""


def write_change(change: FilesChange, writing: WriteOptions) -> bool:
    """Write a change as the person wants it; False if nothing was written.

    Args:
        change: What to write.
        writing: The options that the person gave.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    if writing["dry_run"]:
        write(change.text(), None)
        return False
    if not writing["yes"] and not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask on; write with --yes, or look with --dry-run"
        )
    if not writing["yes"] and not confirm_change(change.diff()):
        click.echo("Nothing was written.")
        return False
    with show_steps("writing") as step:
        change.write(progress=step)
    return True


def to_usual_file(
    books: LedgerBooks, writing: WriteOptions, side: Side
) -> WriteOptions:
    """The options with the file that a person would add to, if they name none."""
    into = writing["into"] or usual_file(books, side)
    return WriteOptions(into=into, yes=writing["yes"], dry_run=writing["dry_run"])


def write_with_files(
    books: LedgerBooks,
    directives: Sequence[Directive],
    *,
    known: LoadedFiles,
    writing: WriteOptions,
    files: Mapping[Path, bytes],
) -> bool:
    """Write directives that say that files were made; False if nothing was written.

    Unlike a `EntryWriter`, it plans nothing anew on books that changed meanwhile:
    the files were made for these.

    Args:
        books: The books.
        directives: What to add to them.
        known: What their files were like when they were loaded.
        writing: The options that the person gave.
        files: The files, with their bytes: put in place with the entries, or not.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    planned = PlannedEntries(done="", directives=directives)
    change = EntriesChange(
        books,
        planned,
        known=known,
        into=writing["into"],
        kept=lambda _planned: files,
    )
    return write_change(change, writing)


PlanEntries: TypeAlias = "Callable[[Books], PlannedEntries]"


class EntryWriter:
    """Writes to the books that a command is about.

    Attributes:
        books: As they were loaded.
    """

    def __init__(self, books: Path | None, file: Path | None) -> None:
        """Load the books, and remember what their files were like."""
        self.books: LedgerBooks = load_for_command(books, file)
        self._known = known_books(self.books)

    def record(self, record: Request, writing: WriteOptions) -> None:
        """Show what a record comes to, ask, and write it; see `write`."""
        self.write(partial(plan_request, record=record), writing, side=side_of(record))

    def write(
        self,
        plan: PlanEntries,
        writing: WriteOptions,
        *,
        nothing: str = "",
        side: Side = Side.RECEIVABLE,
        kept: Callable[[Books, Any], Mapping[Path, bytes]] | None = None,
    ) -> None:
        """Show what a plan comes to, ask, and write it.

        Args:
            plan: From the books to what to write.
            writing: The options that the person gave.
            nothing: What to say where there is nothing to write.
            side: Where the latest of which kind stands, it is written.
            kept: From a plan to the files that its entries speak of; None for none.

        Raises:
            LedgerkitError: If nothing was written; the message says why.
        """
        try:
            into = writing["into"] or usual_file(self.books, side)
            self._write(plan, writing, nothing, into, kept)
        except LedgerkitError as error:
            # Names of parties and accounts come from the ledger, and from anybody.
            raise type(error)(visible(str(error))) from error

    def _write(
        self,
        plan: PlanEntries,
        writing: WriteOptions,
        nothing: str,
        into: Path,
        kept: Callable[[Books, Any], Mapping[Path, bytes]] | None,
    ) -> None:
        planned = plan(self.books)
        if not planned.directives and nothing:
            _tell(planned)
            click.echo(nothing, err=True)
            return
        change = EntriesChange(
            self.books,
            planned,
            known=self._known,
            into=into,
            replan=plan,
            kept=(lambda made: kept(self.books, made)) if kept else lambda _made: {},
        )
        _tell(planned)
        if not write_change(change, writing):
            return
        if change.planned is not planned:
            click.echo("The books had changed meanwhile, so this was worked out anew.")
            _tell(change.planned)
        click.echo(visible(f"Wrote {change.planned.done} to {shown_file(str(into))}."))


def _tell(planned: PlannedEntries) -> None:
    for note in planned.notes:
        click.echo(visible(f"Note: {note}."), err=True)
