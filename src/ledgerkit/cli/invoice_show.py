"""``ledgerkit invoice show``: an invoice as it is sent."""

from __future__ import annotations

from pathlib import Path

import click

from ledgerkit.cli.options import books_options, load_books
from ledgerkit.cli.show import write_bytes
from ledgerkit.document_formats import FORMATS


@click.command("show")
@click.argument("number")
@books_options
@click.option(
    "--as",
    "as_",
    type=click.Choice(list(FORMATS)),
    default="html",
    show_default=True,
    help="In what format.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this file instead of the terminal.",
)
def show_command(
    number: str, books: Path | None, file: Path | None, as_: str, output: Path | None
) -> None:
    """Show invoice or credit note NUMBER as it is sent."""
    write_bytes(load_books(books, file).render(number, as_), output)
