"""The amounts owed, sold and paid on every day, from one subledger.

A subledger for each month end would take as many allocations. This goes through the
documents once and keeps each day's movements. Settlements are those known on the
subledger's day: a payment allocated after it was received counts from its receipt.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.open_items.purpose import Purpose
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


class ReceivablesHistory:
    """The history of one currency. Every total counts what is owed to us.

    Attributes:
        owed: The balance: open documents less money on account.
        sales: Documents as booked, with tax, less credit notes and what was taken back
            without one. Opening items and debts moved elsewhere are documents, but not
            sales.
        openings: Balances brought forward from before the books.
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
        self.paid = RunningTotal()
        self.paid_days = RunningTotal()
        self.closed = RunningTotal()
        self.closed_days = RunningTotal()

    @property
    def first_day(self) -> date:
        """The day of the first document or payment."""
        return self.owed.first_day


def read_histories(
    subledger: Subledger,
    *,
    party: str | None = None,
    since: date = date.min,
) -> Mapping[str, ReceivablesHistory]:
    """The history of each currency up to the subledger's day.

    Args:
        subledger: As at the last day asked about.
        party: Only this client's, by id.
        since: The first day asked about. What fell due and was paid before is not
            analysed: in old books that is nearly everything.
    """
    histories: dict[str, ReceivablesHistory] = defaultdict(ReceivablesHistory)
    for item in subledger.items:
        if party in {None, item.party}:
            first = item.first
            history = histories[first.currency]
            _add_amounts(history, item)
            if first.credit is None and not _is_past(item, since):
                _add_dues(history, item)
    for unapplied in (*subledger.ever_on_account, *subledger.unassigned):
        if party in {None, unapplied.party}:
            posting = unapplied.posting
            history = histories[posting.currency]
            history.owed.moved[posting.day] += unapplied.amount
            _add_purpose(history, posting, unapplied.amount)
    return histories


def _is_past(item: SubledgerItem, since: date) -> bool:
    """Whether a document fell due, and all its payments were made, before a day."""
    if item.first.due >= since or not item.is_single:
        return False
    return all(settled[0].day < since for settled in item.settlements or ())


def _add_amounts(history: ReceivablesHistory, item: SubledgerItem) -> None:
    owed = history.owed.moved
    for posting in item.postings:
        owed[posting.day] += posting.amount
        _add_purpose(history, posting, posting.amount)
    for posting, amount, _basis, _credit in item.settlements or ():
        owed[posting.day] -= amount
        if posting.purpose is not Purpose.PAYMENT and posting.credit is None:
            _add_purpose(history, posting, -amount)


def _add_purpose(
    history: ReceivablesHistory, posting: ControlPosting, amount: Decimal
) -> None:
    """Count an amount that changes what is owed as a sale, or as brought forward."""
    purpose = posting.purpose
    if purpose is Purpose.OPENING:
        history.openings.moved[posting.day] += amount
    elif purpose is Purpose.DOCUMENT or purpose is Purpose.TAKEN_BACK:
        history.sales.moved[posting.day] += amount


def _add_dues(history: ReceivablesHistory, item: SubledgerItem) -> None:
    """Add when the parts were paid.

    Settlements go to the earliest parts first, as in ageing. What went back was no
    payment.
    """
    last_paid, given_up = None, False
    paid, paid_days = history.paid.moved, history.paid_days.moved
    for posting, _credit, _position, part, _amount, kept in item.portions():
        day, due = posting.day, part.due
        given_up = given_up or posting.purpose is Purpose.WRITE_OFF
        if kept:
            paid[day] += kept
            paid_days[day] += kept * (day - due).days
            last_paid = day, due
    if last_paid and not item.open and not given_up:
        day, due = last_paid
        history.closed.moved[day] += 1
        history.closed_days.moved[day] += (day - due).days
