"""What the commands that export to advisers share: options, and writing the file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ledgerkit.cli.options import (
    books_options,
    check_whole,
    despite_errors_option,
    load_for_command,
)
from ledgerkit.cli.show import say_what_is_missing, status_of
from ledgerkit.cli.typed_values import Day
from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.writer import put_in_place
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ledgerkit.adviser_files import AdviserFile
    from ledgerkit.api import LedgerBooks

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
    books: LedgerBooks, folder: Path, made: AdviserFile, *, force: bool
) -> None:
    """Write the file, say what a reader must know, and exit.

    Raises:
        WriteRefusedError: If another content is there, and nobody forces us.
    """
    path = folder / made.name
    is_new = write_or_refuse(path, made.content, force=force)
    for note in made.notes:
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
