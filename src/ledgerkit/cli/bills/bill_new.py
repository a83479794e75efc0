"""``ledgerkit bill new``: a vendor's bill from the terminal into the books."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.documents.options import (
    ask_document,
    document_draft,
    document_options,
)
from ledgerkit.cli.documents.record_options import completed, date_option
from ledgerkit.cli.options import Day, books_options, write_options
from ledgerkit.cli.write import RecordWriter, WriteOptions
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path

_SIDE = Side.PAYABLE


@click.command("new")
@books_options
@click.option(
    "--vendor",
    shell_complete=completed(lambda books: books.vendors),
    help="Whose it is: an id, name or alias; an employee's for a claim of expenses.",
)
@click.option("--number", help="The number that the vendor printed on it.")
@date_option("Its date.")
@click.option("--received", type=Day(), help="When it came.")
@document_options(_SIDE)
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    vendor: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Write a vendor's bill into the books.

    What the vendor's record says need not be said again: account, tax code, terms and
    what is withheld. A number that the vendor used already stops it, and a bill that
    looks like another is named. Shows the change and asks.
    """
    how = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = RecordWriter(books, file)
    if sys.stdin.isatty() and not (vendor and options["number"] and options["lines"]):
        vendor = ask_document(writer.books, _SIDE, vendor, options)
    if vendor is None:
        raise UsageError("say whose it is: --vendor")
    draft = document_draft(
        writer.books, _SIDE, vendor, options, received=options["received"]
    )
    writer.record(draft, how)
