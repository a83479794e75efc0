"""Postings as lines of an account's card, of the journal, or behind a figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.ledger.place import place_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.errors import Place

#: With more counter accounts than this a line says that there are several.
_MOST_COUNTERS = 1
SEVERAL = "several"
_day = attrgetter("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A posting, as a line of the general ledger.

    Attributes:
        day: Its transaction's day.
        account: What it posts to.
        counter: The other account of its transaction; `SEVERAL` if there are more.
        party: The payee.
        text: The narration.
        links: The transaction's links, in order.
        amount: What it weighs, debit positive.
        currency: Of the amount.
        original: What it posts in another currency; None if in the same.
        place: Where it stands.
    """

    day: date
    account: str
    counter: str
    party: str
    text: str
    links: Sequence[str]
    amount: Decimal
    currency: str
    original: str | None
    place: Place


def transactions_between(
    directives: Sequence[Directive], first: date, last: date
) -> Iterator[Transaction]:
    """The transactions between two days, both counted, in ledger order."""
    start = bisect_left(directives, first, key=_day)
    end = bisect_right(directives, last, key=_day)
    for index in range(start, end):
        if directives[index].__class__ is Transaction:
            yield cast("Transaction", directives[index])


def ledger_lines(
    transactions: Iterator[Transaction], wanted: Callable[[str], bool]
) -> Iterator[LedgerLine]:
    """The postings to accounts, in ledger order.

    Args:
        transactions: From a book.
        wanted: Whether an account is asked for.
    """
    for txn in transactions:
        for posting in txn.postings:
            if wanted(posting.account):
                yield _line(txn, posting)


def _line(txn: Transaction, posting: Posting) -> LedgerLine:
    amount, currency = weight_of(posting)
    units = posting.units
    original = None
    if units is not None and units.currency != currency:
        original = f"{units.number:f} {units.currency}"
    return LedgerLine(
        day=txn.date,
        account=posting.account,
        counter=_counter(txn, posting),
        party=txn.payee or "",
        text=txn.narration or "",
        links=sorted(txn.links or ()),
        amount=amount,
        currency=currency,
        original=original,
        place=place_in(posting.meta or txn.meta),
    )


def _counter(txn: Transaction, posting: Posting) -> str:
    """The account on the other side; one on the same side if there is no other."""
    own, _currency = weight_of(posting)
    others = {
        other.account: weight_of(other)[0] * own < 0
        for other in txn.postings
        if other is not posting and other.account != posting.account
    }
    across = [account for account, is_across in others.items() if is_across]
    found = across or list(others)
    if len(found) > _MOST_COUNTERS:
        return SEVERAL
    return found[0] if found else ""
