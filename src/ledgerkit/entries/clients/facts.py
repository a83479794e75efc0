"""What was said of a client relation -> the directive a person would write."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.errors import UsageError
from ledgerkit.money import with_cents
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

#: Days of which years Beancount and people alike can read.
_YEARS = range(1900, 2200)


def relation_directive(
    type_: str, day: date, values: Sequence[Any], facts: Mapping[str, Any]
) -> Custom:
    """The directive of these values and keys.

    Args:
        type_: The directive's name.
        day: Its date.
        values: Texts, numbers and amounts.
        facts: Keys of the vocabulary with values of the kind that each holds; a
            None clears the key.

    Raises:
        UsageError: If a text has two lines, or holds a character that can't be seen,
            or the day is not of our time.
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
    """A value as a sentence has it."""
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
