"""``ledgerkit cash-count``: somebody has counted the cash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.banking.cash_account import parse_pieces
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.documents.options import date_option, named_currency
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.typed_values import AmountText, CurrencyText
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.bank.cash_count import CashCounted, plan_cash_count
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.banking.cash_account import Pieces
    from ledgerkit.cli.write import WriteOptions
    from ledgerkit.text.typed_amounts import TypedAmount


@click.command("cash-count")
@click.argument("account", type=AccountName())
@books_options
@click.option("--count", help='Coins and notes, e.g. "50x3 20x4 0.50x7"')
@click.option("--amount", type=AmountText(), help="Total, if only that is known")
@click.option(
    "--currency",
    type=CurrencyText(),
    help="Currency of what was counted (default: the account's only one)",
)
@date_option
@click.option(
    "--difference",
    type=AccountName(),
    help="Account of what is over or short (default: the cash-over-short account)",
)
@click.option(
    "--top-up",
    type=AccountName(),
    metavar="ACCOUNT",
    help="Account to fill up to the float from",
)
@write_options
def cash_count_command(  # noqa: PLR0913 - click hands over each option
    account: str,
    books: Path | None,
    file: Path | None,
    *,
    count: str | None,
    amount: TypedAmount | None,
    currency: str | None,
    day: date,
    difference: str | None,
    top_up: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Record a count of the cash in ACCOUNT, and what is over or short.

    With --top-up, an imprest box is also filled up to its float again.
    """
    if (count is None) == (amount is None):
        raise UsageError(
            'count the coins and notes, --count "50x3 20x4", or give the sum, --amount'
        )
    counted = CashCounted(
        account=account,
        day=day,
        pieces=_pieces(count),
        amount=amount.number if amount else None,
        currency=named_currency({"--amount": amount}, currency),
        difference_account=difference,
        top_up_from=top_up,
    )
    EntryWriter(books, file).write(partial(plan_cash_count, counted=counted), writing)


def _pieces(text: str | None) -> Sequence[Pieces]:
    if text is None:
        return ()
    try:
        return parse_pieces(text)
    except ValueError as error:
        raise UsageError(f"--count: {error}") from None
