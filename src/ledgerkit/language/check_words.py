"""Misspelt keys of a directive, and values of the wrong kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.clients.records.duration import parse_duration
from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import BAD_VALUE, MISTYPED_KEY
from ledgerkit.language.relation_words import repeat_rule, wrong_word
from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.ledger.place import place_of
from ledgerkit.parties.business_days import parse_day_rule
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.receivables.reminders.hold import parse_reminders
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from beancount.core.data import Directive

_HOLDS = {key.name: key.holds for key in KEYS}
#: The type of each kind of value, and what to say of any other.
_KINDS: dict[Holds, tuple[type, str]] = {
    Holds.AMOUNT: (Amount, "{} is no amount; write for instance 1000.00 EUR"),
    Holds.DATE: (date, "{} is no date; write for instance 2026-01-31"),
    Holds.NUMBER: (Decimal, "{} is no number; write for instance 10"),
    Holds.FLAG: (bool, "{} is neither TRUE nor FALSE; write one of them"),
    Holds.TEXT: (str, '{0} is not in quotes; write "{0}"'),
    Holds.ACCOUNT: (str, '{0} is not in quotes; write "{0}"'),
}
#: Keys that may hold values of several kinds.
_CHECKED_WHERE_READ = frozenset({"role", "interest", "target"})
_KNOWN = {on: keys_on(on) for on in On}
#: Readers of texts with a form of their own, which say what is wrong.
_READERS: Mapping[str, Callable[[Any], object]] = {
    "payment-terms": parse_terms,
    "reminders": parse_reminders,
    "business-days": parse_day_rule,
    "cadence": parse_duration,
    "notice": parse_duration,
    "repeat": lambda text: repeat_rule(text, date(2024, 1, 1)),
}


def check_keys(directive: Directive, on: On, about: str) -> Iterator[Finding]:
    """Report mistakes in a directive's keys.

    Args:
        directive: An ``open``, or a record of ours.
        on: The directive's type, which decides its keys; unknown ones are the user's
            own.
        about: Its name in a message.
    """
    place, known = place_of(directive), _KNOWN[on]
    for key, value in directive.meta.items():
        if key in {"filename", "lineno"} or key.startswith("__"):
            continue
        if key in known:
            wrong = wrong_value(key, value) or wrong_word(on, key, value)
            if wrong:
                yield finding(BAD_VALUE, place, f"{about}: {key}: {wrong}")
            continue
        suggestion = nearest(key, known)
        if suggestion:
            message = f'{about}: key "{key}" is ignored; did you mean "{suggestion}"?'
            yield finding(MISTYPED_KEY, place, message)


#: Another program's words for a key of ours, where it is no slip of the hand.
_OTHER_WORDS = {
    **dict.fromkeys(("due-date", "duedate", "due-on", "date-due"), "due"),
    **{
        f"{own}{joint}{word}": own
        for own in ("invoice", "bill", "credit-note", "vendor-credit")
        for joint in ("-", "")
        for word in ("id", "no", "nr", "num", "number", "ref", "reference")
    },
    **{
        f"{name}{joint}{word}": own
        for own, name in (
            ("client", "client"),
            ("client", "customer"),
            ("vendor", "vendor"),
            ("vendor", "supplier"),
        )
        for joint in ("-", "")
        for word in ("id", "no", "nr", "number", "code", "name")
    },
    "customer": "client",
    "supplier": "vendor",
    "payment-terms": "terms",
}


def other_word_for(key: str) -> str | None:
    """The key of a transaction that another program's key stands for; mostly None.

    >>> other_word_for("invoice_id"), other_word_for("due_date"), other_word_for("dues")
    ('invoice', 'due', None)
    """
    return _OTHER_WORDS.get(key.casefold().replace("_", "-"))


def wrong_value(key: str, value: Any) -> str | None:
    """The error in the value of a known key, and what to write."""
    if value is None or key in _CHECKED_WHERE_READ:
        return None
    types, sentence = _KINDS[_HOLDS[key]]
    if not isinstance(value, types):
        return sentence.format(_shown(value))
    reader = _READERS.get(key)
    if reader is not None:
        try:
            reader(value)
        except ValueError as error:
            return str(error)
    return None


def _shown(value: object) -> str:
    """A value as the ledger writes it."""
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else str(value)
