"""What a control posting is for, where that isn't what its sign suggests.

As a rule what adds debt is a sale and what reduces it is a payment. The exceptions
show on the other accounts of the transaction.

What was owed, sold and paid on every day, from one look at the subledger.

A subledger for each month end would cost as many allocations. This goes through the
documents once and keeps what moved on each day. What settled what is taken as it is
known on the subledger's day: a payment that was allocated later than it came in
counts from the day it came in.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


class Purpose(StrEnum):
    """Why a posting is neither a sale nor a payment."""

    WRITE_OFF = "write-off"
    """A debt given up, or one given up that is owed again."""
    MONEY_BACK = "money back"
    """A payment that the bank returned, or a refund."""
    TAKEN_BACK = "taken back"
    """A sale taken back without a credit note of its own: no money came."""


#: The exceptions, by the identity of the posting; all others are what they seem.
Purposes: TypeAlias = "Mapping[int, Purpose]"


class ReceivablesHistory:
    """The history of one currency. Every total counts what is owed to us.

    Attributes:
        owed: The balance: what is open, less what is on account.
        sales: Documents as booked, with tax, less credit notes. Opening items are
            documents and no sales.
        openings: What was brought in from before the books.
        in_time: What was added to and taken from documents by their due dates.
        fell_due: What was left of it on its due date.
        paid: Payments on documents.
        paid_days: The same, times the days from the due date to the payment;
            negative if it came early.
        closed: How many documents were paid in full.
        closed_days: The sum of days from their due dates to their last payments.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.owed = RunningTotal()
        self.sales = RunningTotal()
        self.openings = RunningTotal()
        self.in_time = RunningTotal()
        self.fell_due = RunningTotal()
        self.paid = RunningTotal()
        self.paid_days = RunningTotal()
        self.closed = RunningTotal()
        self.closed_days = RunningTotal()

    @property
    def first_day(self) -> date:
        """Of the first document or payment."""
        return self.owed.first_day

    def not_due(self, day: date) -> Decimal:
        """What is open on documents that are not past their due date at a day's end."""
        return self.in_time.until(day) - self.fell_due.before(day)


def read_histories(
    subledger: Subledger,
    purposes: Purposes,
    *,
    party: str | None = None,
    since: date = date.min,
) -> Mapping[str, ReceivablesHistory]:
    """The history of each currency up to the subledger's day.

    Args:
        subledger: As at the last day asked about.
        purposes: Postings that are no sale or payment.
        party: Only this client's, by id.
        since: The first day asked about. What fell due and was paid before isn't
            told apart: of old books that is nearly everything.
    """
    histories: dict[str, ReceivablesHistory] = defaultdict(ReceivablesHistory)
    for item in subledger.items:
        if party in {None, item.party}:
            first = item.first
            history = histories[first.currency]
            _add_amounts(history, item, purposes)
            if first.credit is None and not _is_past(item, since):
                _add_dues(history, item, purposes)
    for unapplied in (*subledger.unapplied, *subledger.unassigned):
        if party in {None, unapplied.party}:
            posting = unapplied.posting
            history = histories[posting.currency]
            history.owed.moved[posting.day] += unapplied.amount
            if posting.opening:
                history.openings.moved[posting.day] += unapplied.amount
    return histories


def _is_past(item: SubledgerItem, since: date) -> bool:
    """Whether all of a document was due, and whatever was paid was, before a day."""
    first = item.first
    if first.due >= since or item.more is not None:
        return False
    if first.terms is not None and len(first.terms.instalments) > 1:
        return False
    return all(settled[0].day < since for settled in item.settlements or ())


def _add_amounts(
    history: ReceivablesHistory, item: SubledgerItem, purposes: Purposes
) -> None:
    owed, sales = history.owed.moved, history.sales.moved
    for posting in item.postings:
        day, amount = posting.day, posting.amount
        owed[day] += amount
        if posting.opening:
            history.openings.moved[day] += amount
        elif id(posting) not in purposes:
            sales[day] += amount
    for posting, amount, _basis, _credit in item.settlements or ():
        owed[posting.day] -= amount
        if posting.opening:
            history.openings.moved[posting.day] -= amount


def _add_dues(
    history: ReceivablesHistory, item: SubledgerItem, purposes: Purposes
) -> None:
    """Count what is not due yet and when it was paid.

    Settlements fill the parts of a document, the earliest first; what exceeds it
    stands against the last one, as in ageing.
    """
    issued, last_paid, given_up = item.first.day, None, False
    in_time, paid, paid_days = (
        history.in_time.moved,
        history.paid.moved,
        history.paid_days.moved,
    )
    parts = item.falls_due()
    for due, amount in parts:
        if issued <= due:
            in_time[issued] += amount
            history.fell_due.moved[due] += amount
    following = iter(parts)
    due, room = next(following)
    for posting, amount, _basis, credit in item.settled_by_day():
        left, day = amount, posting.day
        purpose = purposes.get(id(posting))
        given_up = given_up or purpose is Purpose.WRITE_OFF
        while left:
            if not room:
                # Beyond the last part there is room for anything.
                due, room = next(following, (due, left))
            taken = min(room, left)
            # A payment ahead of the document is on account until there is one.
            seen = max(issued, day)
            if seen <= due:
                in_time[seen] -= taken
                history.fell_due.moved[due] -= taken
            if credit is None and purpose is None:
                paid[day] += taken
                paid_days[day] += taken * (day - due).days
                last_paid = day
            left, room = left - taken, room - taken
    if last_paid and not item.open and not given_up:
        history.closed.moved[last_paid] += 1
        history.closed_days.moved[last_paid] += (last_paid - due).days
