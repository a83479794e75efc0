"""What was late of a document, on every day of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.document import Document


def late_amounts(document: Document, until: date) -> Sequence[tuple[date, Decimal]]:
    """What was due and unpaid at the end of each day on which that changed.

    Settlements fill the parts that fell due first. What they take off is late on
    their own day still: see `ledgerkit.receivables.reminders.interest`.

    Args:
        document: An invoice.
        until: The last day that is asked for.

    Returns:
        Days, rising, with the amount from then on; never negative.
    """
    changes = _settled_by_day(document)
    days = sorted({part.due for part in document.due_parts} | {d for d, _ in changes})
    return [
        (day, _late_on(document, changes, day))
        for day in days
        if document.due_parts[0].due <= day <= until
    ]


def _settled_by_day(document: Document) -> Sequence[tuple[date, Decimal]]:
    """What each settlement takes off; what was added later counts as taken till then.

    A document may have a posting of a later date: before it nobody owed that.
    """
    changes = [(s.posting.day, s.amount) for s in document.settlements]
    for posting in document.postings:
        if posting.day > document.issued:
            changes += [(document.issued, posting.amount)]
            changes += [(posting.day, -posting.amount)]
    return changes


def _late_on(
    document: Document, changes: Sequence[tuple[date, Decimal]], day: date
) -> Decimal:
    due = sum((part.amount for part in document.due_parts if part.due <= day), ZERO)
    settled = sum((amount for at, amount in changes if at <= day), ZERO)
    return max(due - settled, ZERO)
