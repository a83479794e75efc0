"""Debts and payments with more decimals than their currency has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.slips.syntax import named_unbalanced
from ledgerkit.errors import Finding, effect, finding
from ledgerkit.language.document_kinds import MONEY_ON_ACCOUNT
from ledgerkit.language.finding_kinds import BEANCOUNT_ERROR
from ledgerkit.language.slip_kinds import FINE_AMOUNT, OVERPAID
from ledgerkit.ledger.place import place_of
from ledgerkit.money import quantum
from ledgerkit.text.numbers import decimals_of
from ledgerkit.text.typed_amounts import has_coins, too_fine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.open_items.control_posting import ControlPosting

#: What follows for the payments of a document of too little.
_FOLLOWING = (OVERPAID, MONEY_ON_ACCOUNT)
#: Beancount marks an amount that it has worked out itself.
_WORKED_OUT = "__automatic__"


def find_fine_amounts(
    postings: Iterable[ControlPosting],
    transaction_of: Callable[[ControlPosting], Transaction],
) -> Iterator[Finding]:
    """Report typed amounts that nobody can pay: 1.220 EUR may be meant for 1220.

    Args:
        postings: The control postings of a side.
        transaction_of: The transaction that a posting is in.
    """
    for posting in postings:
        smallest = quantum(posting.currency)
        if posting.amount.same_quantum(smallest):
            continue
        decimals = decimals_of(posting.amount)
        if not _is_too_fine(posting.amount, decimals, smallest):
            continue
        if not has_coins(posting.currency):
            continue
        txn = transaction_of(posting)
        if _is_typed(posting, txn):
            yield _fine(posting, txn)


def _is_too_fine(amount: Decimal, decimals: int, smallest: Decimal) -> bool:
    """Whether it can't be paid, or three digits follow the point as in a thousand."""
    if decimals <= decimals_of(smallest):
        return False
    return decimals == 3 or bool(amount % smallest)


def _is_typed(posting: ControlPosting, txn: Transaction) -> bool:
    return not any(
        _WORKED_OUT in own.meta
        for own in txn.postings
        if own.meta and own.meta.get("lineno") == posting.lineno
    )


def _fine(posting: ControlPosting, txn: Transaction) -> Finding:
    names = {posting.number, *posting.links} - {None}
    return finding(
        FINE_AMOUNT,
        posting.place,
        too_fine(abs(posting.amount), posting.currency),
        unfinished=posting.unfinished,
        party=posting.party,
        explains=[
            effect(BEANCOUNT_ERROR, named_unbalanced(place_of(txn))),
            *(effect(kind, name) for kind in _FOLLOWING for name in names),
        ],
    )
