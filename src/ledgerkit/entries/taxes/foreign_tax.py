"""Tax that stands on its account in another currency, and what settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Place
    from ledgerkit.taxes.filing.filed_posting import FiledPosting


class ForeignTax(NamedTuple):
    """What settles tax in another currency, in the ledger's signs.

    Attributes:
        units: In that currency.
        weight: In the currency of the books, as it was posted.
    """

    units: Decimal
    weight: Decimal


def foreign_tax(
    books: Books, postings: Iterable[FiledPosting]
) -> Mapping[tuple[str, str], ForeignTax]:
    """By account and currency, what settles the tax that a return counts there.

    Args:
        books: The books.
        postings: What the return counts.
    """
    own, posted = books.taxes_read.currency, _posted(books)
    own_currency = books.taxes_read.transactions.own_currency
    found: dict[tuple[str, str], ForeignTax] = {}
    for filed in postings:
        posting = posted.get(books.filed_returns.lists.whole(filed.place))
        if (
            posting is None
            or not filed.is_posted_tax
            or posting.account != filed.account
        ):
            continue
        whole, weighed_in = weight_of(posting)
        if weighed_in != own:
            # Its transaction has no rate: it counts at that of the book's prices.
            whole = own_currency.amount(whole, weighed_in, filed.day) or ZERO
        if not whole or posting.units is None:
            continue
        units, currency = posting.units, posting.units.currency
        weight = filed.owed
        # By payment only a part is settled: as much of the currency as of its weight.
        part = rounded((units.number or ZERO) * weight / whole, currency)
        before = found.get((filed.account, currency), ForeignTax(ZERO, ZERO))
        found[filed.account, currency] = ForeignTax(
            before.units + part, before.weight + weight
        )
    return {key: foreign for key, foreign in found.items() if foreign.units}


def _posted(books: Books) -> Mapping[Place, Posting]:
    """The postings with a code in another currency, by place."""
    own = books.taxes_read.currency
    return {
        place_in(posting.meta): posting
        for txn in books.directives
        if isinstance(txn, Transaction)
        for posting in txn.postings
        if posting.units is not None
        and posting.units.currency != own
        and posting.meta
        and "tax" in posting.meta
    }


def foreign_posting(
    account: str, currency: str, foreign: ForeignTax, own: str
) -> Posting:
    """The posting that settles it, at the rate that it was posted at."""
    rate = abs(foreign.weight / foreign.units)
    units = Amount(rounded(foreign.units, currency), currency)
    return Posting(account, units, None, Amount(rate, own), None, None)
