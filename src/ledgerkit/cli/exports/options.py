"""What the commands that export to advisers share: options, and writing the file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from ledgerkit.books.general_ledger.booked.entries import BookedEntries
from ledgerkit.cli.options import (
    books_options,
    check_whole,
    despite_errors_option,
    load_for_command,
)
from ledgerkit.cli.show import say_what_is_missing, status_of
from ledgerkit.cli.typed_values import Day
from ledgerkit.errors import UsageError, WriteRefusedError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.ledger.writing.writer import put_in_place
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import Any

    from ledgerkit.api import LedgerBooks
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.parties.party import Party

    F = TypeVar("F", bound="Callable[..., Any]")


def export_options(function: F) -> F:
    """``PERIOD``, ``[BOOKS]``, ``--file``, ``--output``, ``--settled-until``."""
    period = click.argument("period")
    as_of = click.option(
        "--settled-until",
        "as_of",
        type=Day(),
        help="Last day of payments that count as settling (default: that of PERIOD)",
    )
    return period(books_options(target_options(as_of(function))))


def target_options(function: F) -> F:
    """``--output``, ``--force``, ``--despite-errors``."""
    folder = click.option(
        "--output",
        "-o",
        "folder",
        default=".",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder to write to (default: this one)",
    )
    force = click.option(
        "--force", is_flag=True, help="Overwrite a file with other content"
    )
    return folder(force(despite_errors_option(function)))


class Asked(NamedTuple):
    """What a command is to export.

    Attributes:
        books: The books.
        period: Within one fiscal year.
        entries: Reads its entries.
        company: Ourselves, as recorded at its end.
    """

    books: LedgerBooks
    period: Period
    entries: BookedEntries
    company: Party


def asked(
    period: str, books: Path | None, file: Path | None, as_of: date | None
) -> Asked:
    """Load the books, and read what is asked for.

    Raises:
        LedgerkitError: If the books or the period can't be read.
    """
    loaded = load_whole(books, file)
    of = parse_period(period, loaded.general_ledger.fiscal)
    if as_of is not None and as_of < of.last:
        raise UsageError(
            f"--settled-until {as_of} is before the last day of {of.label}; export a"
            " shorter period instead"
        )
    entries = BookedEntries(loaded.source, loaded.general_ledger, as_of or of.last)
    company = loaded.directory.as_of(PartyRole.COMPANY, OURSELVES, of.last)
    return Asked(loaded, entries.period(of), entries, company)


def load_whole(books: Path | None, file: Path | None) -> LedgerBooks:
    """Load the books, which must lack nothing.

    Raises:
        LedgerkitError: If they can't be read, or lack entries.
    """
    loaded = load_for_command(books, file)
    check_whole(loaded)
    say_what_is_missing(loaded)
    return loaded


def write_export(
    books: LedgerBooks,
    path: Path,
    content: bytes,
    *,
    notes: Iterable[str],
    force: bool,
) -> None:
    """Write the file, say what a reader must know, and exit.

    Raises:
        WriteRefusedError: If another content is there, and nobody forces us.
    """
    is_new = write_or_refuse(path, content, force=force)
    for note in notes:
        click.echo(f"Note: {visible(note)}.", err=True)
    click.echo(f"{path}: {'written' if is_new else 'there already, the same'}.")
    sys.exit(status_of(books))


def write_or_refuse(path: Path, content: bytes, *, force: bool) -> bool:
    """Write a file that only its owner may read; False if it is there already.

    Raises:
        WriteRefusedError: If another content is there, and nobody forces us.
    """
    if path.is_file():
        if path.read_bytes() == content:
            return False
        if not force:
            raise WriteRefusedError(
                f"{path}: a file of this name is there with other content; overwrite it"
                " with --force"
            )
    put_in_place(path, content)
    return True
