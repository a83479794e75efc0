"""The purpose of control postings, where it isn't what the sign suggests.

As a rule, a posting that adds debt is a sale and one that reduces it is a payment. The
transaction's other accounts show the exceptions.

The amounts owed, sold and paid on every day, from one subledger.

A subledger for each month end would take as many allocations. This goes through the
documents once and keeps each day's movements. Settlements are those known on the
subledger's day: a payment allocated after it was received counts from its receipt.
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


#: The exceptions, by the posting's identity; all others are as their sign suggests.
Purposes: TypeAlias = "Mapping[int, Purpose]"


class ReceivablesHistory:
    """The history of one currency. Every total counts what is owed to us.

    Attributes:
        owed: The balance: open documents less money on account.
        sales: Documents as booked, with tax, less credit notes. Opening items are
            documents, but not sales.
        openings: Balances brought forward from before the books.
        in_time: Amounts of documents, less settlements by their due dates.
        fell_due: The part still unpaid on its due date.
        paid: Payments on documents.
        paid_days: The same, times the days from the due date to the payment;
            negative if it came early.
        closed: How many documents were paid in full.
        closed_days: The sum of the days from their due dates to their last payments.
    """

    def __init__(self) -> None:
        """Start empty."""
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
        """The day of the first document or payment."""
        return self.owed.first_day

    def not_due(self, day: date) -> Decimal:
        """The amount not past its due date at the end of a day."""
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
        purposes: Postings that are neither a sale nor a payment.
        party: Only this client's, by id.
        since: The first day asked about. What fell due and was paid before is not
            analysed: in old books that is nearly everything.
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
    """Whether a document fell due, and all its payments were made, before a day."""
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
    """Add the amounts not yet due, and when they were paid.

    Settlements go to the earliest instalments first; any excess stands against the
    last one, as in ageing.
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
        remaining, day = amount, posting.day
        purpose = purposes.get(id(posting))
        given_up = given_up or purpose is Purpose.WRITE_OFF
        while remaining:
            if not room:
                # The last part takes any excess.
                due, room = next(following, (due, remaining))
            portion = min(room, remaining)
            # A payment before the document is on account until then.
            effective = max(issued, day)
            if effective <= due:
                in_time[effective] -= portion
                history.fell_due.moved[due] -= portion
            if credit is None and purpose is None:
                paid[day] += portion
                paid_days[day] += portion * (day - due).days
                last_paid = day
            remaining, room = remaining - portion, room - portion
    if last_paid and not item.open and not given_up:
        history.closed.moved[last_paid] += 1
        history.closed_days.moved[last_paid] += (last_paid - due).days
