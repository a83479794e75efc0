"""What to write instead of a number or amount that Beancount can't read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.text.currencies import currency_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COMMA_AMOUNT = re.compile(
    r"(?<![\w.,])-?[0-9]{1,3}(?:[.' ]?[0-9]{3})*,[0-9]{1,2}(?!\d)"
)
_GROUPED = re.compile(r"(?<![\w.,])-?[0-9]{1,3}(?:['\u2019 ][0-9]{3})+(?:\.[0-9]+)?")
_SIGN_AMOUNT = re.compile(
    r"[€$£¥]\s?-?[0-9][0-9.,]*|(?<![\w.,-])-?[0-9][0-9.,]*\s?[€$£¥]"
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CURRENCY_FIRST = re.compile(
    r"(?<![\w:])(?P<currency>[A-Z]{3})\s+(?P<number>-?[0-9][0-9.,]*)(?!\S)"
)
#: As the Swiss and Germans write a round sum: 2380,- or 2380.--
_NO_CENTS = re.compile(r"(?<![\w.,])(?P<whole>-?[0-9][0-9.']*)[.,][-\u2013\u2014]+")
#: The dashes that a word processor makes of a minus.
_LONG_MINUS = re.compile("(?P<dash>[\u2012-\u2015\u2212])\\s?(?P<number>[0-9][0-9.,]*)")
_MINUS_BEHIND = re.compile(r"(?<!\S)(?P<number>[0-9][0-9.]*)-(?!\S)")
_WITH_LETTERS = re.compile(
    r"(?<!\S)(?P<number>-?[0-9][0-9OoIl]*[OoIl][0-9OoIl]*(?:\.[0-9OoIl]+)?"
    r"|-?[0-9]+\.[0-9OoIl]*[OoIl][0-9OoIl]*)(?= [A-Z])"
)
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})
_TWICE = re.compile(r"[0-9] (?P<first>[A-Z][A-Z0-9'._-]*) (?P<second>[A-Z]{3})\s*$")


def number_remedy(bare: str) -> str | None:
    """What to say of a line with a number in another form; None if it has none.

    Args:
        bare: The line, with a blank for each string.
    """
    return next((said for find in _FINDERS if (said := find(bare))), None)


def _dashes(bare: str) -> str | None:
    round_sum = _NO_CENTS.search(bare)
    if round_sum is not None:
        whole = re.sub("[.']", "", round_sum["whole"])
        return f"{round_sum[0]} is no number here; write {whole}.00"
    minus = _LONG_MINUS.search(bare)
    if minus is not None:
        return f"{minus['dash']} is no minus here; write -{minus['number']}"
    behind = _MINUS_BEHIND.search(bare)
    if behind is not None:
        return f"the minus stands before the number; write -{behind['number']}"
    return None


def _marks(bare: str) -> str | None:
    comma = _COMMA_AMOUNT.search(bare)
    if comma is not None:
        return f"{comma[0]} has a decimal comma; write {_with_point(comma[0])}"
    grouped = _GROUPED.search(bare)
    if grouped is not None:
        digits = re.sub("['\u2019 ]", "", grouped[0])
        return f"{grouped[0]} is no number here; write {digits}"
    return None


def _with_point(amount: str) -> str:
    whole, _comma, cents = amount.rpartition(",")
    return f"{re.sub('[^0-9-]', '', whole)}.{cents}"


def _letters(bare: str) -> str | None:
    """A letter O for a nought, or an l for a one."""
    match = _WITH_LETTERS.search(bare)
    if match is None:
        return None
    letter = next(letter for letter in match["number"] if letter in "OoIl")
    digits = match["number"].translate(_DIGITS)
    return f"{match['number']} has the letter {letter} in it; write {digits}"


def _sign(bare: str) -> str | None:
    sign = _SIGN_AMOUNT.search(bare)
    if sign is None:
        return None
    code = next(code for mark, code in _SIGNS.items() if mark in sign[0])
    number = sign[0].strip("€$£¥ ")
    return f"{sign[0]} has a sign for its currency; write {number} {code}"


def _currency(bare: str) -> str | None:
    first = _CURRENCY_FIRST.search(bare)
    if first is not None:
        return (
            f"the currency stands after the number; write {first['number']}"
            f" {first['currency']}"
        )
    twice = _TWICE.search(bare)
    if twice is not None:
        either = sorted({twice["first"], twice["second"]})
        return f"an amount has one currency; write {' or '.join(either)}"
    lower = re.search(r"[0-9]\s*(?P<word>[A-Za-z]{2,12})\s*$", bare)
    code = currency_code(lower["word"]) if lower else None
    if lower is None or code is None or code == lower["word"]:
        return None
    return f"{lower['word']} is no currency; write {code}"


def _finders() -> Iterator[Callable[[str], str | None]]:
    yield _dashes
    yield _marks
    yield _letters
    yield _sign
    yield _currency


_FINDERS = tuple(_finders())
