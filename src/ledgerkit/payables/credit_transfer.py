"""What a bank is ordered to move, and the remittance advice for each credit transfer.

Credit transfers pay vendors; direct debits collect from clients, each by a mandate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


#: The length of the remittance text of a SEPA transfer.
_TEXT_MAX = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolder:
    """The payer or payee, and the account.

    Attributes:
        name: As known to the bank; the receiving bank compares it.
        iban: The account; for ACH and Bacs the bank's number, a blank, and the
            account's.
        bic: The bank's code; empty if unknown.
        street: Street and number; may be empty, as may what follows.
        postal_code: Postal code.
        town: Town.
        country: ISO 3166 code, two letters.
        is_savings: Whether it is a savings account, for ACH.
        is_person: Whether ACH pays a person, and not a business.
    """

    name: str
    iban: str
    bic: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""
    is_savings: bool = False
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateUsed:
    """The mandate that a direct debit is collected by.

    Attributes:
        id: Its reference.
        signed: The day on which it was signed.
        turn: Which collection it is: FRST, RCUR, OOFF or FNAL.
    """

    id: str
    signed: date
    turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One transfer, or direct debit.

    Attributes:
        id: The end-to-end id, which both bank statements show.
        to: The other party, which is paid or pays.
        amount: Positive, in the run's currency.
        text: The text for the other party; at most 140 characters.
        mandate: The mandate of a direct debit; None for a transfer.
    """

    id: str
    to: AccountHolder
    amount: Decimal
    text: str
    mandate: MandateUsed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOrder:
    """All transfers or direct debits of a run, as one message to the bank.

    Attributes:
        id: The message's id; a bank refuses one it has seen before.
        made_on: The day the run was made.
        day: The day on which the bank is to execute it.
        payer: Our account, which collects if they are direct debits.
        currency: Of all amounts.
        transfers: One for each party.
        sender_id: Who we are to the scheme, as a collector or in ACH and Bacs; else
            empty.
        scheme: The rulebook of direct debits, CORE or B2B; empty for transfers.
    """

    id: str
    made_on: date
    day: date
    payer: AccountHolder
    currency: str
    transfers: Sequence[CreditTransfer]
    sender_id: str = ""
    scheme: str = ""

    @property
    def amount(self) -> Decimal:
        """The control sum."""
        return sum((transfer.amount for transfer in self.transfers), ZERO)


def transfer_text(bills: Sequence[str], credits_: Sequence[str] = ()) -> str:
    """The text for a vendor: the numbers of its bills, as far as they fit.

    >>> transfer_text(["F-12", "F-14"], ["NC-3"])
    'F-12, F-14 less NC-3'
    """
    credit_text = f" less {', '.join(credits_)}" if credits_ else ""
    full_text = ", ".join(bills) + credit_text
    if len(full_text) <= _TEXT_MAX:
        return full_text
    numbers = [*bills, *credits_]
    for count in range(len(numbers) - 1, 0, -1):
        text = f"{', '.join(numbers[:count])} and {len(numbers) - count} more"
        if len(text) <= _TEXT_MAX:
            return text
    return numbers[0][:_TEXT_MAX]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceLine:
    """A bill paid, or a vendor credit set off against it.

    Attributes:
        number: The vendor's own.
        is_credit: Whether it is a credit.
        issued: Its date; None if the books don't have it.
        settled: The amount settled, with discount; negative for a credit.
        discount: The discount in it.
    """

    number: str
    is_credit: bool
    issued: date | None
    settled: Decimal
    discount: Decimal

    @property
    def paid(self) -> Decimal:
        """The part of the payment for it; negative for a credit."""
        return self.settled - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceAdvice:
    """The remittance advice for one payment of a run.

    Attributes:
        run: The run's id.
        vendor: Id of the vendor.
        day: The execution date.
        currency: Of every amount.
        amount: The amount sent.
        iban: The vendor's account; empty if paid by hand.
        reference: The reference both banks show; empty if there is none.
        lines: The bills paid and credits set off.
    """

    run: str
    vendor: str
    day: date
    currency: str
    amount: Decimal
    iban: str
    reference: str
    lines: Sequence[RemittanceLine]
