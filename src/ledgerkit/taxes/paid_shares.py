"""How much of a document's tax falls due when, where it does so by payment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.calendars import months_after
from ledgerkit.invoices.tax_code import TaxPoint
from ledgerkit.open_items.paid_share import WHOLE, PaidShare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MONTHS_OF_YEAR = 12


def due_shares(
    issued: date, paid: Sequence[PaidShare], point: TaxPoint, left: date | None = None
) -> Iterator[PaidShare]:
    """From when which share of a document's tax is due.

    Args:
        issued: The document's day.
        paid: What was paid, by day.
        point: When its tax falls due.
        left: The day on which the scheme that it is under ended and made all due; None
            if there is none.
    """
    if point is TaxPoint.DOCUMENT:
        yield PaidShare(issued, WHOLE, "")
        return
    ends = [(left, "the scheme ended")] if left is not None else []
    if point is TaxPoint.EARLIER:
        ends.append((issued, ""))
    elif point is TaxPoint.PAYMENT_WITHIN_YEAR:
        ends.append((months_after(issued, _MONTHS_OF_YEAR), "a year has passed"))
    first = date.min if point is TaxPoint.EARLIER else issued
    end, why = min(ends, default=(date.max, ""))
    for share in paid:
        if share.day < end:
            yield share._replace(day=max(share.day, first))
    if ends:
        yield PaidShare(end, WHOLE, why)
