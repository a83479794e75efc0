"""The entries of schedules that are due and not in the books yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.account_use import account_uses
from ledgerkit.entries.directives import LINK, posting_of
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.schedules.schedule import Schedule, ScheduleEntry


def schedule_record(
    books: Books, *, until: date, only: str | None = None
) -> PlannedEntries:
    """The entries due by a day and not yet written, in date order.

    Args:
        books: The books.
        until: Entries of later days are not due yet.
        only: The id of the only schedule; None for all.

    Raises:
        UsageError: If there is no such schedule, or an account isn't open by then.
    """
    records = books.general_ledger.schedules
    due = [
        (entry, schedule)
        for schedule in _asked(records.schedules, only)
        for entry in records.written[schedule.id].missing(until)
    ]
    due.sort(key=lambda pair: pair[0].day)
    directives = [_transaction(schedule, entry) for entry, schedule in due]
    _check_accounts(books, directives)
    count = "1 entry" if len(due) == 1 else f"{len(due)} entries"
    ids = dict.fromkeys(schedule.id for _entry, schedule in due)
    return PlannedEntries(done=f"{count} ({', '.join(ids)})", directives=directives)


def _asked(schedules: Mapping[str, Schedule], only: str | None) -> Sequence[Schedule]:
    if only is None:
        return list(schedules.values())
    if only not in schedules:
        remedy = suggestion(only, schedules) or "; see ledgerkit schedules for all"
        raise UsageError(f'there is no schedule "{only}"{remedy}')
    return [schedules[only]]


def _transaction(schedule: Schedule, entry: ScheduleEntry) -> Transaction:
    links = {entry.link} if entry.link and LINK.fullmatch(entry.link) else set()
    return Transaction(
        {"schedule": schedule.id},
        entry.day,
        "*",
        None,
        f"{schedule.text}: {entry.label.lower()}",
        frozenset(),
        frozenset(links),
        [posting_of(leg.account, leg.amount, schedule.currency) for leg in entry.legs],
    )


def _check_accounts(books: Books, transactions: Sequence[Transaction]) -> None:
    uses = account_uses(
        (posting.account, txn.date, posting.units.currency)
        for txn in transactions
        for posting in txn.postings
        if posting.units is not None
    )
    for use in uses.values():
        books.opened_accounts.check(use)
