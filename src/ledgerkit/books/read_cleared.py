"""Postings to accounts of money: which a bank's line has cleared, and which none has.

Ledger signs are the bank's here: what we have is positive on both sides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.metadata import written
from ledgerkit.books.places import place_in
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.banking.booked_statement import BookedStatement
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


def bank_balances(
    movements: Iterable[AccountMovement], statements: Sequence[BookedStatement]
) -> Sequence[Decimal]:
    """What the books say each statement should end with: what has cleared by then.

    What stands before the first statement counts as cleared. An account on which
    nothing is marked as cleared has its whole balance.

    Args:
        movements: Of one account.
        statements: Of the same account and one currency, by day.
    """
    first = statements[0]
    ours = [m for m in movements if m.currency == first.currency]
    marks = any(movement.reference for movement in ours)
    cleared = sorted(
        (day, movement.amount)
        for movement in ours
        if (day := _cleared_on(movement, first, marks=marks)) is not None
    )
    days = [day for day, _amount in cleared]
    sums = list(accumulate((amount for _day, amount in cleared), initial=ZERO))
    return [sums[bisect_right(days, statement.day)] for statement in statements]


def _cleared_on(
    movement: AccountMovement, first: BookedStatement, *, marks: bool
) -> date | None:
    """When a movement cleared; None if it hasn't."""
    if movement.reference:
        return movement.bank_day
    is_before = (
        movement.day <= first.day if first.since is None else movement.day < first.since
    )
    return movement.day if is_before or not marks else None
