"""``ledgerkit next-number``: what the next document will be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.books.documents.numbers import number_for
from ledgerkit.cli.documents.record_options import date_option
from ledgerkit.cli.options import books_options, load_books
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_KINDS = {
    "invoice": DocumentKind.INVOICE,
    "credit-note": DocumentKind.CREDIT_NOTE,
}


@click.command("next-number")
@books_options
@click.option(
    "--kind", type=click.Choice(list(_KINDS)), default="invoice", show_default=True
)
@date_option("Of which day's document.")
def next_number_command(
    books: Path | None, file: Path | None, kind: str, day: date
) -> None:
    """Print the number that the next invoice or credit note gets.

    It is not kept for anybody: ledgerkit invoice new takes it when it writes.
    """
    click.echo(visible(number_for(load_books(books, file), _KINDS[kind], day)))
