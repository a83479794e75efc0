"""Payments to vendors -> the amount paid to each by box of form 1099.

A payment counts with the money that left, in the year in which it left, and is spread
over the lines of the bills it settles in proportion: a line may name another box than
its vendor. What was paid in advance is spread over the bills that it was set against
later. What comes back, as a refund or a returned payment, counts against its year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.payables.money_paid import MoneyPaid, is_by_card, money_in
from ledgerkit.books.payables.paid_ahead import paid_ahead
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, quantum, split_by_shares
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: The value of a line's ``form-1099:`` that belongs in no box.
NO_BOX = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidInBox:
    """The part of one payment that belongs in one box.

    Attributes:
        party: Id of the vendor.
        box: Form and box, e.g. ``NEC 1``.
        amount: The amount paid; negative if it came back.
        by_card: Whether by card, and so left out of the form.
        currency: Of the amount.
    """

    party: str
    box: str
    amount: Decimal
    by_card: bool
    currency: str


def paid_by_box(
    books: Books, since: date, until: date, as_of: date
) -> Iterator[PaidInBox]:
    """The payments of a period to vendors with a box, one by one.

    Args:
        books: The books.
        since: The first day of payments.
        until: The last.
        as_of: The last day of bills that may say what a payment was for.
    """
    subledger = books.subledger(Side.PAYABLE, as_of)
    boxes = {id_: _box_of(books, id_, until) for id_ in books.directory.ids(_VENDOR)}
    for moved in (
        *_on_documents(books, subledger),
        *_on_account(books, subledger),
        *paid_ahead(books, subledger),
    ):
        if not since <= moved.day <= until:
            continue
        box = boxes.get(moved.party, "")
        shares: Mapping[str, Decimal] = {box: Decimal(1)}
        if moved.bill is not None:
            shares = _shares(books, moved.bill, box)
        for name, amount in _split(moved.amount, shares, moved.currency):
            yield PaidInBox(
                party=moved.party,
                box=name,
                amount=amount,
                by_card=moved.by_card,
                currency=moved.currency,
            )


def _on_documents(books: Books, subledger: Subledger) -> Iterator[MoneyPaid]:
    """Money paid for bills, and money that came back for them or for credits."""
    for document in subledger.documents:
        moved = [(s.posting, s.amount) for s in document.payments]
        moved += [
            (s.posting, s.amount)
            for s in document.settlements
            if document.is_credit and s.posting.purpose is Purpose.MONEY_BACK
        ]
        for posting, amount in moved:
            yield from _moved(books, posting, amount, document.party, document)


def _on_account(books: Books, subledger: Subledger) -> Iterator[MoneyPaid]:
    for item in subledger.unapplied:
        yield from _moved(books, item.posting, -item.amount, item.party, None)


def _moved(
    books: Books,
    posting: ControlPosting,
    amount: Decimal,
    party: str,
    bill: Document | None,
) -> Iterator[MoneyPaid]:
    """The money in an amount that a posting takes off a debt."""
    txn, currency = books.transaction_of(posting), posting.currency
    money = money_in(books.chart, txn, amount, currency)
    if money:
        by_card = is_by_card(books.chart, txn)
        yield MoneyPaid(party, posting.day, money, currency, by_card, bill)


_VENDOR = PartyRole.VENDOR


def _box_of(books: Books, vendor: str, day: date) -> str:
    return books.directory.as_of(_VENDOR, vendor, day).text("form-1099")


def _shares(books: Books, document: Document, box: str) -> Mapping[str, Decimal]:
    """The amounts of a document by box; the whole in one if no line says."""
    shares: dict[str, Decimal] = {}
    try:
        lines = {line.place: line.net for line in books.read_invoice(document).lines}
        transactions = books.transactions_of(document)
    except UsageError:
        return {box: Decimal(1)}
    for txn in transactions:
        for posting in txn.postings:
            net = lines.get(place_in(posting.meta or txn.meta))
            role = books.chart.role(posting.account)
            is_advance = role is not None and role.role is Role.VENDOR_ADVANCE
            if net is not None and not is_advance:
                name = str(written(posting.meta, "form-1099") or box)
                shares[name] = shares.get(name, ZERO) + net
    return shares or {box: Decimal(1)}


def _split(
    money: Decimal, shares: Mapping[str, Decimal], currency: str
) -> Iterator[tuple[str, Decimal]]:
    names = [name for name, share in shares.items() if share > 0]
    if not any(name and name != NO_BOX for name in names):
        return
    amounts = split_by_shares(
        money, [shares[name] for name in names], quantum=quantum(currency)
    )
    for name, amount in zip(names, amounts, strict=True):
        if name and name != NO_BOX and amount:
            yield name, amount
