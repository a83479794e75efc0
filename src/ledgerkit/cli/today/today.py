"""``ledgerkit today``: where we stand, and what is to be done."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.commands import FINDINGS
from ledgerkit.cli.options import books_options, load_for_command, report_options
from ledgerkit.cli.show import rendered, say_what_is_missing, show, status_of, write
from ledgerkit.inbox import files_waiting

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("today")
@books_options
@report_options
@click.option(
    "--all", "everything", is_flag=True, help="Show all of each kind, not five"
)
def today_command(
    books: Path | None,
    file: Path | None,
    as_of: date,
    *,
    everything: bool,
    **output: Any,
) -> None:
    """Show where we stand, and what is to be done today, the most urgent first.

    What is due by the end of the week counts: errors in the books, changed bank
    details, bills to pay and to approve, reminders to send, broken promises, recurring
    invoices not written, lines nobody has explained, files in the inbox, periods to
    close, tasks and check-ins. The other formats hold that list alone.
    """
    loaded = load_for_command(books, file)
    waiting = [file.name for file in files_waiting(loaded)]
    table = loaded.today(as_of=as_of, everything=everything, waiting=waiting)
    say_what_is_missing(loaded)
    if output["format_"] == "text":
        position = rendered(loaded.position(as_of=as_of), **output)
        write(f"{position}\n{rendered(table, **output)}", output["output"])
    else:
        show(table, **output)
    sys.exit(status_of(loaded) if table.is_whole else FINDINGS)
