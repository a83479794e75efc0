"""``ledgerkit bill``: what vendors ask us to pay, one document at a time."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bills.bill_import import import_bill_command
from ledgerkit.cli.bills.bill_read import read_command
from ledgerkit.cli.bills.pay import pay_command
from ledgerkit.cli.completion import completed, open_bills
from ledgerkit.cli.documents.credit_note import new_vendor_credit_command
from ledgerkit.cli.documents.options import (
    VENDORS_NUMBER_HELP,
    ask_document,
    date_option,
    document_date_option,
    document_draft,
    document_options,
)
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    VENDOR_HELP,
    books_options,
    confirm_options,
    file_option,
    load_for_command,
    output_options,
    write_options,
)
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.show import show, status_of
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.which_books import then_books
from ledgerkit.cli.write import EntryWriter, WriteOptions, write_change
from ledgerkit.entries.bills.approve import ApprovalChange
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks


@click.command("approve")
@click.argument(
    "numbers",
    nargs=-1,
    required=True,
    metavar="NUMBER...",
    shell_complete=completed(open_bills),
)
@file_option
@click.option("--by", required=True, help="Approver, e.g. a manager's id")
@date_option
@confirm_options
def approve_command(  # noqa: PLR0913 - click hands over each option
    numbers: Sequence[str],
    file: Path | None,
    *,
    by: str,
    day: date,
    yes: bool,
    dry_run: bool,
) -> None:
    """Approve bills, with approved-by and approved-on in their transactions.

    The second approval of a bill is approved-also-by. Approvers that the book's
    approval-rule directives don't allow are refused. Shows the change and asks.
    """
    named, where = then_books(numbers)
    if not named:
        raise UsageError("say what to approve: the NUMBER of a bill")
    books = load_for_command(where, file)
    try:
        change = ApprovalChange(books, named, by=by, on=day)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    for number, why in change.still_missing.items():
        click.echo(visible(f"Note: {number} may not be paid yet: {why}."), err=True)
    if write_change(change, WriteOptions(into=None, yes=yes, dry_run=dry_run)):
        count = len(set(named))
        click.echo(visible(f"{by} approved {count} bill{'s'[: count != 1]}."))


_SIDE = Side.PAYABLE


@click.command("new")
@books_options
@click.option(
    "--vendor",
    shell_complete=completed(lambda books: books.vendors),
    help=VENDOR_HELP,
)
@click.option("--number", help=VENDORS_NUMBER_HELP)
@document_date_option
@click.option("--received", type=Day(), help="Date of receipt")
@document_options(_SIDE)
@write_options
def new_bill_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    vendor: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Enter a vendor's bill.

    Account, tax code, terms and withholding come from the vendor's record unless they
    are given. For an expense claim the vendor is the employee. A number that the vendor
    has used before is refused, and a bill that looks like another is pointed out. Shows
    the change and asks.
    """
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = EntryWriter(books, file)
    if sys.stdin.isatty() and not (vendor and options["number"] and options["lines"]):
        vendor = ask_document(writer.books, _SIDE, vendor, options)
    if vendor is None:
        raise UsageError("name the vendor: --vendor")
    draft = document_draft(
        writer.books, _SIDE, vendor, options, received=options["received"]
    )
    writer.record(draft, writing)


def _numbers(books: LedgerBooks) -> Sequence[str]:
    documents = books.subledger(Side.PAYABLE, date.max).documents
    return [document.number for document in documents if document.number]


@click.command("show")
@click.argument("number", shell_complete=completed(_numbers))
@books_options
@output_options
def show_bill_command(
    number: str, books: Path | None, file: Path | None, **options: Any
) -> None:
    """Show bill or vendor credit NUMBER: lines, tax and amount payable."""
    loaded = load_for_command(books, file)
    try:
        table = loaded.invoice_lines(number, side=Side.PAYABLE)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    show(table, **options)
    sys.exit(status_of(loaded))


@click.group("bill", cls=Noun)
def bill_command() -> None:
    """Enter, list, show, approve and pay vendors' bills."""


bill_command.add_command(approve_command)


bill_command.add_command(import_bill_command)


bill_command.add_command(new_bill_command)


bill_command.add_command(pay_command)


bill_command.add_command(new_vendor_credit_command, "credit")


bill_command.add_command(read_command)


bill_command.add_command(show_bill_command)


bill_command.add_command(made("list", GROUPED_REPORTS["bill", "list"]))
