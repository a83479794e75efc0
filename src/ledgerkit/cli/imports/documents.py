"""Import a file of documents: read it, show what it comes to, ask, write."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.imports.import_summary import (
    PlannedImport,
    result_line,
    summary_lines,
)
from ledgerkit.cli.imports.questions import confirm_change, show_bad_rows, show_steps
from ledgerkit.cli.imports.reading import read_file
from ledgerkit.cli.options import load_books
from ledgerkit.cli.show import write
from ledgerkit.entries.change import DocumentsChange
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.plan_documents import plan_documents
from ledgerkit.errors import UsageError
from ledgerkit.importers.csv_table import BadRow
from ledgerkit.importers.documents.accounts import choose_accounts
from ledgerkit.importers.documents.new_documents import new_documents
from ledgerkit.ledger.writing.writer import KnownBooks
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.imports.options import ImportOptions
    from ledgerkit.cli.imports.reading import FileReading
    from ledgerkit.entries.documents.plan_documents import PlannedDocuments


def import_documents(options: ImportOptions) -> None:
    """Import the documents of a file into the books.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    reading = read_file(options)
    books = load_books(options.book, None)
    known = KnownBooks.of(books)
    with show_steps(f"comparing with {options.book or 'the book'}"):
        found = _plan(options, reading, books)
    show_bad_rows(str(options.file), found.bad_rows)
    if found.bad_rows and not options.skip_bad:
        rows = len(reading.rows) + len(reading.bad_rows)
        raise UsageError(
            f"{len(found.bad_rows)} of {rows} rows can't be imported, so nothing was"
            " written; correct them, or leave them out with --skip-bad"
        )
    for line in summary_lines(options, reading, found):
        click.echo(visible(line), err=True)
    planned = found.planned
    if options.dry_run:
        write(ledger_text(planned.directives), None)
    elif not planned.directives:
        click.echo(result_line(options.side, planned))
    else:
        change = DocumentsChange(books, planned, known=known, into=options.to_file)
        _write(options, planned, change)


def _write(
    options: ImportOptions,
    planned: PlannedDocuments,
    change: DocumentsChange[PlannedDocuments],
) -> None:
    if not options.yes and not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask on; write with --yes, or look with --dry-run"
        )
    if not options.yes and not confirm_change(change.diff()):
        click.echo("Nothing was written.")
        return
    with show_steps("writing") as step:
        change.write(progress=step)
    click.echo(result_line(options.side, planned))


def _plan(
    options: ImportOptions, reading: FileReading, books: LedgerBooks
) -> PlannedImport:
    """What to write, and every row that can't be, in the file's order."""
    accounts = choose_accounts(
        books,
        options.side,
        options.accounts,
        with_payments=any(row.settled for row in reading.rows),
    )
    documents, unclear = new_documents(
        reading.rows, books, accounts, side=options.side, currency=options.currency
    )
    planned = plan_documents(books, [read.document for read in documents])
    lines = {id(read.document): read.line for read in documents}
    refused = [
        BadRow(line=lines[id(refusal.document)], reason=str(refusal))
        for refusal in planned.refused
    ]
    bad_rows = sorted([*reading.bad_rows, *unclear, *refused], key=lambda row: row.line)
    bad = {id(refusal.document) for refusal in planned.refused}
    return PlannedImport(
        documents=[read.document for read in documents if id(read.document) not in bad],
        bad_rows=bad_rows,
        accounts=accounts,
        planned=planned,
    )
