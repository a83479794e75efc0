"""Import a file of documents: read it, show what it comes to, ask, write."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.imports.questions import confirm_change, show_bad_rows, show_steps
from ledgerkit.cli.imports.reading import read_documents
from ledgerkit.cli.options import load_for_command
from ledgerkit.cli.show import write
from ledgerkit.cli.write import known_books
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.documents import plan_documents
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.accounts import choose_accounts
from ledgerkit.importers.documents.new_documents import new_documents
from ledgerkit.importers.documents.rows import PAID_SOMETIME
from ledgerkit.importers.documents.states import RowState
from ledgerkit.importers.tables.csv_table import BadRow
from ledgerkit.money import ZERO, with_cents
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.imports.options import ImportOptions
    from ledgerkit.cli.imports.reading import CellReading, DocumentsReading
    from ledgerkit.entries.documents.document import NewDocument
    from ledgerkit.entries.documents.documents import PlannedDocuments
    from ledgerkit.importers.documents.accounts import DocumentAccounts
    from ledgerkit.importers.tables.reading_choice import ReadingChoice
    from ledgerkit.open_items.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedImport:
    """What a file comes to.

    Attributes:
        documents: What it lists, those that are in the books already with them.
        bad_rows: The rows that can't be imported.
        accounts: What the documents are booked on.
        planned: What to write.
        void_elsewhere: The numbers of documents that the file has as void, and that
            are open in the books.
    """

    documents: Sequence[NewDocument]
    bad_rows: Sequence[BadRow]
    accounts: DocumentAccounts
    planned: PlannedDocuments
    void_elsewhere: Sequence[str]


def summary_lines(
    options: ImportOptions, reading: DocumentsReading, planned_import: PlannedImport
) -> Iterator[str]:
    """What was read and how, what it is booked on, and what is new."""
    side, planned = options.side, planned_import.planned
    yield f"{options.file}: {_contents(side, planned_import.documents)}"
    yield from form_lines(reading)
    booked = [planned_import.accounts.control, planned_import.accounts.lines]
    if any(document.settlements for document in planned_import.documents):
        booked.append(planned_import.accounts.bank)
    yield f"  accounts  {', '.join(booked)}"
    if planned.opened:
        yield f"            to be opened: {', '.join(planned.opened)}"
    yield from _left_out(reading, planned_import)
    yield f"  to write  {_additions(side, planned)}"


#: So many rows that are left out are named for each reason, and the others counted.
_NAMED_MAX = 20


def _left_out(
    reading: DocumentsReading, planned_import: PlannedImport
) -> Iterator[str]:
    """What is left out, by its number, and why."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in reading.left_out:
        reasons[row.reason].append(row.number or f"line {row.line}")
    for reason, numbers in reasons.items():
        more = len(numbers) - _NAMED_MAX
        others = f" and {more} more" if more > 0 else ""
        named = f"{', '.join(numbers[:_NAMED_MAX])}{others}"
        remedy = "; --settled-on DAY enters them" if reason == PAID_SOMETIME else ""
        yield f"  left out  {reason}: {named}{remedy}"
    if planned_import.void_elsewhere:
        void = ", ".join(planned_import.void_elsewhere)
        yield f"  in books  void in the file, open in the books: {void}"
    if planned_import.bad_rows:
        yield f"  left out  {_count(len(planned_import.bad_rows), 'row')}"


def form_lines(reading: DocumentsReading | CellReading) -> Iterator[str]:
    """How a file was read."""
    yield f"  columns   {reading.columns.describe()}"
    if reading.columns.unused():
        yield f"  not read  {', '.join(reading.columns.unused())}"
    yield f"  dates     {_form(reading.dates, '')}"
    yield f"  amounts   {_form(reading.amounts, 'decimal mark ')}"


def _form(choice: ReadingChoice, what: str) -> str:
    """How something is read, e.g. ``3/4/2013 is 2013-03-04 (%m/%d/%Y)``."""
    named = f"{what}{choice.value}"
    return f"{choice.example} ({named})" if choice.example else named


def result_line(side: Side, planned: PlannedDocuments) -> str:
    """What became of the documents, in one line."""
    settled = f", {planned.settled} newly settled" if planned.settled else ""
    line = f"{planned.new} new, {planned.there} already there{settled}"
    return f"{line}: {_additions(side, planned)}" if planned.directives else line


def _additions(side: Side, planned: PlannedDocuments) -> str:
    pieces = [
        _count(planned.new, side.number_key),
        _count(planned.settlements, "settlement"),
        _count(len(planned.declared), f"new {side.party_role.value}"),
        _count(len(planned.opened), "new account"),
    ]
    return ", ".join(pieces) if planned.directives else "nothing"


def _contents(side: Side, documents: Sequence[NewDocument]) -> str:
    if not documents:
        return f"no {side.number_key}s"
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for document in documents:
        totals[document.currency] += document.amount
    sums = [f"{with_cents(total, c):,f} {c}" for c, total in sorted(totals.items())]
    days = [document.issued for document in documents]
    parties = len({document.party for document in documents})
    return (
        f"{_count(len(documents), side.number_key)} of"
        f" {_count(parties, side.party_role.value)}, {min(days)} to {max(days)},"
        f" {' and '.join(sums)}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s'[: number != 1]}"


def import_documents(options: ImportOptions) -> None:
    """Import the documents of a file into the books.

    Raises:
        LedgerkitError: If nothing was written; the message says why.
    """
    reading = read_documents(options)
    books = load_for_command(options.book, None)
    known = known_books(books)
    with show_steps(f"comparing with {options.book or 'the book'}"):
        planned_import = _plan(options, reading, books)
    show_bad_rows(str(options.file), planned_import.bad_rows)
    if planned_import.bad_rows and not options.skip_bad:
        rows = len(reading.rows) + len(reading.bad_rows)
        raise UsageError(
            f"{len(planned_import.bad_rows)} of {rows} rows can't be imported, so"
            " nothing was written; correct them, or leave them out with --skip-bad"
        )
    for line in summary_lines(options, reading, planned_import):
        click.echo(visible(line), err=True)
    planned = planned_import.planned
    if options.dry_run:
        write(ledger_text(planned.directives), None)
    elif not planned.directives:
        click.echo(result_line(options.side, planned))
    else:
        into = options.to_file or usual_file(books, options.side)
        change = EntriesChange(books, planned, known=known, into=into)
        _write(options, planned, change)


def _write(
    options: ImportOptions,
    planned: PlannedDocuments,
    change: EntriesChange[PlannedDocuments],
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
    options: ImportOptions, reading: DocumentsReading, books: LedgerBooks
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
        void_elsewhere=list(_void_elsewhere(options.side, reading, books)),
    )


def _void_elsewhere(
    side: Side, reading: DocumentsReading, books: LedgerBooks
) -> Iterator[str]:
    """The numbers that the file has as void, and that are open in the books."""
    known = books.subledger(side, date.max).by_number
    for row in reading.left_out:
        if row.reason == RowState.VOID and any(
            item.open for item in known.get(row.number, ())
        ):
            yield row.number
