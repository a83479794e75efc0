"""Settled documents -> the payments of each, and how late."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.payment_behaviour import PaidPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


def read_paid_parts(
    subledger: Subledger, *, since: date = date.min
) -> Mapping[str, Sequence[PaidPart]]:
    """Each client's payments on its invoices, by its id, in no order.

    Write-offs, credits and what went back are no payments. Where a document has
    several parts, each payment fills the earliest one open.

    Args:
        subledger: Of the receivables.
        since: The first day of payments that count; in old books most are earlier.
    """
    parts_by_client: dict[str, list[PaidPart]] = defaultdict(list)
    for item in subledger.items:
        first = item.first
        if first.credit is not None or not item.settlements:
            continue
        if not item.is_single or item.undone:
            parts_by_client[item.party] += _by_part(item, since)
            continue
        for posting, amount, _basis, credit in item.settlements:
            paid = posting.day
            if paid >= since and credit is None and posting.pays:
                parts_by_client[item.party].append(_part(item, first.due, paid, amount))
    return parts_by_client


def _by_part(item: SubledgerItem, since: date) -> Iterator[PaidPart]:
    for portion in item.portions():
        day = portion.posting.day
        if portion.paid and day >= since:
            yield _part(item, portion.part.due, day, portion.paid)


def _part(item: SubledgerItem, due: date, paid: date, amount: Decimal) -> PaidPart:
    currency = item.first.currency
    return PaidPart(item.party, item.number or "", due, paid, amount, currency)
