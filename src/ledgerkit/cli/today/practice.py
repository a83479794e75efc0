"""``ledgerkit practice``: the books of many clients at a glance."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.api import load
from ledgerkit.cli.answers.warm import note_books
from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.options import report_options
from ledgerkit.cli.show import show
from ledgerkit.errors import LedgerkitError, UntrustedBooksError, UsageError
from ledgerkit.reports.practice import PracticeBook, practice, read_book, unread_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_MAIN = "main.beancount"
_LEDGERS = (".beancount", ".bean")


@click.command("practice")
@click.argument("folder", type=click.Path(path_type=Path))
@report_options
def practice_command(folder: Path, as_of: date, **output: Any) -> None:
    """Show all clients' books below FOLDER: what is overdue, due, and wrong.

    Each folder below FOLDER that holds a main.beancount, or one ledger alone, is a
    book, and has a row. A book that can't be read has one too, with the reason.
    Programs that lie with a book run only if its folder is trusted.
    """
    found = list(_books_below(folder))
    if not found:
        raise UsageError(f"{folder}: no folder below it holds a {_MAIN}")
    books = [_read(folder, ledgers, as_of) for ledgers in found]
    show(practice(books, as_of=as_of), **output)
    sys.exit(DONE if all(book.is_good for book in books) else FINDINGS)


def _books_below(folder: Path) -> Iterator[Sequence[Path]]:
    """The ledgers of each book: one, as a rule; what lies below a book is its own.

    Raises:
        UsageError: If the folder, or one below it, can't be read.
    """

    def refuse(error: OSError) -> None:
        raise UsageError(f"{error.filename}: {error.strerror}") from None

    for name, below, files in os.walk(folder, onerror=refuse):
        here = Path(name)
        ledgers = sorted(here / f for f in files if f.endswith(_LEDGERS))
        if ledgers:
            main = here / _MAIN
            yield [main] if main in ledgers else ledgers
            below.clear()
        below[:] = sorted(each for each in below if not each.startswith("."))


def _read(folder: Path, ledgers: Sequence[Path], as_of: date) -> PracticeBook:
    """What is to be known of a book; if it can't be read, why."""
    path = ledgers[0]
    at = path.parent.relative_to(folder)
    book = str(at) if path.name == _MAIN and at.parts else str(path.relative_to(folder))
    if len(ledgers) > 1:
        names = ", ".join(ledger.name for ledger in ledgers)
        return unread_book(
            str(at), f"which is the main ledger of {names}? Name it {_MAIN}"
        )
    try:
        loaded = load(path)
        note_books(loaded.options)
        return read_book(book, loaded, as_of)
    except UntrustedBooksError as error:
        reason = f"{error.reason}; trust it with ledgerkit trust {path.parent}"
        return unread_book(book, reason)
    except (LedgerkitError, OSError) as error:
        return unread_book(book, str(error))
