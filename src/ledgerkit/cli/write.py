"""Commands that change files: the diff, the question, the writing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol, TypedDict

import click

from ledgerkit.cli.imports.questions import confirm_change, show_steps
from ledgerkit.cli.show import write
from ledgerkit.entries.change import DocumentsChange
from ledgerkit.entries.entry import PlannedRecord
from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.writer import KnownBooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.api import LedgerBooks


def known_books(books: LedgerBooks) -> KnownBooks:
    """What the files are like now: take it before anything is planned."""
    return KnownBooks.of(books)


class WriteOptions(TypedDict):
    """What `write_options` gives a command."""

    into: Path | None
    yes: bool
    dry_run: bool


class Change(Protocol):
    """A change of files that is not made yet."""

    def text(self) -> str:
        """What it adds."""

    def diff(self) -> str:
        """The change as a unified diff."""

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Make it, or nothing of it."""


def write_change(
    change: Change,
    how: WriteOptions,
    *,
    before: Callable[[], None] | None = None,
) -> bool:
    """Write a change as the person wants it; False if nothing was written.

    Args:
        change: What to write.
        how: What the person said.
        before: Done once it is certain that it shall be written.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    if how["dry_run"]:
        write(change.text(), None)
        return False
    if not how["yes"] and not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask on; write with --yes, or look with --dry-run"
        )
    if not how["yes"] and not confirm_change(change.diff()):
        click.echo("Nothing was written.")
        return False
    if before is not None:
        before()
    with show_steps("writing") as step:
        change.write(progress=step)
    return True


def write_with_files(
    books: LedgerBooks,
    directives: Sequence[Directive],
    *,
    known: KnownBooks,
    how: WriteOptions,
    before: Callable[[], None],
) -> bool:
    """Write directives that say that files were made; False if nothing was written.

    Unlike a `RecordWriter`, it plans nothing anew on books that changed meanwhile:
    the files were made for these.

    Args:
        books: The books.
        directives: What to add to them.
        known: What their files were like when they were loaded.
        how: What the person wants.
        before: Writes the files, before the books say that they are there.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    planned = PlannedRecord(done="", directives=directives)
    change = DocumentsChange(books, planned, known=known, into=how["into"])
    return write_change(change, how, before=before)
