"""``ledgerkit bill import``: e-invoices become bills in the books."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.bills.bill_read import bill_content
from ledgerkit.cli.imports.questions import show_steps
from ledgerkit.cli.options import (
    SKIP_BAD_HELP,
    file_option,
    load_for_command,
    write_options,
)
from ledgerkit.cli.show import shown_file
from ledgerkit.cli.which_books import files_argument
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.e_invoices.read import arrived_bills
from ledgerkit.entries.bills.arrived_bills import PlannedBills, plan_arrived_bills
from ledgerkit.entries.bills.bill_files import bill_files
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.entry import as_money
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import LedgerkitError, UnreadableFileError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ledgerkit.entries.bills.arrived_bill import ArrivedBill
    from ledgerkit.entries.bills.arrived_bills import BookedBill


@click.command("import")
@files_argument
@file_option
@click.option("--skip-bad", is_flag=True, help=SKIP_BAD_HELP)
@write_options
def import_bill_command(  # noqa: PLR0913 - click hands over each option
    files: Sequence[Path],
    file: Path | None,
    *,
    skip_bad: bool,
    into: Path | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Book e-invoices as bills: UBL, CII, Factur-X and ZUGFeRD PDFs, FatturaPA.

    Vendors are recognised by VAT id, tax id, IBAN, then name, and declared if they are
    new. Lines are booked like the vendor's earlier bills; a line without a precedent
    goes to a suspense account, flagged !. The files are kept beside the books, and no
    bill is added twice. Shows the change and asks.

    Every argument is a FILE: name the ledger with -f.
    """
    bad: list[str] = []
    with show_steps("reading") as step:
        bills = _read(files, bad, step)
    books = load_for_command(None, file)
    known = known_books(books)
    try:
        with show_steps("comparing with the books"):
            planned = plan_arrived_bills(books, bills)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    bad += [f"{bill.file}: {_label(bill)}: {why}" for bill, why in planned.refused]
    _tell(planned, bad)
    if bad and not skip_bad:
        raise UsageError(
            f"{len(bad)} of {len(bills) + len(bad) - len(planned.refused)} can't be"
            " imported, so nothing was written; leave them out with --skip-bad"
        )
    if not planned.directives:
        click.echo("Everything is in the books already.")
        return
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    change = EntriesChange(
        books,
        planned,
        known=known,
        into=into or usual_file(books, Side.PAYABLE),
        replan=partial(plan_arrived_bills, bills=bills),
        kept=lambda plan: bill_files(books, plan.booked),
    )
    if write_change(change, writing):
        click.echo(_done(change.planned, into or usual_file(books, Side.PAYABLE)))


def _read(
    files: Sequence[Path], bad: list[str], step: Callable[[str], None]
) -> list[ArrivedBill]:
    """The bills in the files; what is wrong with the others is added to the list."""
    bills: list[ArrivedBill] = []
    for count, file in enumerate(files, start=1):
        step(f"reading {count} of {len(files)}")
        try:
            bills += arrived_bills(bill_content(file), str(file))
        except UnreadableFileError as error:
            bad.append(str(error))
    return bills


def _tell(planned: PlannedBills, bad: Sequence[str]) -> None:
    """What each file comes to, on standard error."""
    lines = [f"{b.file}: {_label(b)}: {where}" for b, where in planned.there]
    for booked in planned.booked:
        lines += _lines_of(booked)
    for line in (*lines, *bad):
        click.echo(visible(line), err=True)


def _lines_of(booked: BookedBill) -> Iterator[str]:
    bill, document, vendor = booked.bill, booked.document, booked.vendor
    whose = f"known {vendor.how}" if vendor.how else "new"
    mark = " !" if document.unfinished else ""
    yield (
        f"{bill.file}: {document.kind.value} {document.number} of {document.party}"
        f" ({whose}) over {as_money(abs(document.amount), document.currency)}{mark}"
    )
    yield from (f"  {note}" for note in booked.notes)


def _label(bill: ArrivedBill) -> str:
    return bill.invoice.number or "bill without a number"


def _done(planned: PlannedBills, into: Path) -> str:
    count = len(planned.booked)
    marked = sum(booked.document.unfinished for booked in planned.booked)
    text = f"Wrote {count} bill{'s'[: count != 1]} to {shown_file(str(into))}"
    if marked:
        text += f"; {marked} flagged ! wait on the suspense account"
    return visible(f"{text}.")
