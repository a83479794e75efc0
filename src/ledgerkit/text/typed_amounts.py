"""Amounts as people type them: one reader for options, questions and forms.

A currency may stand before or behind the number, as its code, its sign or its name;
decimals follow a point or a comma. What reads two ways is refused with both readings,
and so is what has more decimals than its currency.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import parse_amount, quantum
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.currencies import (
    currency_code,
    currency_codes,
    possible_currencies,
)
from ledgerkit.text.numbers import decimals_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

#: A number with what stands before or behind it; a dash may stand for no cents.
_TYPED = re.compile(
    r"(?P<opening>\(?)\s*(?P<sign>[-+−–]?)\s*"  # noqa: RUF001 - as people type it
    r"(?:(?P<before>[^\W\d_]*[$€£¥₹₽₺₩₪₴]|[^\W\d_]+\.?)\s*)?"
    r"(?P<number>[-+−–]?[0-9.,'’\s]*[0-9][-−–]?)(?P<dash>[.,][-−–—]{1,2})?"  # noqa: RUF001
    r"(?:(?P<space>\s*)(?P<after>[^\W\d_]*[$€£¥₹₽₺₩₪₴]|[^\W\d_][\w.'-]*))?"
    r"\s*(?P<closing>\)?)"
)
#: A code of the book's own, as Beancount reads it: points, shares, hours.
_OWN_CODE = re.compile(r"[A-Z][A-Z0-9'._-]*[A-Z0-9]")
_ANY_MARK = (".", ",")
#: Metals, bonds and the like: they have no smallest coin.
_NO_COINS = frozenset({"XAG", "XAU", "XPD", "XPT", "XDR", "XTS", "XXX"})
#: A group of three digits may be decimals.
_GROUP = 3
_NO_AMOUNT = '"{}" is no amount; write it as 700.00'
_NO_NUMBER = '"{}" is no number; write it as 0.5'


class TypedAmount(NamedTuple):
    """An amount as a person typed it.

    Attributes:
        number: As typed, in the currency's unit; negative with a minus or parentheses.
        currency: Its code; None if none was typed.
    """

    number: Decimal
    currency: str | None


def read_amount(text: str, currency: str | None = None) -> TypedAmount:
    """The amount in a text: ``1220``, ``€1,220.00``, ``1.220,00 EUR``, ``chf 1220.-``.

    Args:
        text: As typed.
        currency: In which it is if the text names none; None if that isn't known yet.

    Raises:
        ValueError: If it is no amount, reads two ways, or has more decimals than its
            currency; the message says what to write.

    >>> read_amount("€1,220.00")
    TypedAmount(number=Decimal('1220.00'), currency='EUR')
    >>> read_amount("1.220")
    Traceback (most recent call last):
    ValueError: "1.220" may be 1220 or 1.22; write one of them
    """
    typed = read_price(text, currency)
    if typed.currency or currency:
        check_decimals(typed.number, typed.currency or currency or "")
    return typed


def read_price(text: str, currency: str | None = None) -> TypedAmount:
    """The price of one of something: an amount that may have more decimals.

    Args:
        text: As typed.
        currency: In which it is if the text names none; None if that isn't known yet.

    Raises:
        ValueError: If it is no amount, or reads two ways.
    """
    match = _TYPED.fullmatch(unicodedata.normalize("NFC", text.strip()))
    if match is None:
        raise ValueError(_NO_AMOUNT.format(text))
    word = match["before"] or match["after"] or ""
    if match["before"] and match["after"]:
        raise ValueError(f'"{text}" has two currencies; write one of them')
    own = _currency(text, word, is_apart=match["before"] is None and match["space"])
    number = match["number"]
    if match["dash"]:
        number += f"{match['dash'][0]}00"
    number = match["opening"] + match["sign"] + number + match["closing"]
    return TypedAmount(_only_reading(text, number, own or currency, _NO_AMOUNT), own)


def read_number(text: str) -> Decimal:
    """The number in a text, of pieces or points: ``3``, ``0.5``, ``1,250.5``.

    Raises:
        ValueError: If it is no number, or reads two ways.
    """
    return _only_reading(text, text, None, _NO_NUMBER)


def read_percent(text: str) -> Decimal:
    """A percentage, with or without its sign: ``22``, ``22%``, ``5.5 %``, ``5,5``.

    There are no thousands of percents, so that a group of three digits is decimals.

    Raises:
        ValueError: If it is none.

    >>> read_percent("5,5 %"), read_percent("1.125")
    (Decimal('5.5'), Decimal('1.125'))
    """
    bare = text.strip().removesuffix("%").strip()
    readings = _readings(bare)
    if not readings:
        raise ValueError(f'"{text}" is no percentage; write it as 10%')
    return min(readings, key=abs)


def read_share(text: str) -> Decimal:
    """A part of the whole: ``0.9`` or ``90%``.

    Raises:
        ValueError: If it is none, or is not between nothing and the whole.

    >>> read_share("90%"), read_share("0,9")
    (Decimal('0.90'), Decimal('0.9'))
    """
    share = read_percent(text)
    if "%" in text:
        share = share.scaleb(-2)
    if not 0 <= share <= 1:
        raise ValueError(f'"{text}" is not from 0 to 1; half is 0.5 or 50%')
    return share


def check_decimals(number: Decimal, currency: str) -> None:
    """Refuse what nobody can pay: a fraction of the currency's smallest coin.

    Raises:
        ValueError: If it has such a fraction; the message says what may be meant.

    >>> from decimal import Decimal
    >>> check_decimals(Decimal("1220.505"), "EUR")
    Traceback (most recent call last):
    ValueError: 1220.505 EUR: EUR has 2 decimals; if 1220505 is meant, write 1220505
    """
    if has_coins(currency) and number % quantum(currency):
        raise ValueError(too_fine(number, currency))


def has_coins(currency: str) -> bool:
    """Whether amounts of a currency end at its smallest coin, as ISO 4217 has it."""
    return currency in currency_codes() and currency not in _NO_COINS


def is_below_a_coin(number: Decimal, currency: str) -> bool:
    """Whether an amount of a currency with coins rounds to nothing: nobody can pay it.

    >>> from decimal import Decimal
    >>> is_below_a_coin(Decimal("0.004"), "EUR"), is_below_a_coin(Decimal("1"), "EUR")
    (True, False)
    """
    return has_coins(currency) and 2 * abs(number) < quantum(currency)


def too_fine(number: Decimal, currency: str) -> str:
    """What is wrong with an amount that its currency's coins can't make up."""
    most = decimals_of(quantum(currency))
    decimals = f"{most} decimals" if most else "no decimals"
    wrong = f"{number:f} {currency}: {currency} has {decimals}"
    if decimals_of(number) != _GROUP or abs(number) < 1:
        return f"{wrong}; correct the amount"
    grouped = number.scaleb(_GROUP).to_integral_value()
    return f"{wrong}; if {grouped:f} is meant, write {grouped:f}"


def _only_reading(text: str, number: str, currency: str | None, none: str) -> Decimal:
    readings = _readings(number)
    if not readings:
        raise ValueError(none.format(text))
    if len(readings) == 1:
        return readings[0]
    larger, smaller = readings
    if currency is not None and has_coins(currency):
        coins = decimals_of(quantum(currency))
        if coins == _GROUP and "." in number:
            return smaller
        if coins == 0 and "," in number:
            return larger
        check_decimals(smaller, currency)
    unit = f" {currency}" if currency else ""
    either = " or ".join(f"{_plain(reading)}{unit}" for reading in readings)
    raise ValueError(f'"{text}" may be {either}; write one of them')


def _readings(number: str) -> Sequence[Decimal]:
    """The number with either decimal mark; the larger first if they differ."""
    found = set()
    for mark in _ANY_MARK:
        try:
            found.add(parse_amount(number, decimal_mark=mark))
        except ValueError:
            continue
    return sorted(found, key=abs, reverse=True)


def _plain(number: Decimal) -> str:
    """A number that reads one way only: three decimals get a fourth."""
    plain = f"{number.normalize():f}"
    return f"{plain}0" if decimals_of(number.normalize()) == _GROUP else plain


def _currency(text: str, word: str, *, is_apart: object) -> str | None:
    if not word:
        return None
    codes = possible_currencies(word.removesuffix("."))
    if len(codes) == 1:
        return min(codes)
    if codes:
        usual = currency_code(word)
        several = [code for code in (usual, *sorted(codes - {usual})) if code]
        either = (
            f"{', '.join(several[:3])} and others"
            if len(several) > 3
            else (" or ".join(several))
        )
        raise ValueError(f'"{word}" may be {either}; write the code, as in 700 {usual}')
    if is_apart and _OWN_CODE.fullmatch(word):
        return word
    if not is_apart and not (word.isalpha() and len(word) > 1):
        raise ValueError(_NO_AMOUNT.format(text))
    near = suggestion(word.upper(), sorted(filter(has_coins, currency_codes())))
    raise ValueError(f'"{word}" is no currency{near or "; write it as 700 EUR"}')
