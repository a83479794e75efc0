"""``ledgerkit invoice show``: invoices as they are sent."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.group import from_here
from ledgerkit.cli.options import (
    books_options,
    load_for_command,
    locale_option,
    outputs_option,
)
from ledgerkit.cli.show import show, write_bytes
from ledgerkit.cli.typed_values import Day
from ledgerkit.document_formats import DOCUMENT_FORMATS, find_format
from ledgerkit.e_invoices.e_invoice import CannotBeSentError
from ledgerkit.entries.kept_files import DocumentFolder
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.document_formats import DocumentFormat
    from ledgerkit.open_items.document import Document


def write_invoices(
    books: LedgerBooks,
    format_: DocumentFormat,
    folder: Path,
    *,
    from_: date | None,
    until: date | None,
) -> bool:
    """Write our invoices and credit notes of these days, and say how many.

    Those from before the books have no lines, and are passed over.

    Returns:
        Whether every other one could be written; those that couldn't are named.
    """
    chosen = _chosen(books, from_ or date.min, until or date.max)
    written, refused = 0, list[str]()
    with DocumentFolder(folder, beside=Path(books.filename)) as target:
        for document in _with_progress(chosen):
            try:
                invoice = books.read_invoice(document)
                content = format_.render(invoice, books.stationery)
            except (UsageError, CannotBeSentError) as error:
                refused.append(str(error))
                continue
            written += target.write(format_.called(invoice), format_.suffix, content)
    for message in refused:
        for line in from_here(message).splitlines():
            click.echo(visible(line), err=True)
    kept = len(chosen) - len(refused) - written
    click.echo(_summary(folder, written, kept, len(refused)))
    return not refused


def _chosen(books: LedgerBooks, first: date, last: date) -> Sequence[Document]:
    """In the order of their days, so that their files are always named alike."""
    documents = [
        document
        for document in books.subledger(Side.RECEIVABLE, date.max).documents
        if first <= document.issued <= last
        and document.number is not None
        and not any(posting.opening for posting in document.postings)
    ]
    return sorted(documents, key=lambda d: (d.issued, d.number or "", d.place))


def _with_progress(documents: Sequence[Document]) -> Iterable[Document]:
    """The documents, with a bar on a terminal."""
    if not sys.stderr.isatty():
        return documents
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    return track(documents, "Writing …", console=Console(stderr=True), transient=True)


def _summary(folder: Path, written: int, kept: int, refused: int) -> str:
    parts = [f"{written} written"]
    if kept:
        parts.append(f"{kept} there already")
    if refused:
        parts.append(f"{refused} not written, for the reasons above")
    return f"{folder}: {', '.join(parts)}."


_TEXT = "text"


@click.command("show")
@click.argument("number", required=False)
@books_options
@click.option(
    "--as",
    "as_",
    type=click.Choice([_TEXT, *DOCUMENT_FORMATS]),
    help="Format (default: text on the terminal, html in files)",
)
@click.option("--all", "all_", is_flag=True, help="Write all of them into a folder")
@click.option("--from", "from_", type=Day(), help="First day, with --all")
@click.option("--until", type=Day(), help="Last day, with --all")
@locale_option
@outputs_option
def show_invoice_command(number: str | None, **options: Any) -> None:
    """Show invoice or credit note NUMBER as it is sent.

    It is in the client's language, and says what its ledger lines say. With --all no
    NUMBER is given: every invoice is written to the folder that -o names; files that
    exist already are left as they are.
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
    books = load_for_command(options["books"], options["file"])
    if format_ == _TEXT:
        table = books.invoice_lines(number)
        show(table, format_=_TEXT, output=output, locale=options["locale"])
        return
    content = books.render(number, format_)
    if output is None and not DOCUMENT_FORMATS[format_].is_text and sys.stdout.isatty():
        raise UsageError(f"{format_} is no text for a terminal; add -o FILE")
    write_bytes(content, output)


def _format_of(output: Path) -> str:
    """The format that a file's name asks for; .xml could be any of several."""
    for name in ("html", "pdf"):
        if output.suffix.lower() == DOCUMENT_FORMATS[name].suffix:
            return name
    raise UsageError(
        f"say in what format {output} is to be: --as {'|'.join(DOCUMENT_FORMATS)}"
    )


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
        raise UsageError(
            f"--all writes files; choose --as {'|'.join(DOCUMENT_FORMATS)}"
        )
    loaded = load_for_command(
        books or (Path(number) if number else None), options["file"]
    )
    whole = write_invoices(
        loaded,
        find_format(as_ or "html"),
        output,
        from_=options["from_"],
        until=options["until"],
    )
    return DONE if whole else FINDINGS
