"""``ledgerkit write-off``: what is owed and will not be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.documents.record_options import (
    AmountText,
    completed,
    date_option,
    open_numbers,
)
from ledgerkit.cli.options import file_option, write_options
from ledgerkit.cli.write import RecordWriter
from ledgerkit.entries.documents.write_off import WriteOff

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.documents.record_options import GivenAmount
    from ledgerkit.cli.write import WriteOptions


@click.command("write-off")
@click.argument(
    "numbers",
    nargs=-1,
    required=True,
    metavar="NUMBER...",
    shell_complete=completed(open_numbers),
)
@file_option
@click.option("--amount", type=AmountText(), help="How much; else all that is open.")
@click.option("--account", help="Where it goes; else the bad-debt account.")
@date_option("When.")
@click.option("--text", help="The narration; else Written off.")
@write_options
def write_off_command(  # noqa: PLR0913 - click hands over each option
    numbers: tuple[str, ...],
    file: Path | None,
    *,
    amount: GivenAmount | None,
    account: str | None,
    day: date,
    text: str | None,
    **how: Unpack[WriteOptions],
) -> None:
    """Write off what is open of the invoices NUMBER, or an --amount of one.

    Name the ledger with --file. Relief of tax on bad debts is not booked.
    """
    write_off = WriteOff(
        numbers=numbers,
        day=day,
        amount=amount.number if amount is not None else None,
        account=account,
        text=text,
    )
    writer = RecordWriter(None, file)
    writer.record(write_off, how)
