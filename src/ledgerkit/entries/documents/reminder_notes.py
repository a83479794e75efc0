"""A plan of reminders -> the notes that record them, one for each invoice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Note

from ledgerkit.errors import UsageError
from ledgerkit.money import with_cents
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.receivables.reminders.planned import (
        PlannedLetter,
        PlannedReminder,
    )

#: The form of a Beancount link; any other number goes into metadata.
_LINK = re.compile(r"[A-Za-z0-9\-_/.]+")


def reminder_notes(
    letters: Iterable[PlannedLetter], day: date, names: Iterable[str]
) -> Iterator[Note]:
    """The notes of letters.

    A letter's fee is on the note of its first invoice.

    Args:
        letters: The letters sent.
        day: The day they are sent.
        names: The name of each letter's client.

    Raises:
        UsageError: If an invoice's number has an invisible character.
    """
    for letter, name in zip(letters, names, strict=True):
        for reminder in letter.reminders:
            is_first = reminder is letter.reminders[0]
            yield _note(reminder, letter, day, name, is_first=is_first)


def _note(
    reminder: PlannedReminder,
    letter: PlannedLetter,
    day: date,
    name: str,
    *,
    is_first: bool,
) -> Note:
    document, level = reminder.document, reminder.level
    assert document.number is not None
    assert level is not None
    text = f"Reminder {level.number} to {name}: {document.number}"
    hidden = hidden_character(text)
    if hidden:
        raise UsageError(
            f"{document.place}: {document.number} of {name}: the number or the name"
            f" holds {hidden}, which can't be seen; type it anew"
        )
    links = frozenset({document.number} if _LINK.fullmatch(document.number) else ())
    meta: dict[str, Any] = {"reminder": Decimal(level.number), "client": document.party}
    if not links:
        meta["invoice"] = document.number
    meta["due"] = document.due
    claims = {
        "fee": letter.fee if is_first else None,
        "interest-claimed": reminder.interest,
        "compensation": reminder.compensation,
    }
    for key, amount in claims.items():
        if amount:
            meta[key] = _amount(amount, letter.currency)
    return Note(meta, day, document.postings[0].account, text, frozenset(), links)


def _amount(number: Decimal, currency: str) -> Amount:
    return Amount(with_cents(number, currency), currency)
