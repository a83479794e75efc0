"""``ledgerkit revalue``: open foreign items at the rate of a day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.currencies.revalue import RevaluationAsked, plan_revaluation

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.write import WriteOptions


@click.command("revalue")
@click.argument("day", type=Day())
@books_options
@click.option(
    "--gain-account",
    type=AccountName(),
    help="Account of unrealised gains (default: the only one with that role)",
)
@write_options
def revalue_command(
    day: date,
    books: Path | None,
    file: Path | None,
    *,
    gain_account: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Revalue open foreign documents and money at the closing rates of DAY.

    The gain or loss goes to an account of role fx-valuation beside theirs, and is
    reversed the day after. What is written already is not written again.
    """
    EntryWriter(books, file).write(
        partial(
            plan_revaluation,
            asked=RevaluationAsked(day=day, gain_account=gain_account),
        ),
        writing,
        nothing=f"Nothing is to be revalued on {day}; nothing was written.",
    )
