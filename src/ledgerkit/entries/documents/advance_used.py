"""An advance set against a document, where either is booked at a rate of exchange.

What was paid in advance is no money owed: it keeps the rate of its day for good
(IFRIC 22), and so does the part of the revenue, or of the cost, that it pays for. What
the document was booked at beyond that is taken off its own lines, and is no gain of
exchange::

    An invoice of 1,200 USD at 0.93 is 1,116.00 EUR. 500 USD were paid in advance at
    0.91: its revenue is 455.00 + 700 x 0.93 = 1,106.00 EUR.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.currencies.exchange import carried_of
from ledgerkit.books.documents.advances import advance_carried
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.entries.entry import as_money
from ledgerkit.entries.transaction import Entry
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.money import ZERO, quantum, rounded, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document

_RESULT = frozenset({RootAccount.INCOME, RootAccount.EXPENSES})


def advance_used(
    books: Books,
    document: Document,
    account: str,
    used: tuple[str, Decimal],
    day: date,
) -> Iterator[Entry]:
    """The postings that set an advance against a document.

    Args:
        books: The books.
        document: The document.
        account: The account of advances.
        used: Whose advance, and how much of it.
        day: The day.

    Raises:
        UsageError: If one of them is booked at a rate and the other isn't.
    """
    (party, amount), side, currency = used, document.side, document.currency
    signed = side.sign * amount
    owed = carried_of(books.source, document)
    paid = advance_carried(books, side, day, party, currency)
    prices: tuple[Amount | None, Amount | None] = (None, None)
    over, base = ZERO, ""
    if owed is not None and paid is not None and owed.currency == paid.currency:
        base = owed.currency
        of_paid = rounded(paid.part(amount), base)
        of_owed = rounded(owed.part(amount), base)
        prices = Amount(of_paid / amount, base), Amount(of_owed / amount, base)
        over = side.sign * (of_owed - of_paid)
    elif owed is not None or paid is not None:
        which = document.label if owed is not None else f"what {party} paid in advance"
        raise UsageError(
            f"of {document.label} and its advance only {which} is booked at a rate of"
            f" exchange; set {as_money(amount, currency)} against it by hand"
        )
    yield Entry(account=account, amount=signed, currency=currency, price=prices[0])
    yield Entry(
        account=document.postings[0].account,
        amount=-signed,
        currency=currency,
        document=document.number,
        price=prices[1],
    )
    if over:
        yield from _off_its_lines(books, document, over, base)


def _off_its_lines(
    books: Books, document: Document, over: Decimal, currency: str
) -> Iterator[Entry]:
    """An amount, taken off the document's income or expenses in proportion."""
    weights: dict[str, Decimal] = {}
    for posting in books.source.transaction_of(document.postings[0]).postings:
        if books.chart.root(posting.account) in _RESULT:
            number, _currency = weight_of(posting)
            weights[posting.account] = weights.get(posting.account, ZERO) + number
    total = sum(weights.values(), ZERO)
    lines = {account: n for account, n in weights.items() if n * total > 0}
    if not lines:
        raise UsageError(
            f"{document.label} has no income or expense that could take"
            f" {as_money(over, currency)}, which its advance was worth more or less;"
            " enter it by hand"
        )
    shares = [abs(number) for number in lines.values()]
    parts = split_by_shares(over, shares, quantum=quantum(currency))
    for account, part in zip(lines, parts, strict=True):
        if part:
            yield Entry(account=account, amount=Decimal(part), currency=currency)
