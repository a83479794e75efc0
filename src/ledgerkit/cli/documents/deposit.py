"""``ledgerkit deposit`` and ``prepayment``: money before there is a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.cli.completion import AccountName, completed, open_bills, open_numbers
from ledgerkit.cli.documents.options import date_option, narration_option
from ledgerkit.cli.options import (
    CLIENT_HELP,
    PAYING_ACCOUNT_HELP,
    RECEIVING_ACCOUNT_HELP,
    VENDOR_HELP,
    AliasedOption,
    F,
    books_options,
    write_options,
)
from ledgerkit.cli.typed_values import AmountText
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.documents.deposit import Deposit, DepositUse
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.entries.request import Request
    from ledgerkit.text.typed_amounts import TypedAmount


def _shared_options(function: F) -> F:
    """The options that both commands have."""
    for option in (
        write_options,
        narration_option,
        date_option,
        click.option(
            "--advance-account",
            "advances",
            type=AccountName(),
            help="Account of advances (default: the only one of that role)",
        ),
        click.option(
            "--amount",
            type=AmountText(),
            help="Amount paid, or with --apply the part to use (default: the whole)",
        ),
    ):
        function = option(function)
    return function


@click.command("deposit")
@books_options
@click.option(
    "--client",
    "party",
    shell_complete=completed(lambda books: books.clients),
    help=CLIENT_HELP,
)
@click.option("--to", "account", type=AccountName(), help=RECEIVING_ACCOUNT_HELP)
@click.option(
    "--apply",
    "number",
    metavar="NUMBER",
    shell_complete=completed(open_numbers),
    help="Invoice to set deposits against, instead of entering one",
)
@_shared_options
def deposit_command(**options: Any) -> None:
    """Enter a client's deposit, or apply deposits to an invoice.

    We owe a deposit to the client until it is set against an invoice.
    """
    _record(Side.RECEIVABLE, **options)


@click.command("prepayment")
@books_options
@click.option(
    "--vendor",
    "party",
    shell_complete=completed(lambda books: books.vendors),
    help=VENDOR_HELP,
)
@click.option(
    "--pay-from",
    "account",
    cls=AliasedOption,
    old=("--from",),
    type=AccountName(),
    help=PAYING_ACCOUNT_HELP,
)
@click.option(
    "--apply",
    "number",
    metavar="NUMBER",
    shell_complete=completed(open_bills),
    help="Bill to set prepayments against, instead of entering one",
)
@_shared_options
def prepayment_command(**options: Any) -> None:
    """Enter a prepayment to a vendor, or apply prepayments to a bill.

    The vendor owes us a prepayment until it is set against a bill.
    """
    _record(Side.PAYABLE, **options)


def _record(  # noqa: PLR0913 - click hands over each option
    side: Side,
    *,
    books: Path | None,
    file: Path | None,
    party: str | None,
    amount: TypedAmount | None,
    account: str | None,
    number: str | None,
    advances: str | None,
    day: date,
    text: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    who = side.party_role.value
    money = "--to" if side is Side.RECEIVABLE else "--pay-from"
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
            currency=amount.currency if amount is not None else None,
            side=side,
            advances=advances,
            text=text,
        )
    else:
        if party is None or amount is None:
            raise UsageError(f"name the {who} and the amount: --{who}, --amount")
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
    EntryWriter(books, file).record(record, writing)
