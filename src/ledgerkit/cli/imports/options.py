"""The options of imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.options import (
    DATE_FORMAT_HELP,
    DECIMAL_MARK_HELP,
    DELIMITER_HELP,
    ENCODING_HELP,
    F,
)
from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.csv_rows import delimiter_called

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from ledgerkit.importers.documents.accounts import GivenAccounts
    from ledgerkit.importers.documents.fields import Field
    from ledgerkit.open_items.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How to read a file; None where the file shall say.

    Attributes:
        file: What to read.
        columns: Column names by field.
        date_format: How dates are written.
        decimal_mark: How amounts are written.
        encoding: Of the file.
        delimiter: What divides its cells.
    """

    file: Path
    columns: Mapping[Field, str]
    date_format: str | None
    decimal_mark: str | None
    encoding: str | None
    delimiter: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(ReadingOptions):
    """What was asked for; None where the file or the book shall say.

    Attributes:
        book: The main ledger file.
        side: Whether the file lists invoices or bills.
        currency: Of every amount.
        accounts: What to book on.
        to_file: The book's file to write to.
        settled_on: The day of payments that the file doesn't date; None for none.
        yes: Whether to write without asking.
        dry_run: Whether to print instead of writing.
        skip_bad: Whether to leave out the rows that can't be read.
    """

    book: Path | None
    side: Side
    currency: str | None
    accounts: GivenAccounts
    to_file: Path | None
    settled_on: date | None
    yes: bool
    dry_run: bool
    skip_bad: bool


def table_options(function: F) -> F:
    """``--date-format``, ``--delimiter``, ``--encoding``."""
    for option in (
        click.option("--encoding", help=ENCODING_HELP),
        click.option("--delimiter", help=DELIMITER_HELP),
        click.option("--date-format", help=DATE_FORMAT_HELP),
    ):
        function = option(function)
    return function


def decimal_mark_option(function: F) -> F:
    """``--decimal-mark``."""
    return click.option("--decimal-mark", help=DECIMAL_MARK_HELP)(function)


def delimiter_of(text: str | None) -> str | None:
    """The delimiter that an option names.

    Raises:
        UsageError: If it is none.
    """
    if text is None:
        return None
    delimiter = delimiter_called(text)
    if delimiter is None:
        raise UsageError(f"--delimiter is one character or tab, and not {text!r}")
    return delimiter


_MARKS = {"point": ".", "comma": ","}


def decimal_mark_of(text: str | None) -> str | None:
    """The mark that an option names.

    Raises:
        UsageError: If it is none.
    """
    mark = _MARKS.get(text or "", text)
    if mark not in {None, ".", ","}:
        raise UsageError(f"--decimal-mark is . or , and not {text!r}")
    return mark
