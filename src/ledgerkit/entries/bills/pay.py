"""The entries for a payment of bills, or money back from a vendor."""

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
class BillPayment:
    """Money to a vendor, or back from it.

    Attributes:
        day: The day.
        amount: The amount settled; negative for money back; None for all that is open
            of the bills.
        vendor: Id, name or alias; None if the bills show it.
        settles: The bills with the amount for each; None for what is open.
        account: The account of the money; None for the only bank.
        currency: Of the amount; None for the bills', else the vendor's.
        text: The narration; None for ``Payment`` or ``Refund``.
        fee: The bank's fee on top, in its currency.
        fee_account: The account for it; None for the only ``bank-fees``.
        paid: The amount the bank debited in another currency, if it did; with the fee.
        exchange_account: The account for what that is worth more or less than the bills
            were booked at; None for the only ``exchange-gain``.
        control_account: The payable; None for the bills', else the vendor's.
        on_account: Whether it stays on account though it is what the only open bill of
            the vendor asks for.
    """

    side = Side.PAYABLE

    day: date
    amount: Decimal | None = None
    vendor: str | None = None
    settles: tuple[tuple[str, Decimal | None], ...] = ()
    account: str | None = None
    currency: str | None = None
    text: str | None = None
    fee: Decimal = ZERO
    fee_account: str | None = None
    paid: Amount | None = None
    exchange_account: str | None = None
    control_account: str | None = None
    on_account: bool = False


def plan_bill_payment(books: Books, payment: BillPayment) -> PlannedEntries:
    """Plan the payment of bills: see `plan_settling`.

    Raises:
        UsageError: If it can't be written.
    """
    return plan_settling(
        books,
        Settling(
            side=payment.side,
            day=payment.day,
            amount=payment.amount,
            party=payment.vendor,
            settles=payment.settles,
            account=payment.account,
            currency=payment.currency,
            text=payment.text,
            fee=payment.fee,
            fee_account=payment.fee_account,
            exchanged=payment.paid,
            exchange_account=payment.exchange_account,
            control_account=payment.control_account,
            on_account=payment.on_account,
        ),
    )
