"""Facts of a client relation -> the directive a person would write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.clients.ids import declared_ids, id_named
from ledgerkit.clients.records.record import client_ids
from ledgerkit.entries.documents.draft_lines import (
    NO_TAX,
    find_tax_code,
    typed_withholding,
)
from ledgerkit.errors import UsageError
from ledgerkit.language.check_words import mistyped_number, wrong_value
from ledgerkit.language.relation_words import reference_of, wrong_word
from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.vat_number import is_wrong_vat_number
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.books.books import Books


#: The keys that name an account.
_ACCOUNT_KEYS = frozenset(key.name for key in KEYS if key.holds is Holds.ACCOUNT)
#: Years that both Beancount and people can read.
_YEARS = range(1900, 2200)


def relation_directive(
    type_: str, day: date, values: Sequence[Any], facts: Mapping[str, Any]
) -> Custom:
    """The directive with these values and keys.

    Args:
        type_: The directive's name.
        day: Its date.
        values: Texts, numbers and amounts.
        facts: Keys of the vocabulary with values of the right types; None clears a key.

    Raises:
        UsageError: If a text has two lines or invisible characters, or the day is not
            of our time.
    """
    for text in (*values, *facts.values()):
        hidden = hidden_character(text) if isinstance(text, str) else None
        if hidden:
            raise UsageError(
                f"{text!r} holds {hidden}, which can't be seen; type it anew"
            )
    if day.year not in _YEARS:
        raise UsageError(f"the date {day} is not of our time; correct the year")
    typed = [ValueType(_plain(value), type(value)) for value in values]
    return Custom(
        {key: _plain(value) for key, value in facts.items()}, day, type_, typed
    )


def shown_value(value: Any) -> str:
    """A value as it appears in a sentence."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Amount):
        plain = _plain(value)
        return f"{plain.number:f} {plain.currency}"
    return f'"{value}"' if isinstance(value, str) and " " in value else str(value)


def _plain(value: Any) -> Any:
    """Numbers without an exponent, which Beancount would not read."""
    if isinstance(value, Amount) and value.number is not None:
        number = Decimal(f"{value.number:f}")
        return Amount(with_cents(number, value.currency), value.currency)
    return Decimal(f"{value:f}") if isinstance(value, Decimal) else value


#: What a task may be related to.
_RELATED = (On.OPPORTUNITY, On.CASE, On.PLAN, On.TASK)


def checked_facts(books: Books, on: On, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The keys as they are to be written.

    Args:
        books: The books, to look up ids.
        on: The directive's type.
        facts: By key; clients, people and records by their id or name.

    Raises:
        UsageError: If a key is not allowed there, or its value can't be right.
    """
    known = keys_on(on)
    for key in facts:
        if key not in known:
            raise UsageError(f'a {on.value} has no key "{key}"{suggestion(key, known)}')
    return {key: _checked(books, on, key, value) for key, value in facts.items()}


def _checked(books: Books, on: On, key: str, value: Any) -> Any:
    if value is None:
        return None
    wrong = (
        wrong_value(key, value)
        or wrong_word(on, key, value)
        or mistyped_number(key, value)
        or _mistyped_vat_number(key, value)
    )
    if wrong:
        raise UsageError(f"{key}: {wrong}")
    return _found(books, on, key, value)


def _mistyped_vat_number(key: str, value: Any) -> str:
    if key != "vat-id" or not value or not is_wrong_vat_number(value):
        return ""
    country = value[:2].upper()
    return f'"{value}" is no VAT number of {country}; compare it with the VIES register'


def _found(books: Books, on: On, key: str, value: Any) -> Any:
    """A value that names something else of the books, as that is called there."""
    referred = reference_of(on, key)
    if referred is not None:
        # A contact alone may be at several clients.
        names = client_ids(value) if on is On.CONTACT and key == "client" else [value]
        found = [id_named(books, referred, name) for name in names]
        return ", ".join(dict.fromkeys(found))
    if key == "invoice":
        return books.find_document(value, side=Side.RECEIVABLE).number
    if key == "related-to" and not _is_record(books, value):
        raise UsageError(
            f'there is no opportunity, case, plan or task "{value}"; write its id'
        )
    if key in _ACCOUNT_KEYS:
        return _account(books, key, value)
    if key == "tax" and value and books.tax_codes:
        side = Side.PAYABLE if on is On.VENDOR else Side.RECEIVABLE
        return find_tax_code(books, value, date.max, side).id
    if key == "withholding":
        return value if value == NO_TAX else typed_withholding(value)[1]
    return _checked_stage(books, key, value)


def _account(books: Books, key: str, name: str) -> str:
    try:
        return find_account(books, name)
    except UsageError as error:
        raise UsageError(f"{key}: {error}") from None


def _checked_stage(books: Books, key: str, value: Any) -> Any:
    """The value; of an opportunity's keys it is held against its stages."""
    if key == "probability" and not 0 <= value <= 1:
        raise UsageError(f"probability: {value} is not from 0 to 1; half is 0.5")
    if key == "stage" and value not in books.settings.stages.probabilities:
        stages = list(books.settings.stages.probabilities)
        remedy = suggestion(value, stages) or f"; there are {', '.join(stages)}"
        raise UsageError(f'there is no stage "{value}"{remedy}')
    return value


def _is_record(books: Books, id_: str) -> bool:
    return any(id_ in declared_ids(books, on) for on in _RELATED)
