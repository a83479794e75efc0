"""``ledgerkit receipt`` and ``write-off``: invoices are paid, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.cli.completion import AccountName, completed, open_numbers
from ledgerkit.cli.documents.options import (
    amount_option,
    control_account_option,
    date_option,
    exchange_account_option,
    exchanged_amount,
    money_currency,
    narration_option,
    on_account_option,
)
from ledgerkit.cli.options import (
    CLIENT_HELP,
    RECEIVING_ACCOUNT_HELP,
    books_options,
    file_option,
    write_options,
)
from ledgerkit.cli.typed_values import AmountText, PartText
from ledgerkit.cli.which_books import then_books
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.documents.receipt import Receipt
from ledgerkit.entries.documents.write_off import WriteOff
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.text.typed_parts import settled_parts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.text.typed_amounts import TypedAmount
    from ledgerkit.text.typed_parts import PartOfDocument


@click.command("receipt")
@books_options
@click.option(
    "--client",
    shell_complete=completed(lambda books: books.clients),
    help=CLIENT_HELP,
)
@click.option(
    "--amount", type=AmountText(), required=True, help="Amount paid, before bank fees"
)
@click.option("--to", "account", type=AccountName(), help=RECEIVING_ACCOUNT_HELP)
@date_option
@click.option(
    "--invoice",
    "invoices",
    multiple=True,
    type=PartText(),
    metavar="NUMBER[=AMOUNT]",
    shell_complete=completed(open_numbers),
    help="Invoice to settle; repeatable, in the order in which to settle them",
)
@click.option(
    "--refund",
    is_flag=True,
    help="Enter money paid back: of the credit that --invoice names, or from account",
)
@click.option("--fee", type=AmountText(), help="Fee that the bank kept")
@click.option(
    "--fee-account",
    type=AccountName(),
    help="Account of the fee (default: the bank-fees account)",
)
@click.option(
    "--received",
    type=AmountText(),
    metavar="'AMOUNT CURRENCY'",
    help="Amount credited by the bank, if in another currency",
)
@exchange_account_option
@on_account_option
@control_account_option
@narration_option
@write_options
def receipt_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    amount: TypedAmount,
    day: date,
    invoices: tuple[PartOfDocument, ...],
    refund: bool,
    fee: TypedAmount | None,
    received: TypedAmount | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Enter a client's payment, and what it settles.

    Without --client, the client is the one that the invoices are for. Without
    --invoice, an amount that is just what the client's only open invoice asks for
    settles it. No more is booked on an invoice than is open: the rest stays on account.
    """
    if amount.number <= 0:
        raise UsageError("--amount is what was paid, a positive amount; see --refund")
    receipt = Receipt(
        day=day,
        amount=-amount.number if refund else amount.number,
        currency=money_currency(amount, invoices, fee, ("--received", received)),
        settles=settled_parts(invoices),
        fee=fee.number if fee is not None else ZERO,
        received=exchanged_amount(received, "--received"),
        **options,
    )
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    EntryWriter(books, file).record(receipt, writing)


@click.command("write-off")
@click.argument(
    "numbers",
    nargs=-1,
    required=True,
    metavar="NUMBER...",
    shell_complete=completed(open_numbers),
)
@file_option
@amount_option
@click.option(
    "--account",
    type=AccountName(),
    help="Account to write off to (default: the bad-debt account)",
)
@date_option
@narration_option
@write_options
def write_off_command(  # noqa: PLR0913 - click hands over each option
    numbers: tuple[str, ...],
    file: Path | None,
    *,
    amount: TypedAmount | None,
    account: str | None,
    day: date,
    text: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Write off what is open on invoices NUMBER, or an --amount of one.

    Tax relief on bad debts is not booked.
    """
    named, books = then_books(numbers)
    if not named:
        raise UsageError("say what to write off: the NUMBER of an invoice")
    write_off = WriteOff(
        numbers=tuple(named),
        day=day,
        amount=amount.number if amount is not None else None,
        currency=amount.currency if amount is not None else None,
        account=account,
        text=text,
    )
    EntryWriter(books, file).record(write_off, writing)
