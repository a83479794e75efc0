"""``ledgerkit bill show``: a bill in the books, line by line."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.documents.record_options import completed
from ledgerkit.cli.options import books_options, load_books, output_options
from ledgerkit.cli.show import show, status_of
from ledgerkit.errors import LedgerkitError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks


def _numbers(books: LedgerBooks) -> Sequence[str]:
    documents = books.subledger(Side.PAYABLE, date.max).documents
    return [document.number for document in documents if document.number]


@click.command("show")
@click.argument("number", shell_complete=completed(_numbers))
@books_options
@output_options
def show_command(
    number: str, books: Path | None, file: Path | None, **options: Any
) -> None:
    """Show bill or vendor credit NUMBER: its lines, its tax, and what is to be paid."""
    loaded = load_books(books, file)
    try:
        table = loaded.invoice_lines(number, side=Side.PAYABLE)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    show(table, **options)
    sys.exit(status_of(loaded))
