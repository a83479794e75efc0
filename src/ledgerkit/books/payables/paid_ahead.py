"""Payments to vendors in advance, and the bills that they were for at last.

Each advance is a lot of its day; bills and refunds use lots up, the earliest first. The
money counts on the day on which it left, whatever it turns out to be for.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.documents.advances import owner_of_advance
from ledgerkit.books.payables.money_paid import MoneyPaid, is_by_card, money_in
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


@dataclass(slots=True, kw_only=True)
class _Lot:
    """One advance, and what is left of it."""

    day: date
    by_card: bool
    amount: Decimal
    money: Decimal
    left: Decimal
    money_left: Decimal


def paid_ahead(books: Books, subledger: Subledger) -> Iterator[MoneyPaid]:
    """Every advance to vendors up to the subledger's day, in parts by bill."""
    if not books.chart.has(Role.VENDOR_ADVANCE):
        return
    bills = _bills_by_transaction(books, subledger)
    lots: dict[tuple[str, str], deque[_Lot]] = defaultdict(deque)
    for txn in books.directives:
        if isinstance(txn, Transaction) and txn.date <= subledger.as_of:
            for (party, currency), grown in _grown(books, txn).items():
                queue = lots[party, currency]
                if grown > 0:
                    queue.append(_lot(books, txn, grown, currency))
                    continue
                back = money_in(books.chart, txn, grown, currency)
                by_card = is_by_card(books.chart, txn)
                if back:
                    yield MoneyPaid(party, txn.date, back, currency, by_card, None)
                uses = [(None, -grown)] if back else bills.get(id(txn), ())
                for bill, part in _shared(uses, -grown, currency):
                    yield from _used(queue, party, currency, bill, part)
    for (party, currency), queue in lots.items():
        left = sum((lot.left for lot in queue), ZERO)
        yield from _used(queue, party, currency, None, left)


def _grown(books: Books, txn: Transaction) -> Mapping[tuple[str, str], Decimal]:
    """What a transaction adds to the advances of each vendor, by currency."""
    grown: dict[tuple[str, str], Decimal] = {}
    for posting in txn.postings:
        role, units = books.chart.role(posting.account), posting.units
        if role is None or role.role is not Role.VENDOR_ADVANCE:
            continue
        party = owner_of_advance(books, Side.PAYABLE, txn, posting)
        if party is not None and units is not None and units.number is not None:
            key = party, units.currency
            grown[key] = grown.get(key, ZERO) + units.number
    return {key: number for key, number in grown.items() if number}


def _lot(books: Books, txn: Transaction, amount: Decimal, currency: str) -> _Lot:
    money = money_in(books.chart, txn, amount, currency)
    return _Lot(
        day=txn.date,
        by_card=is_by_card(books.chart, txn),
        amount=amount,
        money=money,
        left=amount,
        money_left=money,
    )


def _used(
    queue: deque[_Lot],
    party: str,
    currency: str,
    bill: Document | None,
    amount: Decimal,
) -> Iterator[MoneyPaid]:
    """Use lots up, the earliest first; each one's money goes with its amount."""
    while amount > 0 and queue:
        lot = queue[0]
        part = min(amount, lot.left)
        money = lot.money_left
        if part != lot.left:
            money = rounded(lot.money * part / lot.amount, currency)
        lot.left -= part
        lot.money_left -= money
        amount -= part
        if not lot.left:
            queue.popleft()
        if money:
            yield MoneyPaid(party, lot.day, money, currency, lot.by_card, bill)


def _shared(
    uses: Sequence[tuple[Document | None, Decimal]], amount: Decimal, currency: str
) -> Iterator[tuple[Document | None, Decimal]]:
    """What is used, by bill; the last takes the rest."""
    total, rest = sum((part for _bill, part in uses), ZERO), amount
    for bill, part in uses[:-1]:
        share = rounded(amount * part / total, currency)
        rest -= share
        yield bill, share
    yield (uses[-1][0] if uses else None), rest


def _bills_by_transaction(
    books: Books, subledger: Subledger
) -> Mapping[int, Sequence[tuple[Document, Decimal]]]:
    """The bills that each transaction makes or settles, with the amounts."""
    bills: dict[int, list[tuple[Document, Decimal]]] = defaultdict(list)
    for document in subledger.documents:
        for posting in document.postings:
            bills[id(books.transaction_of(posting))].append(
                (document, abs(posting.amount))
            )
        for settlement in document.settlements:
            if settlement.credit is None:
                bills[id(books.transaction_of(settlement.posting))].append(
                    (document, abs(settlement.amount))
                )
    return bills
