"""Show a table on the terminal, or write it to a file."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.options import number_locale
from ledgerkit.errors import Place
from ledgerkit.exporters.as_xlsx import render_xlsx
from ledgerkit.exporters.formats import TABLE_FORMATS
from ledgerkit.ledger.whole_books import errors_that_leave_out
from ledgerkit.ledger.writing.disk import private
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import FailedProof, Table

_PIECE_LENGTH = 1 << 16


def show(
    table: Table, *, format_: str, output: Path | None, locale: str | None
) -> None:
    """Print a table, or write it to a file."""
    if format_ == "xlsx":
        write_bytes(render_xlsx(table), output)
    else:
        write(rendered(table, format_=format_, output=output, locale=locale), output)


def rendered(
    table: Table, *, format_: str, output: Path | None, locale: str | None
) -> str:
    """A table in a text format, as suits the place it goes to."""
    on_terminal = output is None and sys.stdout.isatty()
    return TABLE_FORMATS[format_](
        table,
        locale=number_locale(locale),
        colour=on_terminal and "NO_COLOR" not in os.environ,
        width=shutil.get_terminal_size().columns if on_terminal else None,
    )


def write(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file; always as UTF-8."""
    write_bytes(text.encode("utf-8", "backslashreplace"), output)


def write_bytes(content: bytes, output: Path | None) -> None:
    """Print bytes, or write them to a file."""
    if output is None:
        click.echo(content, nl=False)
    else:
        with open(output, "wb", opener=private) as file:
            file.write(content)


def write_pieces(pieces: Iterable[str], output: Path | None) -> None:
    """Print pieces of a text, or write them to a file, as they come."""
    if output is None:
        for piece in _gathered(pieces):
            click.echo(piece, nl=False)
        return
    with open(output, "wb", opener=private) as file:
        for piece in _gathered(pieces):
            file.write(piece)


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces, joined until they are worth a call to the system."""
    gathered, length = [], 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length >= _PIECE_LENGTH:
            yield "".join(gathered).encode("utf-8", "backslashreplace")
            gathered, length = [], 0
    yield "".join(gathered).encode("utf-8", "backslashreplace")


def shown_file(filename: str) -> str:
    """A file's name, relative if it lies below this directory."""
    try:
        return str(Path(filename).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return filename


def shown_place(place: Place) -> str:
    """``file:line``, as editors jump to it."""
    return f"{shown_file(place.filename)}:{place.lineno}"


def say_what_is_missing(books: LedgerBooks) -> None:
    """Say, before any figure, that Beancount has left something out."""
    missing = errors_that_leave_out(books.errors)
    if missing:
        count = f"{len(missing)} places" if len(missing) > 1 else "one place"
        click.echo(
            f"Not whole: Beancount has left out what it can't read in {count}; see"
            " below.",
            err=True,
        )


def say_findings(findings: Sequence[FailedProof]) -> int:
    """A line for each finding, as ``file:line: message [kind]``, and the status."""
    for found in findings:
        place = shown_place(Place(found.file, found.line))
        click.echo(f"{place}: {visible(found.message)} [{found.kind}]", err=True)
    return FINDINGS if findings else DONE


def status_of(books: LedgerBooks) -> int:
    """The exit status of a report, after a line for each thing that spoils it.

    A figure from books with errors is shown all the same: it is often right, and
    the reader is told. Errors go to standard error as ``file:line: message``.
    """
    errors = books.trust_findings()
    for finding in errors:
        line = f"{shown_place(finding.place)}: {visible(finding.message)}"
        click.echo(line, err=True)
    return FINDINGS if errors else DONE
