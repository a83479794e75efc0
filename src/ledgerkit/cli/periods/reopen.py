"""``ledgerkit reopen``: open a closed period again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.documents.options import date_option
from ledgerkit.cli.options import PERSON_HELP, books_options, write_options
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.general_ledger.reopen import ReopenPeriod, plan_reopen
from ledgerkit.entries.usual_file import usual_file_of_periods

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("reopen")
@click.argument("period")
@books_options
@click.option("--reason", required=True, help="Why the period is opened again")
@click.option("--by", required=True, help=PERSON_HELP)
@date_option
@write_options
def reopen_command(  # noqa: PLR0913 - click hands over each option
    period: str,
    books: Path | None,
    file: Path | None,
    *,
    reason: str,
    by: str,
    day: date,
    **writing: Unpack[WriteOptions],
) -> None:
    """Open the closed PERIOD again, so that it can be changed.

    The reason, who and when stay in the books, and so does the list of what was closed.
    Periods that were closed after it are opened first. Close it anew when it is done.
    """
    request = ReopenPeriod(period=period, day=day, reason=reason, by=by)
    writer = EntryWriter(books, file)
    into = writing["into"] or usual_file_of_periods(writer.books)
    writing = WriteOptions(into=into, yes=writing["yes"], dry_run=writing["dry_run"])
    writer.write(partial(plan_reopen, request=request), writing)
