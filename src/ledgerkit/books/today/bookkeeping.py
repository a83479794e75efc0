"""What is to be done about the books themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.books.today.item import Deed, TodayItem, Urgency
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.period import Interval, Period, split
from ledgerkit.ledger.place import short_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books


def errors(books: Books) -> Iterator[TodayItem]:
    """The findings that make some figure untrustworthy, as one item."""
    found = books.trust_findings()
    if found:
        first = found[0]
        count = "1 error" if len(found) == 1 else f"{len(found)} errors"
        yield TodayItem(
            urgency=Urgency.AT_RISK,
            deed=Deed.CHECK,
            about=short_place(first.place),
            what=count,
            why=f"{short_place(first.place)}: {first.message}",
        )


def unexplained_lines(books: Books, day: date) -> Iterator[TodayItem]:
    """What stands on each suspense account."""
    balances = books.general_ledger.ledger.balances(day).accounts
    for (account, currency), amount in sorted(balances.items()):
        role = books.chart.role(account)
        if amount and role is not None and role.role is Role.SUSPENSE:
            yield TodayItem(
                urgency=Urgency.NOW,
                deed=Deed.EXPLAIN,
                about=account,
                what=account,
                why="nobody has said what it is for",
                amount=abs(amount),
                currency=currency,
            )


def waiting_files_items(names: Sequence[str]) -> Iterator[TodayItem]:
    """The files that wait in the inbox.

    Args:
        names: As the door found them.
    """
    for name in sorted(names):
        yield TodayItem(
            urgency=Urgency.NOW,
            deed=Deed.IMPORT,
            about=name,
            what=name,
            why="it waits in the inbox",
        )


_DAY = timedelta(days=1)


def periods_to_close(books: Books, day: date) -> Iterator[TodayItem]:
    """The first period that is over and not closed, in books that close them."""
    in_force = books.closed_periods.closings.in_force
    closed = [closing.period for closing in in_force if closing.day <= day]
    if not closed:
        return
    last = max(closed, key=lambda period: period.last)
    if last.last >= day - _DAY:
        return
    since = Period(last.last + _DAY, day - _DAY)
    periods = split(since, _interval(last), books.general_ledger.fiscal)
    over = [period for period in periods if ".." not in period.label]
    if over and over[0].last < day and over[0].first == since.first:
        yield TodayItem(
            urgency=Urgency.SOON,
            deed=Deed.CLOSE,
            day=over[0].last,
            about=over[0].label,
            what=over[0].label,
            why=f"it ended on {over[0].last}, and {last.label} is closed",
        )


def _interval(period: Period) -> Interval:
    """The length of a period, by its label."""
    if "Q" in period.label:
        return Interval.QUARTER
    return Interval.MONTH if "-" in period.label else Interval.YEAR
