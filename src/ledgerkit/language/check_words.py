"""Keys of a directive that nothing reads, and values of the wrong kind."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import CURRENCY_RE, Amount

from ledgerkit.calendars import parse_iso_date
from ledgerkit.clients.records.duration import parse_duration
from ledgerkit.errors import Finding, FindingKind, effect, finding
from ledgerkit.language.document_kinds import NO_HOLIDAYS
from ledgerkit.language.finding_kinds import (
    BAD_BANK_RULE,
    BAD_VALUE,
    MISTYPED_KEY,
    UNREAD_KEY,
)
from ledgerkit.language.other_words import (
    belongs_elsewhere,
    is_a_key_of_ours,
    other_word_for,
)
from ledgerkit.language.relation_words import repeat_rule, wrong_word
from ledgerkit.language.slip_kinds import BAD_IBAN, MISPLACED_KEY
from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.ledger.place import place_of
from ledgerkit.parties.business_days import parse_day_rule
from ledgerkit.parties.codes import (
    country_code,
    is_country,
    is_language,
    language_code,
)
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.payables.scheme import checked_routing_number, checked_sort_code
from ledgerkit.payables.vendor_account import wrong_iban
from ledgerkit.receivables.debits.mandate import checked_creditor_id
from ledgerkit.receivables.reminders.hold import parse_reminders
from ledgerkit.text.closest_word import nearest
from ledgerkit.text.currencies import currency_code

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
_CHECKED_WHERE_READ = frozenset(
    {"role", "interest", "target", "project", "cost-center"}
)
_KNOWN = {on: keys_on(on) for on in On}
#: Keys that hold an IBAN.
_IBANS = frozenset({"iban", "paid-to", "collected-from"})
#: An amount and a number in quotes.
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)? ?%?")
_AMOUNT = re.compile(rf"-?[0-9]+(?:\.[0-9]+)? {CURRENCY_RE}")


def check_keys(
    directive: Directive, on: On, about: str, *, is_ours: bool = True
) -> Iterator[Finding]:
    """Report mistakes in a directive's keys.

    Args:
        directive: An ``open``, or a record of ours.
        on: The directive's type, which decides its keys; unknown ones are the user's
            own.
        about: Its name in a message.
        is_ours: Whether the book is written for us. In any other a key may have
            another program's meaning.
    """
    place, known = place_of(directive), _KNOWN[on]
    for key, value in directive.meta.items():
        if key in {"filename", "lineno"} or key.startswith("__"):
            continue
        if key not in known:
            slip = _ignored(on, key) if is_ours else _misspelt(on, key)
            if slip is not None and not _is_said(slip[0], on, key, directive):
                kind, sentence = slip
                message = f"{about}: {sentence}"
                # What the right key would have said is missing there.
                missing = effect(BAD_VALUE, f"value of {place}")
                effects = [effect(BAD_BANK_RULE, place), missing]
                yield finding(kind, place, message, key=key, explains=effects)
            continue
        wrong = wrong_value(key, value) or wrong_word(on, key, value)
        if wrong:
            message = f"{about}: {key}: {wrong}"
            effects = [effect(NO_HOLIDAYS, about)] if key == "country" else []
            yield finding(BAD_VALUE, place, message, key=key, explains=effects)
            continue
        mistyped = mistyped_number(key, value)
        if mistyped:
            yield finding(BAD_IBAN, place, f"{about}: {key}: {mistyped}", key=key)


def _ignored(on: On, key: str) -> tuple[FindingKind, str] | None:
    """Why a key of a directive is not read, and what to write; None if it is theirs."""
    meant = other_word_for(key, on)
    if meant is not None and is_a_key_of_ours(key):
        return MISPLACED_KEY, f'key "{key}" is ignored here; write "{meant}"'
    if meant is not None:
        return UNREAD_KEY, (
            f'key "{key}" is not read; write {meant}: beside it if it means the same'
        )
    places = belongs_elsewhere(key, on)
    if places is not None:
        return MISPLACED_KEY, (
            f'key "{key}" is ignored here; it belongs on {places}, so move it'
        )
    return _misspelt(on, key)


def _is_said(kind: FindingKind, on: On, key: str, directive: Directive) -> bool:
    """Whether our own key stands beside another program's word for it."""
    return kind is UNREAD_KEY and other_word_for(key, on) in directive.meta


def _misspelt(on: On, key: str) -> tuple[FindingKind, str] | None:
    match = nearest(key, _KNOWN[on])
    if match is None:
        return None
    return MISTYPED_KEY, f'key "{key}" is ignored; did you mean "{match}"?'


