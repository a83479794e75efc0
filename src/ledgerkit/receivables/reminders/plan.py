"""The reminder run: which invoices to remind on a day, which not, and why."""

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
from ledgerkit.text.typed_amounts import is_below_a_coin

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

    Only open invoices are reminded, at most once a day, and none skips a level. An
    invoice is held while it is disputed, paused or promised, and a client while its
    money on account covers the overdue amount.

    Args:
        subledger: The receivables.
        rules: The levels, and the minimum worth a letter.
        record_of: The reminder record of an invoice.
    """
    day = subledger.as_of
    first = min((level.days for level in rules.levels), default=1)
    planned = [
        ReminderCase(document, record_of(document), rules, day).plan()
        for document in subledger.open_documents
        if document.open > 0
        and not is_below_a_coin(document.open, document.currency)
        and not document.is_credit
        and document.days_late(day) >= min(first, 1)
    ]
    on_account = _left_for_letters(planned, _on_account(subledger))
    planned = _without_covered(planned, on_account)
    planned.sort(key=lambda r: (r.document.party, r.document.due))
    return ReminderPlan(
        day=day,
        reminders=planned,
        letters=list(_letters(planned, on_account, rules.levels)),
    )


def _on_account(subledger: Subledger) -> dict[_Account, Decimal]:
    """The money on account by client and currency, positive."""
    sums: dict[_Account, Decimal] = {}
    for item in subledger.unapplied:
        key = item.party, item.posting.currency
        sums[key] = sums.get(key, ZERO) - item.amount
    for document in subledger.open_documents:
        if document.is_credit or document.open < 0:
            key = document.party, document.currency
            sums[key] = sums.get(key, ZERO) - document.open
    return sums


def _left_for_letters(
    planned: Iterable[PlannedReminder], on_account: Mapping[_Account, Decimal]
) -> Mapping[_Account, Decimal]:
    """What of the money on account is left for the invoices that letters ask for.

    It belongs to what fell due first, as payments do: to an older invoice that is on
    hold, or waits for its level, before a newer one.
    """
    left, for_letters = dict(on_account), dict(on_account)
    for reminder in sorted(planned, key=lambda r: (r.document.due, r.document.label)):
        key = _account(reminder)
        used = min(max(left.get(key, ZERO), ZERO), reminder.amount)
        if used:
            left[key] -= used
            if reminder.decision is not Decision.SEND:
                for_letters[key] -= used
    return for_letters


def _without_covered(
    planned: Sequence[PlannedReminder], on_account: Mapping[_Account, Decimal]
) -> list[PlannedReminder]:
    """Hold reminders covered by the client's money on account.

    Only what a letter would ask for has to be covered: what waits for its level is
    not in the letter, which would ask for less than nothing.
    """
    requested: dict[_Account, Decimal] = {}
    for reminder in planned:
        if reminder.decision is Decision.SEND:
            key = _account(reminder)
            requested[key] = requested.get(key, ZERO) + reminder.amount
    checked = []
    for reminder in planned:
        key = _account(reminder)
        credit = on_account.get(key, ZERO)
        if reminder.decision is Decision.SEND and credit >= requested[key]:
            cover = with_cents(credit, key[1])
            why = (
                f"{claim_lateness(reminder.days_late)}, but {cover:f} {key[1]} stand on"
                " account and cover it"
            )
            checked.append(_held(reminder, why))
        else:
            checked.append(reminder)
    return checked


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
        due_levels = [r.level for r in reminders if r.level is not None]
        level = max(due_levels, key=lambda due_level: due_level.number)
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
    if all(other.is_notice for other in levels if other.number < level.number):
        return LetterKind.FIRST
    is_last = level.number == max(other.number for other in levels)
    return LetterKind.LAST if is_last else LetterKind.AGAIN
