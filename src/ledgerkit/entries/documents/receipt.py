"""The entries for a client's payment, or a refund to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.entries.documents.settling import plan_settling
from ledgerkit.entries.money_moved import Settling
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from beancount.core.amount import Amount

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money from a client, or back to it.

    Attributes:
        day: The day.
        amount: The amount settled; negative for a refund.
        client: Id, name or alias; None if the documents show it.
        settles: The documents with the amount for each; None for what is open.
        account: The account of the money; None for the only bank.
        currency: Of the amount; None for the documents', else the client's.
        text: The narration; None for ``Payment`` or ``Refund``.
        fee: The bank's fee, in its currency.
        fee_account: The account for it; None for the only ``bank-fees``.
        received: The amount the bank credited in another currency, if it did.
        exchange_account: The account for what that is worth more or less than the
            documents were booked at; None for the only ``exchange-gain``.
        control_account: The receivable; None for the documents', else the client's.
        on_account: Whether it stays on account though it is what the client's only open
            invoice asks for.
    """

    day: date
    amount: Decimal
    client: str | None = None
    settles: tuple[tuple[str, Decimal | None], ...] = ()
    account: str | None = None
    currency: str | None = None
    text: str | None = None
    fee: Decimal = ZERO
    fee_account: str | None = None
    received: Amount | None = None
    exchange_account: str | None = None
    control_account: str | None = None
    on_account: bool = False


def plan_receipt(books: Books, receipt: Receipt) -> PlannedEntries:
    """Plan a payment: see `plan_settling`.

    Raises:
        UsageError: If it can't be written.
    """
    return plan_settling(
        books,
        Settling(
            side=Side.RECEIVABLE,
            day=receipt.day,
            amount=receipt.amount,
            party=receipt.client,
            settles=receipt.settles,
            account=receipt.account,
            currency=receipt.currency,
            text=receipt.text,
            fee=receipt.fee,
            fee_account=receipt.fee_account,
            exchanged=receipt.received,
            exchange_account=receipt.exchange_account,
            control_account=receipt.control_account,
            on_account=receipt.on_account,
        ),
    )