def mistyped_number(key: str, value: Any) -> str:
    """What is wrong with an IBAN or BIC under a key; empty if nothing."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if key in _IBANS:
        return wrong_iban(value)
    if key == "bic" and not _has_the_form_of_a_bic(value):
        return f"{value} has not the form of a BIC; compare it with the bank's papers"
    return ""


def _has_the_form_of_a_bic(value: str) -> bool:
    # Its library takes a tenth of a second, and most books have none.
    from stdnum import bic  # noqa: PLC0415

    return bool(bic.is_valid(value))


def is_of_another_type(key: str, value: Any) -> bool:
    """Whether a known key holds a value that its readers can't even compare."""
    if value is None or key in _CHECKED_WHERE_READ:
        return False
    return not isinstance(value, _KINDS[_HOLDS[key]][0])


def wrong_value(key: str, value: Any) -> str | None:
    """The error in the value of a known key, and what to write."""
    if value is None or key in _CHECKED_WHERE_READ:
        return None
    holds = _HOLDS[key]
    types, sentence = _KINDS[holds]
    if not isinstance(value, types):
        return _meant_value(holds, value) or sentence.format(_shown(value))
    reader = _READERS.get(key)
    if reader is not None and value != "":
        try:
            reader(value)
        except ValueError as error:
            return str(error)
    return None


def _meant_value(holds: Holds, value: Any) -> str | None:
    """What a value of the wrong type should have been; None if that isn't plain."""
    if holds is Holds.AMOUNT:
        return _meant_amount(value)
    if holds is Holds.NUMBER and isinstance(value, Amount):
        return f"{value} has a currency; write {value.number}"
    if holds is Holds.NUMBER and isinstance(value, str) and _NUMBER.fullmatch(value):
        return f'"{value}" is in quotes; write {value.rstrip("% ")}'
    if holds is Holds.DATE and isinstance(value, str) and parse_iso_date(value):
        return f'"{value}" is in quotes; write {value}'
    return None


def _meant_amount(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return f"{value} has no currency; write {value} EUR, say"
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return f'"{value}" is in quotes; write {value}'
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        number = value.rstrip("% ")
        return f'"{value}" is in quotes and has no currency; write {number} EUR, say'
    return None


def _not_negative(value: Any) -> None:
    number = value.number if isinstance(value, Amount) else value
    if number is not None and number < 0:
        shown = str(value).removeprefix("-")
        raise ValueError(f"{value} is less than nothing; write {shown}")


def _percentage(value: Any) -> None:
    if not 0 <= value <= 100:
        raise ValueError(f"{value} is not from 0 to 100")


def _email(text: str) -> None:
    if not re.fullmatch(r"\S+@\S+(?:[,; ]+\S+@\S+)*", text.strip()):
        raise ValueError(f'"{text}" is no e-mail address; write name@domain')


def _country(text: str) -> None:
    if not is_country(text):
        code = country_code(text)
        raise ValueError(
            f'"{text}" is no country; write "{code}"'
            if code
            else f'"{text}" is no country; write its two letters of ISO 3166, e.g. "DE"'
        )


def _language(text: str) -> None:
    if not is_language(text):
        code = language_code(text)
        raise ValueError(
            f'"{text}" is no language; write "{code}"'
            if code
            else f'"{text}" is no language; write its code of ISO 639, e.g. "de"'
        )


def _currency(text: str) -> None:
    code = currency_code(text)
    if code != text and (code or not re.fullmatch(CURRENCY_RE, text)):
        raise ValueError(f'"{text}" is no currency; write "{code or "EUR"}"')


#: Readers of texts with a form of their own, which say what is wrong.
_READERS: Mapping[str, Callable[[Any], object]] = {
    "payment-terms": parse_terms,
    "reminders": parse_reminders,
    "business-days": parse_day_rule,
    "cadence": parse_duration,
    "notice": parse_duration,
    "repeat": lambda text: repeat_rule(text, date(2024, 1, 1)),
    **dict.fromkeys(
        ("credit-limit", "float", "overdraft-limit", "wallet", "disputed"),
        _not_negative,
    ),
    "approved-amount": _not_negative,
    "discount-percent": _percentage,
    "percent-complete": _percentage,
    **dict.fromkeys(("email", "email-work", "pec"), _email),
    "country": _country,
    "lang": _language,
    "currency": _currency,
    "creditor-id": checked_creditor_id,
    "routing-number": checked_routing_number,
    "sort-code": checked_sort_code,
}


def _shown(value: object) -> str:
    """A value as the ledger writes it."""
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else str(value)
