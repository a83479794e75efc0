"""Credits of documents in a foreign currency: at the rate that they are carried at.

A credit corrects its document, so nothing is gained or lost by it, whatever the day's
rate is: 200 USD of an invoice at 0.90 take 180.00 EUR off it, and off its income.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Transaction

from ledgerkit.books.currencies.exchange import carrying_rate
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, quantum, rounded, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.open_items.document import Document


def at_carrying_rate(
    books: Books, document: Document, planned: PlannedEntries, credited: Decimal
) -> PlannedEntries:
    """A planned credit, with each posting at the document's rate.

    Lines that the document has in the currency of the books are credited in it.

    Args:
        books: The books.
        document: The document, which is booked at a rate of exchange.
        planned: Its credit, in the document's currency.
        credited: What it takes off the control account.

    Raises:
        UsageError: If its rates are in several currencies.
    """
    rate = carrying_rate(books.source, document, credited)
    posted = [p for t in books.transactions_of(document) for p in t.postings]
    if rate is None or any(posting.cost for posting in posted):
        raise UsageError(
            f"{document.label} has prices or costs that are no one rate of exchange;"
            " enter its credit note by hand"
        )
    in_base = {
        posting.account
        for posting in posted
        if posting.units is not None and posting.units.currency == rate.currency
    }
    directives = [
        d._replace(postings=_at(d.postings, rate, document.currency, in_base))
        if isinstance(d, Transaction)
        else d
        for d in planned.directives
    ]
    return replace(planned, directives=directives)


def _at(
    postings: list[Posting], rate: Amount, currency: str, in_base: AbstractSet[str]
) -> list[Posting]:
    """Postings at a rate, or in its currency, which balance as they did before."""
    own = [p for p in postings if p.account in in_base and _is_in(p, currency)]
    rated = [
        p._replace(price=rate) if _is_in(p, currency) and p not in own else p
        for p in postings
    ]
    assert rate.number is not None
    units = sum((_number(p) for p in rated if p.price), ZERO)
    sizes = [abs(_number(p)) for p in own]
    total = -rounded(Decimal(units * rate.number), rate.currency)
    parts = iter(
        split_by_shares(total, sizes, quantum=quantum(rate.currency)) if own else ()
    )
    return [
        p._replace(units=Amount(next(parts), rate.currency)) if p in own else p
        for p in rated
    ]


def _is_in(posting: Posting, currency: str) -> bool:
    return posting.units is not None and posting.units.currency == currency


def _number(posting: Posting) -> Decimal:
    assert posting.units is not None
    assert posting.units.number is not None
    return posting.units.number
