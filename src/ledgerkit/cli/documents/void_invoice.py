"""``ledgerkit invoice void``: a number that stands for nothing, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.documents.record_options import completed, date_option, open_numbers
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.write import RecordWriter
from ledgerkit.entries.documents.void import VoidNumber

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.write import WriteOptions


@click.command("void")
@click.argument("number", shell_complete=completed(open_numbers))
@books_options
@click.option("--reason", required=True, help="Why, for whoever asks.")
@date_option("When it was voided.")
@write_options
def void_command(
    number: str,
    books: Path | None,
    file: Path | None,
    reason: str,
    day: date,
    **how: Unpack[WriteOptions],
) -> None:
    """Void NUMBER: it stays in its series, with the reason.

    A number that was never used gets a directive that says why. An invoice that was
    issued, and of which nothing is settled, is also reversed, posting by posting.
    """
    void = VoidNumber(number=number, reason=reason, day=day)
    RecordWriter(books, file).record(void, how)
