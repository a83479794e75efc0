"""Currencies as people write them beside an amount: codes, signs and words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from babel.numbers import list_currencies

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOLLARS = "USD AUD BMD BSD BZD CAD FJD GYD HKD JMD LRD NAD NZD SGD TTD TWD XCD"
_PESOS = "ARS CLP COP CUP DOP MXN UYU"
#: The possible currencies of a sign.
_SIGNS: Mapping[str, frozenset[str]] = {
    sign: frozenset(codes.split())
    for sign, codes in (
        ("€", "EUR"),
        ("$", f"{_DOLLARS} {_PESOS}"),
        ("US$", "USD"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("CA$", "CAD"),
        ("NZ$", "NZD"),
        ("HK$", "HKD"),
        ("S$", "SGD"),
        ("R$", "BRL"),
        ("£", "GBP GIP FKP SHP EGP LBP SYP SDG"),
        ("¥", "JPY CNY"),
        ("₹", "INR"),
        ("₽", "RUB"),
        ("₺", "TRY"),
        ("₩", "KRW KPW"),
        ("₪", "ILS"),
        ("₴", "UAH"),
        ("kr", "SEK NOK DKK ISK"),
        ("zł", "PLN"),
        ("Kč", "CZK"),
        ("Ft", "HUF"),
        ("lei", "RON MDL"),
        ("Fr", "CHF"),
        ("SFr", "CHF"),
        ("Rs", "INR PKR LKR NPR MUR"),
        # Arabic signs, as in Unicode's table of currencies.
        ("د.ا", "JOD"),  # noqa: RUF001
        ("د.إ", "AED"),
        ("د.ب", "BHD"),
        ("د.ت", "TND"),
        ("د.ج", "DZD"),
        ("د.ع", "IQD"),
        ("د.ك", "KWD"),
        ("د.ل", "LYD"),
        ("د.م", "MAD"),
        ("ج.م", "EGP"),
        ("ر.س", "SAR"),
        ("ر.ع", "OMR"),
        ("ر.ق", "QAR"),
        ("ر.ي", "YER"),
        ("ل.ل", "LBP"),
        ("ل.س", "SYP"),
    )
}
#: What they are called when nobody thinks of their codes -> the sign.
_NAMES = {
    "euro": "€",
    "euros": "€",
    "dollar": "$",
    "dollars": "$",
    "pound": "£",
    "pounds": "£",
    "sterling": "£",
    "franken": "Fr",
    "yen": "¥",
}
#: What a person means by a sign that rare currencies have too.
_SURE = {"£": "GBP"}
#: What a sign mostly stands for.
_USUAL = {**_SURE, "$": "USD", "¥": "JPY"}
_LETTER = r"[^\W\d_]"
_WORD = (
    rf"{_LETTER}{{0,3}}[$€£¥₹₽₺₩₪₴]|{_LETTER}{{2,3}}(?:\.(?=\s|$))?"
    rf"|{_LETTER}\.{_LETTER}\.?|(?i:{'|'.join(_NAMES)})"
)
#: Marks of writing direction, used around numbers in Arabic and Hebrew.
_DIRECTION = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))
_SIGN = "[-+\N{MINUS SIGN}\N{EN DASH}]?"
_DIGITS = "[0-9.,'\N{RIGHT SINGLE QUOTATION MARK}\\s]*[0-9]"
_CELL = re.compile(
    rf"(?P<opening>\(?)\s*(?P<sign>{_SIGN})\s*(?P<before>{_WORD})?\s*"
    rf"(?P<number>{_SIGN}{_DIGITS}{_SIGN})\s*(?P<after>{_WORD})?\s*(?P<closing>\)?)"
)


@cache
def currency_codes() -> frozenset[str]:
    """Every code of ISO 4217, including past ones: old invoices are in old money.

    Read when first asked for, as few loads need it.
    """
    return frozenset(list_currencies())


def split_currency(text: str) -> tuple[str, frozenset[str]]:
    """An amount without its currency, and its possible currencies.

    >>> split_currency("€ 1.234,50")
    ('1.234,50', frozenset({'EUR'}))
    >>> split_currency("55.94")
    ('55.94', frozenset())

    Raises:
        ValueError: If there is no number, or the text beside it is no currency.
    """
    plain = unicodedata.normalize("NFC", text.translate(_DIRECTION).strip())
    match = _CELL.fullmatch(plain)
    if match is None:
        raise ValueError(f"{text!r} is no amount")
    word = (match["before"] or match["after"] or "").removesuffix(".")
    number = match["opening"] + match["sign"] + match["number"] + match["closing"]
    if match["before"] and match["after"]:
        raise ValueError(f"{text!r} has two currencies")
    return number, _meant(word) if word else frozenset()


def _meant(word: str) -> frozenset[str]:
    sign = _NAMES.get(word.casefold(), word)
    if sign in _SIGNS:
        return _SIGNS[sign]
    if word.upper() in currency_codes():
        return frozenset({word.upper()})
    raise ValueError(f"{word!r} is no currency that is known")


def named_currencies(text: str) -> frozenset[str]:
    """The possible currencies of a currency column's cell; none if it is empty.

    >>> named_currencies("eur")
    frozenset({'EUR'})

    Raises:
        ValueError: If it names no known currency.
    """
    return _meant(unicodedata.normalize("NFC", text)) if text else frozenset()


def possible_currencies(word: str) -> frozenset[str]:
    """The currencies that a code, sign or name may mean to whoever types it.

    >>> possible_currencies("£"), possible_currencies("Euro"), possible_currencies("x")
    (frozenset({'GBP'}), frozenset({'EUR'}), frozenset())
    """
    usual = _SURE.get(_NAMES.get(word.casefold(), word))
    if usual:
        return frozenset({usual})
    try:
        return _meant(word)
    except ValueError:
        return frozenset()


def currency_code(text: str) -> str | None:
    """The code that is mostly meant by a word or sign; None if it is unknown.

    >>> currency_code("Euro"), currency_code("chf"), currency_code("HOUR")
    ('EUR', 'CHF', None)
    """
    word = text.strip()
    sign = _NAMES.get(word.casefold(), word)
    try:
        codes = _meant(word)
    except ValueError:
        return None
    return _USUAL.get(sign) or min(codes)
