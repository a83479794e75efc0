"""What the books know that a bank's line can be matched with.

Amounts are as the bank sees them: positive is money that comes in. So an open
invoice is positive, an open bill negative, and the reverse for credits.
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
        number: Its number; empty if it has none, as money on account, and it can't be
            named then.
        party: Id of the client or vendor.
        account: The control account that it is posted to.
        currency: Of the amounts.
        open: What is still to come in; negative for what is to go out.
        issued: Its date.
        due: When the earliest open part is due.
        references: What a payer may quote for it, without blanks and in capitals:
            ISO 11649 and national references; its number is not among them.
        discount: What may be kept back of ``open`` by whoever pays early, with its
            sign; zero if nothing is offered any more.
        discount_until: Last day for that; None if there is no offer.
        booked_rate: Units of the books' currency for one of ``currency`` on the day
            of the document; None where it is in the books' currency.
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
    """Whom a line may come from or go to.

    Attributes:
        id: Of the client or vendor.
        side: As which of the two.
        names: Name, legal name and aliases, as written.
        account: The control account for what it pays on account; empty for that of
            its open documents.
        ibans: Accounts that it has, or was paid to, without blanks.
    """

    id: str
    side: Side
    names: tuple[str, ...]
    account: str = ""
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedMovement:
    """A posting to this account that no bank line has cleared yet.

    Attributes:
        day: Its transaction's date.
        amount: Positive for money in.
        currency: Of the amount.
        pending: Whether its transaction is flagged ``!``, as a payment run's are.
        transfer_from: The other account of ours, where it is a transfer between two.
        names: Payee and party, as written.
        texts: Numbers, ids and words that the bank's line may quote: document
            numbers, ``end-to-end``, the payment run, the narration.
        place: Where the posting stands; it names the movement.
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
    """What to post for lines of a sort, as ``custom "bank-rule"`` has it.

    All conditions that are given must hold.

    Attributes:
        id: Its id.
        account: The account to post to.
        contains: Words that name, text or kind hold, in any case; empty for any.
        regex: A pattern that name or text holds; empty for any.
        name: The counterparty's name; empty for any.
        iban: Its account; empty for any.
        least: Lowest amount with its sign; None for any.
        most: Highest amount with its sign; None for any.
        bank_account: Only lines of this account of ours; empty for any.
        payee: What to write as payee; the line's name if empty.
        narration: What to write as narration; the line's text if empty.
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
    """What a counterparty's line was booked to before, where it was one account.

    Attributes:
        day: When.
        name: Payee, as written.
        iban: Its account, where the transaction keeps it.
        text: Narration.
        amount: Positive for money in.
        account: What it was posted against.
    """

    day: date
    name: str
    iban: str = ""
    text: str = ""
    amount: Decimal
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialAccounts:
    """Where differences of payments go; empty where the book has no such account."""

    bank_fees: str = ""
    exchange_gain: str = ""
    rounding: str = ""
    discount_given: str = ""
    discount_taken: str = ""
    suspense: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingContext:
    """Everything that the lines of one account are matched with.

    Attributes:
        account: The bank account's name in the ledger.
        currency: Of the account.
        documents: Everything open, of both sides.
        parties: Everybody that is known.
        booked: What is in the books of this account and not cleared.
        rules: In the order of the text.
        history: Of this account and others, the latest last.
        special: Where differences go.
        rounding_tolerance: The largest difference that counts as rounding.
        own_ibans: Our other accounts' names in the ledger, by IBAN or number.
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
