"""``ledgerkit credit-note``: take an invoice back, whole or in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.completion import completed, open_bills, open_numbers
from ledgerkit.cli.documents.options import (
    NEXT_NUMBER_HELP,
    VENDORS_NUMBER_HELP,
    credit_draft,
    credit_options,
    document_date_option,
)
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path


@click.group("credit-note", cls=Noun)
def credit_note_command() -> None:
    """Write credit notes; ledgerkit invoice show prints them."""


@credit_note_command.command("new")
@click.argument("invoice", shell_complete=completed(open_numbers))
@books_options
@click.option("--number", help=NEXT_NUMBER_HELP)
@document_date_option
@credit_options
@write_options
def new_credit_note_command(  # noqa: PLR0913 - click hands over each option
    invoice: str,
    books: Path | None,
    file: Path | None,
    *,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Credit INVOICE: what is left of it, an --amount with its tax, or line by line.

    Tax is credited under the invoice's tax codes, so that all credits of an invoice
    sum to it, and never to more. The credit note links to the invoice, and settles
    what is open of it.
    """
    writer = EntryWriter(books, file)
    draft = credit_draft(writer.books, invoice, Side.RECEIVABLE, **options)
    writer.record(draft, WriteOptions(into=into, yes=yes, dry_run=dry_run))


@click.group("vendor-credit", cls=Noun)
def vendor_credit_command() -> None:
    """Enter credits from vendors."""


@vendor_credit_command.command("new")
@click.argument("bill", shell_complete=completed(open_bills))
@books_options
@click.option("--number", required=True, help=VENDORS_NUMBER_HELP)
@document_date_option
@credit_options
@write_options
def new_vendor_credit_command(  # noqa: PLR0913 - click hands over each option
    bill: str,
    books: Path | None,
    file: Path | None,
    *,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Credit BILL: what is left of it, an --amount with its tax, or line by line.

    Tax is credited under the bill's tax codes, and tax withheld is taken back in
    proportion, so that all credits of a bill sum to it, and never to more. The credit
    links to the bill, and settles what is open of it.
    """
    writer = EntryWriter(books, file)
    draft = credit_draft(writer.books, bill, Side.PAYABLE, **options)
    writer.record(draft, WriteOptions(into=into, yes=yes, dry_run=dry_run))
