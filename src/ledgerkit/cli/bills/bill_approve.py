"""``ledgerkit bill approve``: put an approval into the bill's own transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.documents.record_options import completed, date_option
from ledgerkit.cli.options import file_option, load_books
from ledgerkit.cli.write import WriteOptions, write_change
from ledgerkit.entries.bills.approve import ApprovalChange
from ledgerkit.errors import LedgerkitError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledgerkit.api import LedgerBooks


def _open_bills(books: LedgerBooks) -> Sequence[str]:
    documents = books.subledger(Side.PAYABLE, date.max).open_documents
    return [document.number for document in documents if document.number]


@click.command("approve")
@click.argument(
    "numbers", nargs=-1, required=True, shell_complete=completed(_open_bills)
)
@file_option
@click.option("--by", required=True, help="Who approves, e.g. a manager's id.")
@date_option("When.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Print the change, write nothing.")
def approve_command(  # noqa: PLR0913 - click hands over each option
    numbers: Sequence[str],
    file: Path | None,
    *,
    by: str,
    day: date,
    yes: bool,
    dry_run: bool,
) -> None:
    """Approve bills: approved-by and approved-on, in their own transactions.

    The second approval of a bill is approved-also-by. Who may not approve a bill, by
    the book's approval-rule directives, is refused. Shows the change and asks.
    """
    books = load_books(None, file)
    try:
        change = ApprovalChange(books, numbers, by=by, on=day)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    for number, why in change.still_missing.items():
        click.echo(visible(f"Note: {number} may not be paid yet: {why}."), err=True)
    if write_change(change, WriteOptions(into=None, yes=yes, dry_run=dry_run)):
        count = len(set(numbers))
        click.echo(visible(f"{by} approved {count} bill{'s'[: count != 1]}."))
