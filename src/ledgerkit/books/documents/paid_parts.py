"""Settled documents -> the payments of each, and how late."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.payment_behaviour import PaidPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.receivables.collection.history import Purposes


def read_paid_parts(
    subledger: Subledger, purposes: Purposes, *, since: date = date.min
) -> Mapping[str, Sequence[PaidPart]]:
    """Each client's payments on its invoices, by its id, in no order.

    Write-offs, credits and refunds are no payments. With instalments, each payment
    fills the earliest one open.

    Args:
        subledger: Of the receivables.
        purposes: The postings that are no payment.
        since: The first day of payments that count; in old books most are earlier.
    """
    parts_by_client: dict[str, list[PaidPart]] = defaultdict(list)
    for item in subledger.items:
        first = item.first
        if first.credit is not None or not item.settlements:
            continue
        if first.terms is not None and len(first.terms.instalments) > 1:
            parts_by_client[item.party] += _by_instalment(item, purposes, since)
            continue
        for posting, amount, _basis, credit in item.settlements:
            paid = posting.day
            if paid >= since and credit is None and id(posting) not in purposes:
                parts_by_client[item.party].append(_part(item, first.due, paid, amount))
    return parts_by_client


def _by_instalment(
    item: SubledgerItem, purposes: Purposes, since: date
) -> Iterator[PaidPart]:
    parts = [(part.due, part.amount) for part in item.finish().due_parts]
    payments = [
        (posting.day, amount)
        for posting, amount, _basis, credit in item.settlements or ()
        if credit is None and id(posting) not in purposes
    ]
    for paid, due, amount in _filled(parts, sorted(payments), item.due):
        if paid >= since:
            yield _part(item, due, paid, amount)


def _filled(
    parts: list[tuple[date, Decimal]],
    payments: Iterable[tuple[date, Decimal]],
    due_at_last: date,
) -> Iterator[tuple[date, date, Decimal]]:
    """Day, due date and amount of each payment's part of an instalment."""
    for paid, amount in payments:
        remainder = amount
        while remainder > 0 and parts:
            due, open_ = parts[0]
            portion = min(remainder, open_)
            yield paid, due, portion
            remainder -= portion
            parts[0] = due, open_ - portion
            if portion == open_:
                parts.pop(0)
        if remainder:
            yield paid, due_at_last, remainder


def _part(item: SubledgerItem, due: date, paid: date, amount: Decimal) -> PaidPart:
    currency = item.first.currency
    return PaidPart(item.party, item.number or "", due, paid, amount, currency)
