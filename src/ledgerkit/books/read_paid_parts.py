"""Settled documents -> what was paid of each, and how late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.payment_behaviour import PaidPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.draft import Draft
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.receivables.posting_purpose import Purposes


def read_paid_parts(
    subledger: Subledger, purposes: Purposes
) -> Mapping[str, Sequence[PaidPart]]:
    """Each client's payments on its invoices, by its id, in no order.

    What was written off, credited or paid back is no payment. Of instalments, each
    payment fills the earliest that is left.
    """
    found: dict[str, list[PaidPart]] = {}
    for draft in subledger.drafts:
        first = draft.first
        if first.credit is not None or not draft.settlements:
            continue
        payments = [
            (posting.day, amount)
            for posting, amount, _basis, credit in draft.settlements
            if credit is None and id(posting) not in purposes
        ]
        found.setdefault(draft.party, []).extend(
            PaidPart(draft.party, draft.number or "", due, paid, amount, first.currency)
            for due, paid, amount in _with_due_dates(draft, payments)
        )
    return found


def _with_due_dates(
    draft: Draft, payments: Sequence[tuple[date, Decimal]]
) -> Iterator[tuple[date, date, Decimal]]:
    """Due date, day and amount of each payment, or of its part of an instalment."""
    terms = draft.first.terms
    if terms is None or len(terms.instalments) == 1:
        yield from ((draft.first.due, paid, amount) for paid, amount in payments)
        return
    parts = [(part.due, part.amount) for part in draft.finish().due_parts]
    for paid, amount in sorted(payments):
        left = amount
        while left > 0 and parts:
            due, open_ = parts[0]
            taken = min(left, open_)
            yield due, paid, taken
            left -= taken
            parts[0] = due, open_ - taken
            if taken == open_:
                parts.pop(0)
        if left:
            yield draft.due, paid, left
