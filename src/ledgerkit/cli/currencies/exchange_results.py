"""``ledgerkit exchange-results``: what exchange gained or lost, and booking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import confirm_options, load_for_command
from ledgerkit.cli.report_command import made, period_text
from ledgerkit.cli.report_spec import ReportCommand
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.entries.currencies.settlements import correct_settlements
from ledgerkit.errors import LedgerkitError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.entries.currencies.settlements import CorrectedSettlements

_REPORT = ReportCommand(
    report="exchange_results",
    help="Show what settling documents in foreign currencies gained or lost, and book"
    " it.\n\nWith --write or --yes, past settlements at another rate than their"
    " documents' are written as they should be, with their gain or loss: those of"
    " --period, or all.",
)


def _command() -> click.Command:
    """The report's own command, with the options that write."""
    command = made("exchange-results", _REPORT)
    show = command.callback
    assert show is not None

    @confirm_options
    @click.option(
        "--write",
        "write_",
        is_flag=True,
        help="Show the change, and ask whether to write it",
    )
    def run(*, write_: bool, yes: bool, dry_run: bool, **typed: Any) -> None:
        if write_ or yes or dry_run:
            _write(typed, WriteOptions(into=None, yes=yes, dry_run=dry_run))
        else:
            show(**typed)

    command.callback = run
    command.params += reversed(getattr(run, "__click_params__", []))
    return command


def _write(typed: Mapping[str, Any], writing: WriteOptions) -> None:
    books = load_for_command(typed["books"], typed["file"])
    known_books(books)
    word = period_text(typed)
    period = parse_period(word, books.general_ledger.fiscal) if word else None
    try:
        corrected = correct_settlements(books, period)
        for sentence in corrected.left:
            click.echo(visible(f"Note: {sentence}."), err=True)
        if corrected.change is None or corrected.change.is_empty:
            click.echo("No settlement is to be corrected; nothing was written.")
        elif write_change(corrected.change, writing):
            click.echo(_done(corrected))
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error


def _done(corrected: CorrectedSettlements) -> str:
    count = corrected.count
    what = "1 settlement" if count == 1 else f"{count} settlements"
    return f"Corrected {what}; each takes off what its document is carried at."


exchange_results_command = _command()
