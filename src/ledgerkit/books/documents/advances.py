"""Advance payments not yet set against any invoice or bill."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

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
    advance_role = ADVANCE_ROLE[side]
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    if not books.chart.has(advance_role):
        return sums
    for txn in books.directives:
        if not isinstance(txn, Transaction) or txn.date > as_of:
            continue
        for posting in txn.postings:
            role, units = books.chart.role(posting.account), posting.units
            if role is None or role.role is not advance_role:
                continue
            if untaxed and written(posting.meta, "tax") is not None:
                continue
            owner = owner_of_advance(books, side, txn, posting)
            if owner is None or units is None or units.number is None:
                continue
            sums[owner, units.currency] -= side.sign * units.number
    return {party: amount for party, amount in sums.items() if amount}


def owner_of_advance(
    books: Books, side: Side, txn: Transaction, posting: Posting
) -> str | None:
    """Whose advance a posting is, by id or else by name; None if it names nobody."""
    key = side.party_role.value
    named = written(posting.meta, key) or written(txn.meta, key) or txn.payee
    if named is None:
        return None
    return books.directory.identify(side.party_role, str(named)) or str(named)
