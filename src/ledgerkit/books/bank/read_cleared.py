"""Postings to accounts of money: which a bank's line has cleared, and which none has.

Ledger signs are the bank's here: what we have is positive on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.ledger.place import written
from ledgerkit.ledger.places import place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.errors import Place

#: The key of what has cleared, and that of the day where it isn't the transaction's.
BANK_REF, BANK_DATE = "bank-ref", "bank-date"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMovement:
    """A posting to an account of money.

    Attributes:
        day: The transaction's date.
        amount: Positive for money in.
        currency: Of the amount.
        reference: The bank's id of the line that cleared it; empty if none has.
        bank_day: Day on which the bank booked it; the transaction's where nothing
            else is said, and without meaning where nothing has cleared it.
        transaction: The transaction.
        posting: The posting.
    """

    day: date
    amount: Decimal
    currency: str
    reference: str
    bank_day: date
    transaction: Transaction
    posting: Posting

    @property
    def place(self) -> Place:
        """Where it stands; its transaction, where the text has no such posting."""
        meta = self.posting.meta
        return place_in(meta if meta and "lineno" in meta else self.transaction.meta)


def account_movements(
    directives: Iterable[Directive], accounts: Iterable[str]
) -> Mapping[str, Sequence[AccountMovement]]:
    """Every posting to each of these accounts, in the order of the directives."""
    found: defaultdict[str, list[AccountMovement]] = defaultdict(list)
    wanted = frozenset(accounts)
    for txn in directives:
        if isinstance(txn, Transaction):
            for posting in txn.postings:
                if posting.account in wanted and posting.units is not None:
                    found[posting.account].append(_movement(txn, posting))
    return found


def _movement(txn: Transaction, posting: Posting) -> AccountMovement:
    units = posting.units
    assert units is not None
    assert units.number is not None
    reference = written(posting.meta, BANK_REF) if posting.meta else None
    stated = written(posting.meta, BANK_DATE) if posting.meta else None
    return AccountMovement(
        day=txn.date,
        amount=units.number,
        currency=units.currency,
        reference="" if reference is None else str(reference),
        bank_day=stated if isinstance(stated, date) else txn.date,
        transaction=txn,
        posting=posting,
    )
