"""Read the bank files that a command names; what can't be read is one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledgerkit.cli.group import DONE, UNUSABLE
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.bank_file_choices import BankFileChoices
from ledgerkit.importers.bank_files.read_bank_file import read_bank_file
from ledgerkit.importers.date_format import known_date_format
from ledgerkit.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ledgerkit.banking.statement import Statement

F = TypeVar("F", bound="Callable[..., Any]")

#: Each format has a limit of its own below it.
_BYTES_MAX = 256 * 1024 * 1024


def bank_file_options(function: F) -> F:
    """``--encoding``, ``--decimal-mark``, ``--date-format``."""
    for option in (
        click.option("--date-format", help="Of its dates, e.g. %d/%m/%Y."),
        click.option(
            "--decimal-mark",
            type=click.Choice([".", ","]),
            help="Of its amounts, where they can be read with either.",
        ),
        click.option("--encoding", help="Of its letters, e.g. cp1252."),
    ):
        function = option(function)
    return function


def bank_file_choices(chosen: Mapping[str, Any]) -> BankFileChoices:
    """What the options of `bank_file_options` say.

    Raises:
        UsageError: If one of them can't be meant.
    """
    form, encoding = chosen.get("date_format"), chosen.get("encoding")
    if encoding:
        _refuse_unknown(encoding)
    return BankFileChoices(
        encoding=encoding,
        decimal_mark=chosen.get("decimal_mark"),
        date_format=known_date_format(form) if form else None,
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

    A file that can't be is named on standard error, and so is one that has no
    statement in it.
    """
    statements: list[Statement] = []
    status = DONE
    for file in files:
        try:
            found = read_bank_file(file_content(file), str(file), choices)
        except UnreadableFileError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
            continue
        if not found:
            click.echo(f"{file}: it has no statement of an account", err=True)
        statements += found
    return statements, status


def file_content(file: Path) -> bytes:
    """A file's bytes, as many as are needed to see that there are too many.

    Raises:
        UnreadableFileError: If there is no such file, or too much of it.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_BYTES_MAX + 1)
    except OSError as error:
        raise unreadable(str(file), error.strerror or str(error)) from None
    if len(data) > _BYTES_MAX:
        most = _BYTES_MAX // 1024**2
        raise unreadable(str(file), f"it is larger than {most} MB; divide it by year")
    return data
