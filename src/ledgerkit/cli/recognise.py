"""``ledgerkit recognise``: write what of the deferred revenue has become income."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.plan_recognition import plan_recognition
from ledgerkit.cli.options import (
    books_options,
    load_books,
    until_option,
    write_options,
)
from ledgerkit.cli.write_planned import WriteOptions, known_books, write_planned
from ledgerkit.errors import LedgerkitError
from ledgerkit.money import ZERO
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from ledgerkit.books.plan_recognition import PlannedRecognition


@click.command("recognise")
@books_options
@until_option
@write_options
def recognise_command(
    books: Path | None, file: Path | None, until: date, **how: Unpack[WriteOptions]
) -> None:
    """Write the month-end entries that turn deferred revenue into income.

    What any entry has recognised already is not recognised again. So the command can
    be run as often as one likes.
    """
    try:
        loaded = load_books(books, file)
        known = known_books(loaded)
        planned = plan_recognition(loaded, until=until)
        if not planned:
            click.echo(f"Nothing is to be recognised by {until}.", err=True)
            return
        directives = [one.directive for one in planned]
        if write_planned(loaded, directives, known=known, how=how):
            click.echo(f"{len(planned)} entries written: {_sums(planned)}.")
    except LedgerkitError as error:
        # Names and texts come from the books.
        raise type(error)(visible(str(error))) from error


def _sums(planned: Sequence[PlannedRecognition]) -> str:
    sums: dict[str, Decimal] = {}
    for one in planned:
        sums[one.currency] = sums.get(one.currency, ZERO) + one.amount
    return ", ".join(f"{amount:f} {currency}" for currency, amount in sums.items())
