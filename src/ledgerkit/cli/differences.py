"""``ledgerkit differences``: what payments left over, and booking it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.plan_differences import plan_differences
from ledgerkit.cli.options import (
    books_options,
    load_books,
    report_options,
    side_option,
    write_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.cli.write_planned import WriteOptions, known_books, write_planned
from ledgerkit.open_items.side import Side
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks


@click.command("differences")
@books_options
@report_options
@side_option
@click.option("--account", help="Book everything but discounts on this account.")
@click.option("--write", "write_", is_flag=True, help="Show the change, and ask.")
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
    """Show small payment differences, and book them if told to.

    A rest within the setting payment-tolerance, and a discount that was earned and
    not booked, are listed with the account that each may go to. With --write or --yes
    a transaction for each is written, dated on the --as-of day.
    """
    loaded = load_books(books, file)
    if write_ or yes or dry_run:
        how = WriteOptions(into=into, yes=yes, dry_run=dry_run)
        _book(loaded, Side(side), as_of, account, how)
        return
    show(loaded.differences(as_of=as_of, side=Side(side), account=account), **options)
    sys.exit(status_of(loaded))


def _book(
    books: LedgerBooks, side: Side, day: date, account: str | None, how: WriteOptions
) -> None:
    known = known_books(books)
    proposed = plan_differences(books, side, as_of=day, account=account)
    for one in proposed:
        if one.lacks:
            document = one.difference.document
            click.echo(visible(f"{document.label}: {one.lacks}"), err=True)
    directives = [one.directive for one in proposed if one.directive is not None]
    if not directives:
        click.echo(f"No difference is to be booked by {day}.", err=True)
    elif write_planned(books, directives, known=known, how=how):
        count = len(directives)
        click.echo(f"{count} difference{'s'[: count != 1]} booked.")
