"""``ledgerkit invoice show``: invoices as they are sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ledgerkit.cli.documents.invoice_files import write_invoices
from ledgerkit.cli.group import DONE, FINDINGS
from ledgerkit.cli.options import Day, books_options, load_books
from ledgerkit.cli.show import show, write_bytes
from ledgerkit.document_formats import FORMATS, find_format
from ledgerkit.errors import UsageError

_TEXT = "text"


@click.command("show")
@click.argument("number", required=False)
@books_options
@click.option(
    "--as",
    "as_",
    type=click.Choice([_TEXT, *FORMATS]),
    help="In what format; else text on the terminal, and html in files.",
)
@click.option("--all", "all_", is_flag=True, help="All of them, into a folder.")
@click.option("--from", "from_", type=Day(), help="The first day, with --all.")
@click.option("--until", type=Day(), help="The last day, with --all.")
@click.option("--locale", help="Thousands and decimals of text, e.g. it_IT.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this file, or with --all to this folder.",
)
def show_command(number: str | None, **options: Any) -> None:
    """Show invoice or credit note NUMBER as it is sent.

    In the client's language, with what its ledger lines say. With --all there is no
    NUMBER: every invoice is written to the folder that -o names; those that are
    there already are left as they are.
    """
    if options.pop("all_"):
        sys.exit(_show_all(number, **options))
    if number is None:
        raise UsageError("say which: the NUMBER of an invoice, or --all -o FOLDER")
    _show_one(number, **options)


def _show_one(number: str, **options: Any) -> None:
    if options["from_"] or options["until"]:
        raise UsageError("--from and --until choose among --all; NUMBER is one already")
    output: Path | None = options["output"]
    format_ = options["as_"] or (_format_of(output) if output else _TEXT)
    books = load_books(options["books"], options["file"])
    if format_ == _TEXT:
        table = books.invoice_lines(number)
        show(table, format_=_TEXT, output=output, locale=options["locale"])
        return
    content = books.render(number, format_)
    if output is None and not FORMATS[format_].is_text and sys.stdout.isatty():
        raise UsageError(f"{format_} is no text for a terminal; add -o FILE")
    write_bytes(content, output)


def _format_of(output: Path) -> str:
    """The format that a file's name asks for; .xml could be any of several."""
    for name in ("html", "pdf"):
        if output.suffix.lower() == FORMATS[name].suffix:
            return name
    raise UsageError(f"say in what format {output} is to be: --as {'|'.join(FORMATS)}")


def _show_all(
    number: str | None,
    *,
    books: Path | None,
    output: Path | None,
    as_: str | None,
    **options: Any,
) -> int:
    if number is not None and books is not None:
        raise UsageError(f'--all is every invoice; leave out "{number}" or --all')
    if output is None:
        raise UsageError("say where to: --all -o FOLDER")
    if as_ == _TEXT:
        raise UsageError(f"--all writes files; choose --as {'|'.join(FORMATS)}")
    loaded = load_books(books or (Path(number) if number else None), options["file"])
    whole = write_invoices(
        loaded,
        find_format(as_ or "html"),
        output,
        from_=options["from_"],
        until=options["until"],
    )
    return DONE if whole else FINDINGS
