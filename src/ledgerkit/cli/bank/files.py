"""The bank files that a command names; each that can't be read is one line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.cli.options import (
    DATE_FORMAT_HELP,
    DECIMAL_MARK_HELP,
    DELIMITER_HELP,
    ENCODING_HELP,
    F,
)
from ledgerkit.cli.which_books import find_books
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.tables.parse_profile import (
    parse_bank_profile,
)
from ledgerkit.importers.tables.date_format import known_date_format
from ledgerkit.importers.tables.profile_file import PROFILE_BYTES_MAX, profile_text
from ledgerkit.text.unreadable import unreadable
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.tables.profile import BankProfile


#: Beside the main ledger file.
FOLDER = "bank-profiles"


def chosen_profile(chosen: str | None) -> tuple[str | None, Sequence[BankProfile]]:
    """The name of the profile that was asked for, and the profiles that there are.

    Args:
        chosen: A profile's name or file; None if nothing was said.

    Raises:
        UnreadableFileError: If one of them can't be read.
    """
    own = [read_profile(path) for path in _beside_books()]
    if chosen is None or not (chosen.endswith(".toml") or os.sep in chosen):
        return chosen, own
    profile = read_profile(Path(chosen))
    return profile.name, [profile, *(p for p in own if p.name != profile.name)]


def read_profile(path: Path) -> BankProfile:
    """The profile in a file.

    Raises:
        UnreadableFileError: If there is none.
    """
    try:
        with path.open("rb") as file:
            text = profile_text(file.read(PROFILE_BYTES_MAX * 4), str(path))
    except OSError as error:
        raise unreadable(str(path), error.strerror or str(error)) from None
    return parse_bank_profile(text, name=path.stem, file=str(path))


def _beside_books() -> Sequence[Path]:
    """The profiles in the folder beside the books, where there are any."""
    named = os.environ.get("LEDGERKIT_FILE")
    try:
        books = find_books(None, Path(named) if named else None)
    except UsageError:
        return []
    return sorted((books.parent / FOLDER).glob("*.toml"))


def bank_file_options(function: F) -> F:
    """``--encoding``, ``--decimal-mark``, ``--date-format``, and those of tables."""
    for option in (
        click.option(
            "--sign",
            type=click.Choice(["as-is", "reversed"]),
            help="Sign of a table's amounts: as-is if positive is money in (default:"
            " detected)",
        ),
        click.option("--delimiter", help=DELIMITER_HELP),
        click.option(
            "--profile", help="Profile to read a table with: a name or a TOML file"
        ),
        click.option("--date-format", help=DATE_FORMAT_HELP),
        click.option(
            "--decimal-mark",
            type=click.Choice([".", ","]),
            help=DECIMAL_MARK_HELP,
        ),
        click.option("--encoding", help=ENCODING_HELP),
    ):
        function = option(function)
    return function


def bank_file_choices(chosen: Mapping[str, Any]) -> BankFileChoices:
    """The choices that the options of `bank_file_options` make.

    Raises:
        UsageError: If one of them can't be meant.
        UnreadableFileError: If a profile means nothing.
    """
    form, encoding = chosen.get("date_format"), chosen.get("encoding")
    if encoding:
        _refuse_unknown(encoding)
    profile, own = chosen_profile(chosen.get("profile"))
    return BankFileChoices(
        encoding=encoding,
        decimal_mark=chosen.get("decimal_mark"),
        date_format=known_date_format(form) if form else None,
        profile=profile,
        delimiter=chosen.get("delimiter"),
        sign=chosen.get("sign"),
        own_profiles=own,
    )


def _refuse_unknown(encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        raise UsageError(
            f"there is no text encoding {encoding!r}; write for instance"
            " --encoding cp1252"
        ) from None


def read_files(
    files: Sequence[Path], choices: BankFileChoices
) -> tuple[list[Statement], int]:
    """The statements of all files that can be read, and the exit status.

    Where a file can be read in several ways, the likeliest is taken and named: this
    is for looking. A file that can't be read is named on standard error, and so is
    one that has no statement in it.
    """
    statements: list[Statement] = []
    status = DONE
    for file in files:
        try:
            of_file = _read(file, choices)
        except UnreadableFileError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
            continue
        if not of_file:
            click.echo(f"{file}: it has no statement of an account", err=True)
        show_notes(file, of_file)
        statements += of_file
    return statements, status


def show_notes(file: Path, statements: Sequence[Statement]) -> None:
    """Say how a file was understood, and what of it was left out; once each."""
    for note in dict.fromkeys(
        note for statement in statements for note in statement.notes
    ):
        click.echo(visible(f"{file}: {note}"), err=True)


def _read(file: Path, choices: BankFileChoices) -> Sequence[Statement]:
    """A file's statements; it stays open as long as the command works on them."""
    try:
        stream = click.get_current_context().with_resource(file.open("rb"))
        return likeliest_statements(stream, str(file), choices)
    except OSError as error:
        raise unreadable(str(file), error.strerror or str(error)) from None
