"""What was owed, sold and paid on every day, from one look at the subledger.

A subledger for each month end would cost as many allocations. This goes through the
documents once and keeps what moved on each day. What settled what is taken as it is
known on the subledger's day: a payment that was allocated later than it came in
counts from the day it came in.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.control_posting import by_content
from ledgerkit.receivables.posting_purpose import Purpose
from ledgerkit.receivables.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.open_items.draft import Draft, SettledPart
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.receivables.posting_purpose import Purposes

_ONE = Decimal(1)
_ONE_DAY = timedelta(days=1)


class ReceivablesHistory:
    """The history of one currency. Every total counts what is owed to us.

    Attributes:
        first_day: Of the first posting.
        owed: The balance: what is open, less what is on account.
        not_due: Of that, what is on documents not past their due date.
        sales: Documents as booked, with tax, less credit notes. Opening items are
            documents and no sales.
        openings: What was brought in from before the books.
        paid: Payments on documents.
        paid_days: The same, times the days from the due date to the payment;
            negative if it came early.
        closed: How many documents were paid in full.
        closed_days: The sum of days from their due dates to their last payments.
    """

    def __init__(self, first_day: date) -> None:
        """Begin on a day, with nothing."""
        self.first_day = first_day
        self.owed = RunningTotal()
        self.not_due = RunningTotal()
        self.sales = RunningTotal()
        self.openings = RunningTotal()
        self.paid = RunningTotal()
        self.paid_days = RunningTotal()
        self.closed = RunningTotal()
        self.closed_days = RunningTotal()


def read_histories(
    subledger: Subledger, purposes: Purposes, *, party: str | None = None
) -> Mapping[str, ReceivablesHistory]:
    """The history of each currency up to the subledger's day.

    Args:
        subledger: As at the last day asked about.
        purposes: Postings that are no sale or payment.
        party: Only this client's, by id.
    """
    histories: dict[str, ReceivablesHistory] = {}
    for draft in subledger.drafts:
        if party in {None, draft.party}:
            first = draft.first
            history = _history(histories, first.currency, first.day)
            _add_document(history, draft, purposes)
    for item in (*subledger.unapplied, *subledger.unassigned):
        if party in {None, item.party}:
            posting = item.posting
            history = _history(histories, posting.currency, posting.day)
            history.owed.add(posting.day, item.amount)
            if posting.opening:
                history.openings.add(posting.day, item.amount)
    return histories


def _history(
    histories: dict[str, ReceivablesHistory], currency: str, day: date
) -> ReceivablesHistory:
    history = histories.get(currency)
    if history is None:
        history = histories[currency] = ReceivablesHistory(day)
    history.first_day = min(history.first_day, day)
    return history


def _add_document(
    history: ReceivablesHistory, draft: Draft, purposes: Purposes
) -> None:
    for posting in draft.postings:
        history.owed.add(posting.day, posting.amount)
        if posting.opening:
            history.openings.add(posting.day, posting.amount)
        elif id(posting) not in purposes:
            history.sales.add(posting.day, posting.amount)
    for posting, amount, _basis, _credit in draft.settlements or ():
        history.owed.add(posting.day, -amount)
        if posting.opening:
            history.openings.add(posting.day, -amount)
    if draft.first.credit is None:
        parts = _parts(draft, purposes)
        for part in parts:
            part.add_to(history)
        _add_closing(history, draft, parts[-1], purposes)


class _Part:
    """What of a document falls due on one day, and how it was settled.

    Attributes:
        due: The day.
        amount: What falls due.
        moves: What added to it and took from it.
        payments: What was paid of it.
    """

    __slots__ = ("amount", "due", "moves", "payments")

    def __init__(self, due: date, amount: Decimal) -> None:
        self.due = due
        self.amount = amount
        self.moves: list[tuple[date, Decimal]] = []
        self.payments: list[tuple[date, Decimal]] = []

    def add_to(self, history: ReceivablesHistory) -> None:
        """Count it as not due as long as it wasn't, and count its payments."""
        due, left = self.due, ZERO
        for day, amount in self.moves:
            if day <= due:
                history.not_due.add(day, amount)
                left += amount
        if left:
            history.not_due.add(due + _ONE_DAY, -left)
        for day, amount in self.payments:
            history.paid.add(day, amount)
            history.paid_days.add(day, amount * (day - due).days)


def _parts(draft: Draft, purposes: Purposes) -> Sequence[_Part]:
    """The parts of a document, with its settlements filling the earliest first.

    What exceeds the document stands against its last part, as in ageing.
    """
    issued, parts = draft.first.day, _unsettled_parts(draft)
    place, room = 0, parts[0].amount
    for posting, amount, _basis, credit in _by_day(draft):
        is_payment = credit is None and id(posting) not in purposes
        left = amount
        while left:
            part, is_last = parts[place], place == len(parts) - 1
            taken = left if is_last else min(left, room)
            # A payment ahead of the document is on account until there is one.
            part.moves.append((max(posting.day, issued), -taken))
            if is_payment:
                part.payments.append((posting.day, taken))
            left, room = left - taken, room - taken
            if not room and not is_last:
                place += 1
                room = parts[place].amount
    return parts


def _unsettled_parts(draft: Draft) -> Sequence[_Part]:
    terms = draft.first.terms
    if terms is None or len(terms.instalments) == 1:
        part = _Part(draft.first.due, sum((p.amount for p in draft.postings), ZERO))
        part.moves = [(p.day, p.amount) for p in draft.postings]
        return [part]
    parts = []
    for due_part in draft.finish().due_parts:
        parts.append(_Part(due_part.due, due_part.amount))
        parts[-1].moves.append((draft.first.day, due_part.amount))
    return parts


def _by_day(draft: Draft) -> Sequence[SettledPart]:
    settlements = draft.settlements or ()
    if len(settlements) < 2:
        return settlements
    return sorted(settlements, key=lambda settled: by_content(settled[0]))


def _add_closing(
    history: ReceivablesHistory, draft: Draft, last: _Part, purposes: Purposes
) -> None:
    """Count a document that was paid in full, once, on the day of its last payment."""
    settled = draft.settlements or ()
    if draft.open or not last.payments:
        return
    if any(purposes.get(id(s[0])) is Purpose.WRITE_OFF for s in settled):
        return
    day = last.payments[-1][0]
    history.closed.add(day, _ONE)
    history.closed_days.add(day, Decimal((day - last.due).days))
