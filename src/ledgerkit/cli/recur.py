"""``ledgerkit recur``: write the recurring invoices that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.plan_recurring import plan_recurring
from ledgerkit.cli.options import (
    Day,
    books_options,
    load_books,
    until_option,
    write_options,
)
from ledgerkit.cli.write_planned import WriteOptions, known_books, write_planned
from ledgerkit.errors import LedgerkitError
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("recur")
@books_options
@until_option
@click.option("--template", "only", help="Only this one's, by its id.")
@click.option(
    "--dated", type=Day(), help="Date them all so, and not on the days they fall due."
)
@write_options
def recur_command(
    books: Path | None,
    file: Path | None,
    until: date,
    only: str | None,
    dated: date | None,
    **how: Unpack[WriteOptions],
) -> None:
    """Write the recurring invoices that are due and not in the books yet.

    An invoice counts as there if it says recurring: and the template's id, whoever
    wrote it. So the command can be run as often as one likes.
    """
    try:
        loaded = load_books(books, file)
        known = known_books(loaded)
        planned = plan_recurring(loaded, until=until, only=only, dated=dated)
        if not planned:
            click.echo(f"No recurring invoice is due by {until} and missing.", err=True)
            return
        directives = [one.directive for one in planned]
        if write_planned(loaded, directives, known=known, how=how):
            numbers = ", ".join(one.number for one in planned)
            click.echo(visible(f"{_count(len(planned))} written: {numbers}."))
    except LedgerkitError as error:
        # Names and texts come from the books.
        raise type(error)(visible(str(error))) from error


def _count(number: int) -> str:
    return "1 invoice" if number == 1 else f"{number} invoices"
