"""``ledgerkit deposit``: money before there is an invoice, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.plan_deposit import Deposit, DepositUse
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.record_options import (
    AmountText,
    completed,
    date_option,
    open_numbers,
)
from ledgerkit.cli.write_record import RecordWriter
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.books.plan_record import Record
    from ledgerkit.cli.record_options import GivenAmount
    from ledgerkit.cli.write_planned import WriteOptions


@click.command("deposit")
@books_options
@click.option(
    "--client",
    shell_complete=completed(lambda books: books.clients),
    help="Who has paid it: an id, name or alias.",
)
@click.option("--amount", type=AmountText(), help="How much.")
@click.option("--to", "account", help="Where the money went; else the only bank.")
@click.option(
    "--apply",
    "number",
    metavar="NUMBER",
    shell_complete=completed(open_numbers),
    help="Set deposits against this invoice, instead of entering one.",
)
@click.option("--advance-account", "advances", help="Else the client-advance account.")
@date_option("When.")
@click.option("--text", help="The narration.")
@write_options
def deposit_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    client: str | None,
    amount: GivenAmount | None,
    account: str | None,
    number: str | None,
    advances: str | None,
    day: date,
    text: str | None,
    **how: Unpack[WriteOptions],
) -> None:
    """Enter a deposit of --client, or --apply its deposits to an invoice.

    A deposit is owed to the client until it is set against an invoice.
    """
    given = amount.number if amount is not None else None
    record: Record
    if number is not None:
        if client is not None or account is not None:
            raise UsageError("--apply needs no --client and no --to: the invoice says")
        record = DepositUse(
            number=number, day=day, amount=given, advances=advances, text=text
        )
    else:
        if client is None or amount is None:
            raise UsageError("say whose deposit it is and how much: --client, --amount")
        record = Deposit(
            client=client,
            day=day,
            amount=amount.number,
            currency=amount.currency,
            account=account,
            advances=advances,
            text=text,
        )
    RecordWriter(books, file).record(record, how)
