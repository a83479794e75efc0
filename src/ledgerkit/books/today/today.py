"""Everything that is to be done on a day, of every subject."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.books.quotes.agenda import TO_INVOICE
from ledgerkit.books.today.bookkeeping import (
    errors,
    periods_to_close,
    unexplained_lines,
    waiting_files_items,
)
from ledgerkit.books.today.item import Deed, TodayItem, Urgency, by_urgency
from ledgerkit.books.today.money import bills_due, invoices_missing, reminders_to_send
from ledgerkit.books.today.work import work_to_charge
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.agenda import AgendaItem

_SUNDAY = 6
_PROMISE, _TAX = "promise", "tax"
_DEEDS = {_PROMISE: Deed.ASK, TO_INVOICE: Deed.INVOICE}


def read_today(
    books: Books, day: date, waiting: Sequence[str] = ()
) -> Sequence[TodayItem]:
    """What is to be done, the most urgent first.

    Args:
        books: The books.
        day: Today; what is due by the end of its week counts.
        waiting: Names of the files that wait in the inbox, as the door found them.
    """
    until = end_of_week(day)
    items = [
        *errors(books),
        *bills_due(books, day, until),
        *reminders_to_send(books, day),
        *invoices_missing(books, day),
        *work_to_charge(books, day),
        *unexplained_lines(books, day),
        *waiting_files_items(waiting),
        *periods_to_close(books, day),
        *_relations(books, day, until),
    ]
    return sorted(items, key=by_urgency)


def end_of_week(day: date) -> date:
    """The Sunday of a day's week.

    >>> end_of_week(date(2026, 12, 1)), end_of_week(date(2026, 12, 6))
    (datetime.date(2026, 12, 6), datetime.date(2026, 12, 6))
    """
    left = _SUNDAY - day.weekday()
    return day + timedelta(days=min(left, (date.max - day).days))


def _relations(books: Books, day: date, until: date) -> Iterator[TodayItem]:
    """Tasks, check-ins, renewals and promises: what the agenda has until a day."""
    for item in read_agenda(books, day):
        if item.day > until:
            continue
        is_promise, is_late = item.kind == _PROMISE, item.day < day
        urgency = Urgency.LATE if is_late else Urgency.SOON
        broken = ", not kept" if is_promise and is_late else ""
        yield TodayItem(
            urgency=Urgency.NOW if item.day == day else urgency,
            deed=_deed(item),
            day=item.day,
            side=Side.RECEIVABLE if item.client else None,
            party=item.client,
            about=item.id,
            kind=item.kind,
            what=item.what,
            why=f"{item.kind} of {item.day}{broken}",
        )


def _deed(item: AgendaItem) -> Deed:
    if item.kind == _TAX:
        return Deed.PAY if item.what.startswith("pay ") else Deed.FILE
    return _DEEDS.get(item.kind, Deed.FOLLOW_UP)
