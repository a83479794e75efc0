"""What bank lines are matched with: the books' side.

Amounts are as the bank sees them: positive is money in. So an open invoice is
positive, an open bill negative, and credits the reverse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.open_items.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """An open invoice, bill or credit, or money on account.

    Attributes:
        side: Owed to us, or by us.
        number: Its number; empty if it has none, like money on account, which can't be
            named.
        party: Id of the client or vendor.
        account: The control account it is posted to.
        currency: Of the amounts.
        open: The amount still to be received; negative if to be paid.
        issued: Its date.
        due: Due date of the earliest open part.
        references: Structured references a payer may quote for it, without blanks and
            in capitals: ISO 11649 and national ones; not its number.
        discount: The early-payment discount on ``open``, with its sign; zero if none
            is on offer any more.
        discount_until: Last day to take it; None without an offer.
        booked_rate: Units of the books' currency for one of ``currency`` on the day
            of the document; None if it is in the books' currency.
        place: Where it stands.
    """

    side: Side
    number: str
    party: str
    account: str
    currency: str
    open: Decimal
    issued: date
    due: date
    references: tuple[str, ...] = ()
    discount: Decimal = ZERO
    discount_until: date | None = None
    booked_rate: Decimal | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownParty:
    """A party that may pay or be paid by a line.

    Attributes:
        id: Id of the client or vendor.
        side: Receivable for a client, payable for a vendor.
        names: Name, legal name and aliases, as written.
        account: The control account for payments on account; empty for that of its
            open documents.
        ibans: Its accounts, declared or paid before, without blanks.
        country: Its country, as two letters; empty if unknown.
    """

    id: str
    side: Side
    names: tuple[str, ...]
    account: str = ""
    ibans: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedMovement:
    """A posting to this account that no bank line has cleared yet.

    Attributes:
        day: Its transaction's date.
        amount: Positive for money in.
        currency: Of the amount.
        pending: Whether its transaction is flagged ``!``, as a payment run's are.
        transfer_from: Our other account, if it is a transfer between two.
        names: Payee and party, as written.
        texts: Numbers, ids and words that the bank's line may quote: document
            numbers, ``end-to-end``, the payment run, the narration.
        place: Where the posting stands; it identifies the movement.
    """

    day: date
    amount: Decimal
    currency: str
    pending: bool = False
    transfer_from: str = ""
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRule:
    """One ``custom "bank-rule"``: what to post for lines of a kind.

    All conditions given must hold.

    Attributes:
        id: Its id.
        account: The account to post to.
        contains: Words in the name, text or kind, in any case; empty for any.
        regex: A pattern in the name or text; empty for any.
        name: The counterparty's name; empty for any.
        iban: Its account; empty for any.
        least: Lowest amount with its sign; None for any.
        most: Highest amount with its sign; None for any.
        bank_account: Our account whose lines it is for; empty for any.
        payee: The payee to write; the line's name if empty.
        narration: The narration to write; the line's text if empty.
        tax: Tax code for the posting; empty if none.
        place: Where it stands.
    """

    id: str
    account: str
    contains: str = ""
    regex: str = ""
    name: str = ""
    iban: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    bank_account: str = ""
    payee: str = ""
    narration: str = ""
    tax: str = ""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """An earlier line of a counterparty that was booked to a single account.

    Attributes:
        day: The day.
        name: Payee, as written.
        iban: Its account, if the transaction records it.
        text: Narration.
        amount: Positive for money in.
        account: The account it was posted against.
    """

    day: date
    name: str
    iban: str = ""
    text: str = ""
    amount: Decimal
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialAccounts:
    """Accounts for payment differences; empty where the books have none."""

    bank_fees: str = ""
    exchange_gain: str = ""
    rounding: str = ""
    discount_given: str = ""
    discount_taken: str = ""
    suspense: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingContext:
    """Everything that one account's lines are matched with.

    Attributes:
        account: The bank account's name in the ledger.
        currency: Of the account.
        documents: Everything open, on both sides.
        parties: All known parties.
        booked: This account's uncleared movements.
        rules: The bank rules, in the order of the ledger.
        history: Past lines of this account and others, latest last.
        special: The accounts for differences.
        rounding_tolerance: The largest difference that counts as rounding.
        own_ibans: Our other accounts' names in the ledger, by IBAN or number.
        home: The books' own currencies; empty if unknown.
    """

    account: str
    currency: str
    documents: Sequence[OpenDocument] = ()
    parties: Sequence[KnownParty] = ()
    booked: Sequence[BookedMovement] = ()
    rules: Sequence[BankRule] = ()
    history: Sequence[PastLine] = ()
    special: SpecialAccounts = field(default_factory=SpecialAccounts)
    rounding_tolerance: Decimal = Decimal("0.05")
    own_ibans: dict[str, str] = field(default_factory=dict)
    home: tuple[str, ...] = ()
