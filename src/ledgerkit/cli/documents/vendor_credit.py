"""``ledgerkit vendor-credit``: what a vendor credits of a bill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.documents.options import credit_draft, credit_options
from ledgerkit.cli.documents.record_options import completed, date_option, open_bills
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.write import RecordWriter, WriteOptions
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path


@click.group("vendor-credit")
def vendor_credit_command() -> None:
    """Write what vendors credit us."""


@vendor_credit_command.command("new")
@click.argument("bill", shell_complete=completed(open_bills))
@books_options
@click.option("--number", required=True, help="The number printed on the credit.")
@date_option("Its date.")
@credit_options("bill")
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    bill: str,
    books: Path | None,
    file: Path | None,
    *,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Credit BILL: the whole, an --amount, or line by line.

    Tax goes back by the codes that the bill had, and so does what was withheld where
    the whole is credited. The credit links the bill, and settles what is open of it.
    """
    writer = RecordWriter(books, file)
    draft = credit_draft(writer.books, bill, Side.PAYABLE, **options)
    writer.record(draft, WriteOptions(into=into, yes=yes, dry_run=dry_run))
