"""What is to be done about hours and expenses that wait to be charged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.books.today.item import Deed, TodayItem, Urgency
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.work.item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.work.item import WorkItem


def work_to_charge(books: Books, day: date) -> Iterator[TodayItem]:
    """Each client and currency with work that waits longer than the books allow.

    What began to wait later is charged along with it, and so is in the amount.
    """
    if books.work_read.is_empty:
        return
    groups: dict[tuple[str, str], list[WorkItem]] = defaultdict(list)
    for item in books.work_read.unbilled(day):
        groups[item.client, item.currency].append(item)
    for (client, currency), items in sorted(groups.items()):
        days = (day - items[0].day).days
        if client and days > books.settings.unbilled_after:
            yield TodayItem(
                urgency=Urgency.LATE,
                deed=Deed.INVOICE,
                day=items[0].day,
                side=Side.RECEIVABLE,
                party=client,
                what=_what(items),
                why=_why(items, days),
                amount=sum((item.worth for item in items), ZERO) if currency else None,
                currency=currency,
            )


def _what(items: Sequence[WorkItem]) -> str:
    hours = sum((item.hours for item in items), ZERO)
    expenses = sum(item.kind is WorkKind.EXPENSE for item in items)
    parts = [f"{hours:f} hours"] if hours else []
    if expenses:
        parts.append("1 expense" if expenses == 1 else f"{expenses} expenses")
    return " and ".join(parts)


def _why(items: Sequence[WorkItem], days: int) -> str:
    why = f"not charged for {days} days"
    lacking = sum((item.hours for item in items if item.lacks_rate), ZERO)
    return f"{why}; {lacking:f} hours have no hourly-rate" if lacking else why
