"""Every invoice of a book, each as a file in a folder."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.group import from_here
from ledgerkit.e_invoices.e_invoice import CannotBeSentError
from ledgerkit.entries.kept_files import DocumentFolder
from ledgerkit.errors import UsageError
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.document_formats import DocumentFormat
    from ledgerkit.open_items.document import Document


@garbage_collection_off()
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
    target = DocumentFolder(folder)
    written, refused = 0, list[str]()
    for document in _with_progress(chosen):
        try:
            invoice = books.read_invoice(document)
            content = format_.render(invoice, books.desk)
        except (UsageError, CannotBeSentError) as error:
            refused.append(str(error))
            continue
        written += target.write(format_.called(invoice), format_.suffix, content)
    for message in refused:
        for line in from_here(message).splitlines():
            click.echo(visible(line), err=True)
    there = len(chosen) - len(refused) - written
    click.echo(_summary(folder, written, there, len(refused)))
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


def _summary(folder: Path, written: int, there: int, refused: int) -> str:
    parts = [f"{written} written"]
    if there:
        parts.append(f"{there} there already")
    if refused:
        parts.append(f"{refused} not written, for the reasons above")
    return f"{folder}: {', '.join(parts)}."
