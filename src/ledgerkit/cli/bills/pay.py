"""``ledgerkit bill pay``: record that bills were paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.completion import AccountName, completed, open_bills
from ledgerkit.cli.documents.options import (
    control_account_option,
    date_option,
    exchange_account_option,
    exchanged_amount,
    money_currency,
    narration_option,
    on_account_option,
)
from ledgerkit.cli.options import (
    PAYING_ACCOUNT_HELP,
    VENDOR_HELP,
    file_option,
    write_options,
)
from ledgerkit.cli.typed_values import AmountText, PartText
from ledgerkit.cli.which_books import then_books
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.bills.pay import BillPayment
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.text.typed_parts import settled_parts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.text.typed_amounts import TypedAmount
    from ledgerkit.text.typed_parts import PartOfDocument


@click.command("pay")
@click.argument(
    "bills",
    nargs=-1,
    type=PartText(),
    metavar="[NUMBER[=AMOUNT]]...",
    shell_complete=completed(open_bills),
)
@file_option
@click.option(
    "--vendor",
    shell_complete=completed(lambda books: books.vendors),
    help=VENDOR_HELP,
)
@click.option(
    "--amount",
    type=AmountText(),
    help="Amount paid, before bank fees (default: all that is open of the bills)",
)
@click.option("--pay-from", "account", type=AccountName(), help=PAYING_ACCOUNT_HELP)
@date_option
@click.option(
    "--refund",
    is_flag=True,
    help="Enter money that came back: of the credit that NUMBER names, or from account",
)
@click.option("--fee", type=AmountText(), help="Fee that the bank took on top")
@click.option(
    "--fee-account",
    type=AccountName(),
    help="Account of the fee (default: the bank-fees account)",
)
@click.option(
    "--paid",
    type=AmountText(),
    metavar="'AMOUNT CURRENCY'",
    help="Amount debited by the bank, if in another currency",
)
@exchange_account_option
@on_account_option
@control_account_option
@narration_option
@write_options
def pay_command(  # noqa: PLR0913 - click hands over each option
    bills: tuple[PartOfDocument, ...],
    file: Path | None,
    *,
    amount: TypedAmount | None,
    day: date,
    refund: bool,
    fee: TypedAmount | None,
    paid: TypedAmount | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Record that bills NUMBER were paid, in the order named.

    For bills that a payment run pays, see ledgerkit payment-run. Without --vendor, the
    vendor is the one that the bills are from. Without NUMBER, an amount that is just
    what the vendor's only open bill asks for settles it. No more is booked on a bill
    than is open: the rest stays on account.
    """
    if amount is not None and amount.number <= 0:
        raise UsageError("--amount is what was paid, a positive amount; see --refund")
    if refund and amount is None:
        raise UsageError("say how much came back, with --amount")
    number = amount.number if amount is not None else None
    named, books = then_books([bill.number for bill in bills])
    bills = bills[: len(named)]
    payment = BillPayment(
        day=day,
        amount=-number if refund and number is not None else number,
        currency=money_currency(amount, bills, fee, ("--paid", paid)),
        settles=settled_parts(bills),
        fee=fee.number if fee is not None else ZERO,
        paid=exchanged_amount(paid, "--paid"),
        **options,
    )
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    EntryWriter(books, file).record(payment, writing)
