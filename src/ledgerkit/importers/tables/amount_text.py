"""Amounts in cells: the currency beside them, and their decimal mark."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from babel import Locale

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.reading_choice import ReadingChoice
from ledgerkit.money import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

DECIMAL_MARKS = (".", ",")
#: Every code of ISO 4217, including past ones: old invoices are in old money.
CURRENCY_CODES = frozenset(Locale("en").currencies)
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
_LETTER = r"[^\W\d_]"
_WORD = (
    rf"{_LETTER}{{0,3}}[$€£¥₹₽₺₩₪₴]|{_LETTER}{{2,3}}(?:\.(?=\s|$))?"
    rf"|{_LETTER}\.{_LETTER}\.?"
)
#: Marks of writing direction, used around numbers in Arabic and Hebrew.
_DIRECTION = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))
_SIGN = "[-+\N{MINUS SIGN}\N{EN DASH}]?"
_DIGITS = "[0-9.,'\N{RIGHT SINGLE QUOTATION MARK}\\s]*[0-9]"
_CELL = re.compile(
    rf"(?P<opening>\(?)\s*(?P<sign>{_SIGN})\s*(?P<before>{_WORD})?\s*"
    rf"(?P<number>{_SIGN}{_DIGITS}{_SIGN})\s*(?P<after>{_WORD})?\s*(?P<closing>\)?)"
)


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
    if word in _SIGNS:
        return _SIGNS[word]
    if word.upper() in CURRENCY_CODES:
        return frozenset({word.upper()})
    raise ValueError(f"{word!r} is no currency that is known")


def decimal_mark_choices(texts: Iterable[tuple[int, str]]) -> Sequence[ReadingChoice]:
    """The decimal marks with which every amount of a file can be read.

    A text that is no amount with either is a bad row, and is ignored here. If both
    marks read every amount alike, one is returned.

    Args:
        texts: Line and text of every cell with an amount.

    Raises:
        UsageError: If neither mark reads them all.
    """
    lines: dict[str, int] = {}
    for line, text in texts:
        lines.setdefault(text, line)
    amounts = {text: readings for text in lines if (readings := _readings(text))}
    common = [m for m in DECIMAL_MARKS if all(m in a for a in amounts.values())]
    if amounts and not common:
        comma = next(text for text in amounts if "." not in amounts[text])
        point = next(text for text in amounts if "," not in amounts[text])
        raise UsageError(
            f"the amounts have not all one decimal mark: line {lines[comma]} has"
            f" {comma!r} and line {lines[point]} has {point!r}; say which is right"
            " with --decimal-mark"
        )
    if not amounts:
        return []
    # An example that distinguishes the two, or at least has a mark.
    text = max(amounts, key=lambda t: (len(set(amounts[t].values())), not t.isdigit()))
    choices = [
        ReadingChoice(value=mark, example=f"{text} is {amounts[text][mark]:f}")
        for mark in common
    ]
    return choices if len(set(amounts[text].values())) > 1 else choices[:1]


def mark_reads_all(texts: Iterable[tuple[int, str]], mark: str) -> bool:
    """Whether a decimal mark reads every amount that can be read with any."""
    return all(mark in readings for _n, text in texts if (readings := _readings(text)))


def _readings(text: str) -> Mapping[str, Decimal]:
    """The amount with each decimal mark that reads it."""
    readings = {}
    for mark in DECIMAL_MARKS:
        try:
            readings[mark] = parse_amount(split_currency(text)[0], decimal_mark=mark)
        except ValueError:
            continue
    return readings


def named_currencies(text: str) -> frozenset[str]:
    """The possible currencies of a currency column's cell; none if it is empty.

    >>> named_currencies("eur")
    frozenset({'EUR'})

    Raises:
        ValueError: If it names no known currency.
    """
    return _meant(unicodedata.normalize("NFC", text)) if text else frozenset()
