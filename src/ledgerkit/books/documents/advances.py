"""Advance payments not yet set against any invoice or bill."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.books.currencies.exchange_rates import PRODUCT
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.currencies.carried import Carried
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Posting

    from ledgerkit.books.books import Books

#: The roles of the accounts that hold each side's advances.
ADVANCE_ROLE = {
    Side.RECEIVABLE: Role.CLIENT_ADVANCE,
    Side.PAYABLE: Role.VENDOR_ADVANCE,
}


def advances(
    books: Books, side: Side, as_of: date, *, untaxed: bool = False
) -> Mapping[tuple[str, str], Decimal]:
    """Each client's payments, or each vendor's, in advance.

    By id and currency, on a day, if anything is left. An advance belongs to the party
    named by ``client:`` or ``vendor:``, else to the payee.

    Args:
        books: The books.
        side: Whether clients paid, or vendors were paid.
        as_of: The day.
        untaxed: Whether to leave out what states a tax code: its tax is settled
            already, and only a line of a document can take it off.
    """
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for owner, posting in _advance_postings(books, side, as_of, untaxed=untaxed):
        units = posting.units
        if units is not None and units.number is not None:
            sums[owner, units.currency] -= side.sign * units.number
    return {party: amount for party, amount in sums.items() if amount}


def advance_carried(
    books: Books, side: Side, as_of: date, party: str, currency: str
) -> Carried | None:
    """What a party's untaxed advances in a currency are carried at in another.

    None if they are booked without a rate, or at rates of several currencies. Amounts
    are positive for what was paid.
    """
    open_, base, currencies = ZERO, ZERO, set[str]()
    for owner, posting in _advance_postings(books, side, as_of, untaxed=True):
        units = posting.units
        if owner != party or units is None or units.currency != currency:
            continue
        assert units.number is not None
        weight: Amount = get_weight(posting)
        assert weight.number is not None
        open_ -= side.sign * units.number
        base -= side.sign * PRODUCT.plus(weight.number)
        currencies.add(weight.currency)
    if not open_ or len(currencies) != 1 or currency in currencies:
        return None
    return Carried(open_, base, currencies.pop())


def _advance_postings(
    books: Books, side: Side, as_of: date, *, untaxed: bool
) -> Iterator[tuple[str, Posting]]:
    """The postings of advances until a day, with whose they are."""
    advance_role = ADVANCE_ROLE[side]
    if not books.chart.has(advance_role):
        return
    for txn in books.directives:
        if not isinstance(txn, Transaction) or txn.date > as_of:
            continue
        for posting in txn.postings:
            role = books.chart.role(posting.account)
            if role is None or role.role is not advance_role:
                continue
            if untaxed and written(posting.meta, "tax") is not None:
                continue
            owner = owner_of_advance(books, side, txn, posting)
            if owner is not None:
                yield owner, posting


def owner_of_advance(
    books: Books, side: Side, txn: Transaction, posting: Posting
) -> str | None:
    """Whose advance a posting is, by id or else by name; None if it names nobody."""
    key = side.party_role.value
    named = written(posting.meta, key) or written(txn.meta, key) or txn.payee
    if named is None:
        return None
    return books.directory.identify(side.party_role, str(named)) or str(named)
