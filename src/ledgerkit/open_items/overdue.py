"""What is overdue: the one meaning of the word, on either side.

Overdue is what is open of debts whose due date is past: of each instalment by itself,
and before money on account and credits, which settle nothing yet. So it is never less
than nothing, no party's credit lowers another's, and a company's is the sum of its
parties'. Where a setting counts ages from the documents' dates, overdue still counts
from the due date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.payment_terms import DuePart

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What of a party's debts is overdue, in one currency.

    Attributes:
        amount: The amount; never negative.
        days: Days late of the part that is latest; 0 if none is.
    """

    amount: Decimal = ZERO
    days: int = 0


NOTHING_OVERDUE = Overdue()


def overdue_parts(document: Document, as_of: date) -> Iterator[DuePart]:
    """The overdue parts of a document on a day, with what is open of each."""
    if not document.is_credit:
        for part in document.open_parts():
            if part.amount > 0 and part.due < as_of:
                yield part


def is_overdue(document: Document, as_of: date) -> bool:
    """Whether any part of a document is overdue on a day."""
    return any(True for _part in overdue_parts(document, as_of))


def overdue_by_party(subledger: Subledger) -> Mapping[tuple[str, str], Overdue]:
    """What is overdue on the subledger's day, by party and currency, where anything is.

    Sum the amounts of one currency for the company's.
    """
    found: dict[tuple[str, str], Overdue] = {}
    for document in subledger.open_documents:
        for part in overdue_parts(document, subledger.as_of):
            key = document.party, document.currency
            before = found.get(key, NOTHING_OVERDUE)
            found[key] = Overdue(
                amount=before.amount + part.amount,
                days=max(before.days, (subledger.as_of - part.due).days),
            )
    return found


@dataclass(frozen=True, slots=True)
class DebtHistory:
    """One party's debts in one currency, for every day.

    Attributes:
        owed: The balance: debts less credits and money on account. Nothing for a party
            that never had any of these.
        debts: What is open of debts, overdue or not.
        overdue: What of it is overdue.
    """

    owed: RunningTotal = field(default_factory=RunningTotal)
    debts: RunningTotal = field(default_factory=RunningTotal)
    overdue: RunningTotal = field(default_factory=RunningTotal)

    def uncovered(self, day: date) -> Decimal:
        """What is overdue and no credit or money on account of the party covers."""
        overdue = self.overdue.until(day)
        if not overdue:
            return ZERO
        return max(overdue - self.credit(day), ZERO)

    def credit(self, day: date) -> Decimal:
        """The credits and money on account of the party."""
        if not self.owed.moved:
            return ZERO
        return max(self.debts.until(day) - self.owed.until(day), ZERO)


def debt_histories(
    subledger: Subledger, *, party: str | None = None, since: date = date.min
) -> Mapping[tuple[str, str], DebtHistory]:
    """The history of each party and currency up to the subledger's day.

    Settlements are those known on that day; one that came before its document is on
    account until then.

    Args:
        subledger: As at the last day asked about.
        party: Only this party's, by id.
        since: The first day asked about. A debt settled before it is only owed.
    """
    histories: dict[tuple[str, str], DebtHistory] = defaultdict(DebtHistory)
    credited = _credited(subledger)
    for item in subledger.items:
        if party in {None, item.party}:
            key = item.party, item.first.currency
            history = histories[key]
            if key in credited:
                _add_owed(history, item)
            if item.first.credit is None and not _is_past(item, since):
                _add_debt(history, item)
    _add_on_account(histories, subledger, party)
    return histories


def credit_histories(subledger: Subledger) -> Mapping[tuple[str, str], DebtHistory]:
    """The same, of those parties alone that ever had credit: in most books few."""
    histories: dict[tuple[str, str], DebtHistory] = defaultdict(DebtHistory)
    credited = _credited(subledger)
    for item in subledger.items if credited else ():
        key = item.party, item.first.currency
        if key in credited:
            _add_owed(histories[key], item)
            if item.first.credit is None:
                _add_debt(histories[key], item)
    _add_on_account(histories, subledger, None)
    return histories


def _credited(subledger: Subledger) -> AbstractSet[tuple[str, str]]:
    """The parties, with the currency, that ever may have been in credit."""
    unapplied = {
        (unapplied.party, unapplied.posting.currency)
        for unapplied in (*subledger.ever_on_account, *subledger.unassigned)
    }
    return unapplied | {
        (item.party, item.first.currency)
        for item in subledger.items
        if _may_be_credit(item)
    }


def _add_on_account(
    histories: Mapping[tuple[str, str], DebtHistory],
    subledger: Subledger,
    party: str | None,
) -> None:
    for unapplied in (*subledger.ever_on_account, *subledger.unassigned):
        if party in {None, unapplied.party}:
            posting = unapplied.posting
            owed = histories[unapplied.party, posting.currency].owed
            owed.moved[posting.day] += unapplied.amount


def _is_past(item: SubledgerItem, since: date) -> bool:
    """Whether a document was settled in full before a day."""
    settled = item.settlements or ()
    return not item.open and all(part[0].day < since for part in settled)


def _may_be_credit(item: SubledgerItem) -> bool:
    """Whether a document ever made its party a creditor; most never do."""
    first, settled = item.first, item.settlements
    if first.credit is not None or item.more is not None or item.open < 0:
        return True
    return first.amount <= 0 or (
        settled is not None and any(s[0].day < first.day or s[1] < 0 for s in settled)
    )


def _add_owed(history: DebtHistory, item: SubledgerItem) -> None:
    owed = history.owed.moved
    for posting in item.postings:
        owed[posting.day] += posting.amount
    for posting, amount, _basis, _credit in item.settlements or ():
        owed[posting.day] -= amount


def _add_debt(history: DebtHistory, item: SubledgerItem) -> None:
    """Add what was open of each part, and overdue, from each day on which it changed.

    What was settled before the part was owed is on account until then; what is beyond
    it is not owed.
    """
    parts = item.parts()
    changes = [defaultdict(lambda: ZERO, {part.issued: part.amount}) for part in parts]
    for portion in item.portions():
        day = max(portion.posting.day, portion.part.issued)
        changes[portion.position][day] -= portion.amount
    for part, changed in zip(parts, changes, strict=True):
        late_from = date.max
        if part.due < date.max:
            late_from = max(part.issued, part.due + _DAY)
            changed[late_from] += ZERO
        was_open = was_late = balance = ZERO
        for day in sorted(changed):
            balance += changed[day]
            is_open = max(balance, ZERO)
            is_late = is_open if day >= late_from and part.due < day else ZERO
            if is_open != was_open:
                history.debts.moved[day] += is_open - was_open
            if is_late != was_late:
                history.overdue.moved[day] += is_late - was_late
            was_open, was_late = is_open, is_late
