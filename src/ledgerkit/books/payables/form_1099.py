"""Payments to vendors -> the amount paid to each by box of form 1099.

A payment counts with the money that left, and is spread over the lines of the bills it
settles in proportion: a line may name another box than its vendor.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, quantum, split_by_shares
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document

#: The value of a line's ``form-1099:`` that belongs in no box.
NO_BOX = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidInBox:
    """The part of one payment that belongs in one box.

    Attributes:
        party: Id of the vendor.
        box: Form and box, e.g. ``NEC 1``.
        amount: The amount paid.
        by_card: Whether by card, and so left out of the form.
        currency: Of the amount.
    """

    party: str
    box: str
    amount: Decimal
    by_card: bool
    currency: str


def paid_by_box(books: Books, since: date, until: date) -> Iterator[PaidInBox]:
    """The payments of a period to vendors with a box, one by one."""
    subledger = books.subledger(Side.PAYABLE, until)
    boxes = {id_: _box_of(books, id_, until) for id_ in books.directory.ids(_VENDOR)}
    for document in subledger.documents:
        box = boxes.get(document.party, "")
        shares: Mapping[str, Decimal] | None = None
        for settlement in document.payments:
            posting = settlement.posting
            if not since <= posting.day <= until:
                continue
            shares = _shares(books, document, box) if shares is None else shares
            money = _money(books, posting, settlement.amount)
            for name, amount in _split(money, shares, document.currency):
                yield PaidInBox(
                    party=document.party,
                    box=name,
                    amount=amount,
                    by_card=_is_by_card(books, posting),
                    currency=document.currency,
                )
    for item in subledger.unapplied:
        box, posting = boxes.get(item.party, ""), item.posting
        if box and since <= posting.day <= until:
            yield PaidInBox(
                party=item.party,
                box=box,
                amount=_money(books, posting, -item.amount),
                by_card=_is_by_card(books, posting),
                currency=posting.currency,
            )


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
        return {box: Decimal(1)} if box else {}
    for txn in transactions:
        for posting in txn.postings:
            net = lines.get(place_in(posting.meta or txn.meta))
            if net is not None:
                name = str(written(posting.meta, "form-1099") or box)
                shares[name] = shares.get(name, ZERO) + net
    return shares


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


def _money(books: Books, posting: ControlPosting, amount: Decimal) -> Decimal:
    """The part of a settlement paid in money; discounts and write-offs are not."""
    paid = debts = ZERO
    for other in books.transaction_of(posting).postings:
        role = books.chart.role(other.account)
        if role is None or other.units is None or other.units.number is None:
            continue
        if other.units.currency != posting.currency:
            continue
        if role.role.holds_money:
            paid -= other.units.number
        elif role.role is Role.PAYABLE:
            debts += other.units.number
    if debts <= 0 or paid >= debts:
        return amount if paid > 0 else ZERO
    smallest = quantum(posting.currency)
    return (amount * paid / debts).quantize(smallest, rounding=ROUND_HALF_UP)


def _is_by_card(books: Books, posting: ControlPosting) -> bool:
    roles = (
        books.chart.role(p.account) for p in books.transaction_of(posting).postings
    )
    return any(role is not None and role.role is Role.CARD for role in roles)
