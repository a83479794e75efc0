"""What a bank is told: whose account pays how much to whom, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


#: What fits into the text of a SEPA transfer.
_TEXT_MAX = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolder:
    """Who pays or is paid, and where.

    Attributes:
        name: As the bank has it: the receiving bank compares it.
        iban: The account.
        bic: The bank's code; empty if unknown.
        street: Street and number; may be empty, as may what follows.
        postal_code: Postal code.
        town: Town.
        country: ISO 3166 code, two letters.
    """

    name: str
    iban: str
    bic: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One transfer.

    Attributes:
        id: The end-to-end id, which comes back on both bank statements.
        to: Who is paid.
        amount: Positive, in the run's currency.
        text: What the vendor reads; at most 140 characters.
    """

    id: str
    to: AccountHolder
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOrder:
    """Every transfer of a run, as one message to the bank.

    Attributes:
        id: The message's id; a bank refuses one that it has seen.
        made_on: The day the run was made.
        day: The day on which the bank is to execute it.
        payer: Our account.
        currency: Of all amounts.
        transfers: One for each vendor.
    """

    id: str
    made_on: date
    day: date
    payer: AccountHolder
    currency: str
    transfers: Sequence[CreditTransfer]

    @property
    def amount(self) -> Decimal:
        """The control sum."""
        return sum((transfer.amount for transfer in self.transfers), ZERO)


def transfer_text(bills: Sequence[str], credits_: Sequence[str] = ()) -> str:
    """What a vendor reads: the numbers of its bills, as many as there is room for.

    >>> transfer_text(["F-12", "F-14"], ["NC-3"])
    'F-12, F-14 less NC-3'
    """
    less = f" less {', '.join(credits_)}" if credits_ else ""
    whole = ", ".join(bills) + less
    if len(whole) <= _TEXT_MAX:
        return whole
    numbers = [*bills, *credits_]
    for count in range(len(numbers) - 1, 0, -1):
        text = f"{', '.join(numbers[:count])} and {len(numbers) - count} more"
        if len(text) <= _TEXT_MAX:
            return text
    return numbers[0][:_TEXT_MAX]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceLine:
    """A bill that is paid, or a vendor credit set against it.

    Attributes:
        number: The vendor's own.
        is_credit: Whether it is a credit.
        issued: Its date; None if the books don't have it.
        settled: What is settled of it, discount too; negative for a credit.
        discount: What of that is discount.
    """

    number: str
    is_credit: bool
    issued: date | None
    settled: Decimal
    discount: Decimal

    @property
    def paid(self) -> Decimal:
        """What of the payment is for it; negative for a credit."""
        return self.settled - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceAdvice:
    """One payment of a run.

    Attributes:
        run: The run's id.
        vendor: Id of the vendor.
        day: When it is executed.
        currency: Of every amount.
        amount: What is sent.
        iban: Where to; empty if it is paid by hand.
        reference: What both banks show; empty if there is none.
        lines: What it is for.
    """

    run: str
    vendor: str
    day: date
    currency: str
    amount: Decimal
    iban: str
    reference: str
    lines: Sequence[RemittanceLine]
