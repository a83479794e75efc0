"""Whom to remind of what on a day, and why; and whom not, and why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.money import ZERO, with_cents
from ledgerkit.receivables.reminders.case import ReminderCase, claim_lateness
from ledgerkit.receivables.reminders.hold import NOTHING_SAID, ReminderRecord
from ledgerkit.receivables.reminders.planned import (
    Decision,
    LetterKind,
    PlannedLetter,
    PlannedReminder,
    ReminderPlan,
    ReminderRules,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.receivables.reminders.level import ReminderLevel

#: A client's id and a currency.
_Account: TypeAlias = "tuple[str, str]"


def plan_reminders(
    subledger: Subledger,
    rules: ReminderRules,
    record_of: Callable[[Document], ReminderRecord] = lambda _document: NOTHING_SAID,
) -> ReminderPlan:
    """Plan the reminders of the subledger's day.

    What is not open is never reminded, nothing twice on a day, and no invoice skips
    a level. An invoice is left in peace while it is disputed, paused or promised to
    be paid, and a client while what stands on its account covers what is late.

    Args:
        subledger: The receivables.
        rules: The levels, and what isn't worth a letter.
        record_of: What the book says of an invoice.
    """
    day = subledger.as_of
    first = min((level.days for level in rules.levels), default=1)
    planned = [
        ReminderCase(document, record_of(document), rules, day).plan()
        for document in subledger.open_documents
        if document.open > 0
        and not document.is_credit
        and document.days_late(day) >= min(first, 1)
    ]
    on_account = _on_account(subledger)
    planned = _without_covered(planned, on_account)
    planned.sort(key=lambda r: (r.document.party, r.document.due))
    return ReminderPlan(
        day=day,
        reminders=planned,
        letters=list(_letters(planned, on_account, rules.levels)),
    )


def _on_account(subledger: Subledger) -> dict[_Account, Decimal]:
    """What stands on each client's account, by client and currency, positive."""
    sums: dict[_Account, Decimal] = {}
    for item in subledger.unapplied:
        key = item.party, item.posting.currency
        sums[key] = sums.get(key, ZERO) - item.amount
    for document in subledger.open_documents:
        if document.is_credit:
            key = document.party, document.currency
            sums[key] = sums.get(key, ZERO) - document.open
    return sums


def _without_covered(
    planned: Sequence[PlannedReminder], on_account: Mapping[_Account, Decimal]
) -> list[PlannedReminder]:
    """Hold what is covered by what stands on the client's account."""
    asked: dict[_Account, Decimal] = {}
    for reminder in planned:
        if reminder.decision is not Decision.HOLD:
            key = _account(reminder)
            asked[key] = asked.get(key, ZERO) + reminder.amount
    found = []
    for reminder in planned:
        key = _account(reminder)
        credit = on_account.get(key, ZERO)
        if reminder.decision is Decision.SEND and credit >= asked[key]:
            shown = with_cents(credit, key[1])
            why = (
                f"{claim_lateness(reminder.days_late)}, but {shown:f} {key[1]} stand on"
                " account and cover it"
            )
            found.append(_held(reminder, why))
        else:
            found.append(reminder)
    return found


def _account(reminder: PlannedReminder) -> _Account:
    return reminder.document.party, reminder.document.currency


def _held(reminder: PlannedReminder, why: str) -> PlannedReminder:
    return replace(
        reminder,
        decision=Decision.HOLD,
        why=why,
        periods=(),
        interest=ZERO,
        compensation=ZERO,
        earlier_claims=ZERO,
    )


def _letters(
    planned: Iterable[PlannedReminder],
    on_account: Mapping[_Account, Decimal],
    levels: Sequence[ReminderLevel],
) -> Iterator[PlannedLetter]:
    by_client: dict[_Account, list[PlannedReminder]] = {}
    for reminder in planned:
        if reminder.decision is Decision.SEND:
            by_client.setdefault(_account(reminder), []).append(reminder)
    for (party, currency), reminders in sorted(by_client.items()):
        theirs = [r.level for r in reminders if r.level is not None]
        level = max(theirs, key=lambda each: each.number)
        fee = level.fee.within(currency) if level.fee else None
        yield PlannedLetter(
            party=party,
            currency=currency,
            reminders=reminders,
            level=level,
            kind=_kind(level, levels),
            fee=fee or ZERO,
            on_account=max(on_account.get((party, currency), ZERO), ZERO),
        )


def _kind(level: ReminderLevel, levels: Sequence[ReminderLevel]) -> LetterKind:
    if level.is_notice:
        return LetterKind.NOTICE
    if all(each.is_notice for each in levels if each.number < level.number):
        return LetterKind.FIRST
    is_last = level.number == max(each.number for each in levels)
    return LetterKind.LAST if is_last else LetterKind.AGAIN
