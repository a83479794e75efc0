"""A posting to a control account, as what it does to what is owed."""

from __future__ import annotations

from enum import IntEnum
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.side import Side
    from ledgerkit.parties.payment_terms import PaymentTerms


class PartyProof(IntEnum):
    """How sure it is who a posting's party is, the surest first."""

    STATED = 0
    """A ``client:`` or ``vendor:`` key, or an account of the party's own. A
    document that the posting settles doesn't change it."""
    RECOGNISED = 1
    """The payee is a declared party's name, or the account's leaf names one."""
    PAYEE = 2
    """Nothing but the payee's spelling."""
    NONE = 3
    """Nobody is named."""


class ControlPosting(NamedTuple):
    """One posting to a receivable or payable account.

    A NamedTuple, where other values are dataclasses: a large book has 160,000 of
    them, and they are made anew at every load.

    Attributes:
        day: The transaction's date.
        links: All links of the transaction, in alphabetical order.
        amount: What it adds to what is owed; negative if it reduces it.
        party: Id of the client or vendor; empty if nobody is named.
        account: The account posted to.
        text: Narration, for people.
        currency: Of the amount.
        side: Receivable or payable.
        control_account: The account whose balance the subledger must prove: the
            highest one that has the role.
        proof: How sure the party is.
        number: The document it states or, for a debt, its only link; None if none.
        credit: Number of the credit note or vendor credit that it makes, if it does.
        due: Last day to pay without being late; for debts and credits only. With
            instalments, of the first.
        terms: The terms that gave the due date, if any did.
        due_is_stated: False where nothing says when it is due.
        opening: Whether it brings in an item from before the books.
        unfinished: Whether the transaction is flagged ``!``.
        has_keys: Whether the posting has metadata of its own.
        filename: Where it stands: the file.
        lineno: And the line, counted from 1.
    """

    day: date
    links: tuple[str, ...]
    amount: Decimal
    party: str
    account: str
    text: str
    currency: str
    side: Side
    control_account: str
    proof: PartyProof
    number: str | None
    credit: str | None
    due: date
    terms: PaymentTerms | None
    due_is_stated: bool
    opening: bool
    unfinished: bool
    has_keys: bool
    filename: str
    lineno: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.filename, self.lineno)


#: An order that a rearranged file doesn't change: day, links, amount, party,
#: account, text and due date.
by_content = itemgetter(0, 1, 2, 3, 4, 5, 12)
