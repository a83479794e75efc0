"""``ledgerkit deposit`` and ``prepayment``: money before there is a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.cli.documents.options import (
    AmountText,
    completed,
    date_option,
    open_bills,
    open_numbers,
)
from ledgerkit.cli.options import F, books_options, write_options
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.documents.deposit import Deposit, DepositUse
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.documents.options import GivenAmount
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.request import Request


def _shared_options(function: F) -> F:
    """What both commands take besides whose it is, and the account of the money."""
    for option in (
        write_options,
        click.option("--text", help="The narration."),
        date_option("When."),
        click.option(
            "--advance-account", "advances", help="Else the only one of that role."
        ),
        click.option("--amount", type=AmountText(), help="How much."),
    ):
        function = option(function)
    return function


@click.command("deposit")
@books_options
@click.option(
    "--client",
    "party",
    shell_complete=completed(lambda books: books.clients),
    help="Who has paid it: an id, name or alias.",
)
@click.option("--to", "account", help="Where the money went; else the only bank.")
@click.option(
    "--apply",
    "number",
    metavar="NUMBER",
    shell_complete=completed(open_numbers),
    help="Set deposits against this invoice, instead of entering one.",
)
@_shared_options
def deposit_command(**options: Any) -> None:
    """Enter a deposit of --client, or --apply its deposits to an invoice.

    A deposit is owed to the client until it is set against an invoice.
    """
    _record(Side.RECEIVABLE, **options)


@click.command("prepayment")
@books_options
@click.option(
    "--vendor",
    "party",
    shell_complete=completed(lambda books: books.vendors),
    help="Who was paid it: an id, name or alias.",
)
@click.option("--from", "account", help="Where it was paid from; else the only bank.")
@click.option(
    "--apply",
    "number",
    metavar="NUMBER",
    shell_complete=completed(open_bills),
    help="Set prepayments against this bill, instead of entering one.",
)
@_shared_options
def prepayment_command(**options: Any) -> None:
    """Enter what --vendor was paid in advance, or --apply it to a bill.

    The vendor owes it to us until it is set against a bill.
    """
    _record(Side.PAYABLE, **options)


def _record(  # noqa: PLR0913 - click hands over each option
    side: Side,
    *,
    books: Path | None,
    file: Path | None,
    party: str | None,
    amount: GivenAmount | None,
    account: str | None,
    number: str | None,
    advances: str | None,
    day: date,
    text: str | None,
    **how: Unpack[WriteOptions],
) -> None:
    who = side.party_role.value
    money = "--to" if side is Side.RECEIVABLE else "--from"
    record: Request
    if number is not None:
        if party is not None or account is not None:
            raise UsageError(
                f"--apply needs no --{who} and no {money}: the {side.number_key} says"
            )
        record = DepositUse(
            number=number,
            day=day,
            amount=amount.number if amount is not None else None,
            side=side,
            advances=advances,
            text=text,
        )
    else:
        if party is None or amount is None:
            raise UsageError(f"say whose it is and how much: --{who}, --amount")
        record = Deposit(
            party=party,
            day=day,
            amount=amount.number,
            side=side,
            currency=amount.currency,
            account=account,
            advances=advances,
            text=text,
        )
    EntryWriter(books, file).record(record, how)
