"""``ledgerkit differences``: small remainders of payments, and booking them."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.options import (
    books_options,
    load_for_command,
    report_options,
    side_option,
    write_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.documents.difference import plan_differences
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.books import Books


@click.command("differences")
@books_options
@report_options
@side_option
@click.option(
    "--account", type=AccountName(), help="Account to book everything but discounts on"
)
@click.option(
    "--write",
    "write_",
    is_flag=True,
    help="Show the change, and ask whether to write it",
)
@write_options
def differences_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    side: str,
    account: str | None,
    write_: bool,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Show small payment differences, and book them on request.

    Lists each remainder within the setting payment-tolerance, and each discount that
    was earned but not booked, with the account that it may go to. With --write or --yes
    a transaction for each is written, dated on the --as-of day.
    """
    if write_ or yes or dry_run:
        EntryWriter(books, file).write(
            partial(_planned, side=Side(side), day=as_of, account=account),
            WriteOptions(into=into, yes=yes, dry_run=dry_run),
            nothing=f"No difference is to be booked by {as_of}.",
            side=Side(side),
        )
        return
    loaded = load_for_command(books, file)
    show(loaded.differences(as_of=as_of, side=Side(side), account=account), **options)
    sys.exit(status_of(loaded))


def _planned(
    books: Books, side: Side, day: date, account: str | None
) -> PlannedEntries:
    proposed = plan_differences(books, side, as_of=day, account=account)
    directives = [
        proposal.directive for proposal in proposed if proposal.directive is not None
    ]
    count = len(directives)
    return PlannedEntries(
        done="1 difference" if count == 1 else f"{count} differences",
        directives=directives,
        notes=[
            f"{proposal.difference.document.label}: {proposal.lacks}"
            for proposal in proposed
            if proposal.lacks
        ],
    )
