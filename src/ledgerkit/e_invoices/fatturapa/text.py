"""Numbers of a FatturaPA file: amounts as text, and the name of the file."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import sha256

from ledgerkit.e_invoices.en16931.norm import unbroken
from ledgerkit.text.accents import without_accents

_CENT = Decimal("0.01")


_FINEST = Decimal("0.00000001")


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


_LENGTH = 5


_NUMBER = re.compile(r"(?P<series>\D*)(?:(?P<year>\d+)\D+)?(?P<sequence>\d+)")


def two_decimals(number: Decimal) -> str:
    """An amount or a rate in the form of the specification.

    >>> two_decimals(Decimal("1220")), two_decimals(Decimal("22"))
    ('1220.00', '22.00')
    """
    return f"{number.quantize(_CENT, rounding=ROUND_HALF_UP):f}"


def many_decimals(number: Decimal) -> str:
    """A quantity or price: two to eight decimals.

    >>> many_decimals(Decimal("7.5")), many_decimals(Decimal(1) / 3)
    ('7.50', '0.33333333')
    """
    fine = number.quantize(_FINEST, rounding=ROUND_HALF_UP)
    integer, _, part = f"{fine:f}".partition(".")
    return f"{integer}.{part.rstrip('0'):0<2}"


def progressive(number: str) -> str:
    """Five characters that distinguish a document's file from our others.

    If the number fits, they are readable: the first letter of the series, the year
    as one digit in base 36, and the sequence.

    >>> progressive("INV-2026-001"), progressive("CN-2026-012")
    ('IQ001', 'CQ012')
    """
    match = _NUMBER.fullmatch(number)
    if match and match["year"]:
        letter = match["series"][:1].upper()
        year = _DIGITS[int(match["year"]) % 100 % 36]
        sequence = f"{int(match['sequence']):03d}"
        if letter in _DIGITS and letter and len(sequence) == _LENGTH - 2:
            return f"{letter}{year}{sequence}"
    quotient = int.from_bytes(sha256(number.encode()).digest()[:8])
    digits = ""
    for _ in range(_LENGTH):
        quotient, digit = divmod(quotient, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


#: Symbols with a usual spelling in plain letters.
_SPELLINGS = str.maketrans(
    {
        "\N{EURO SIGN}": "EUR",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{BULLET}": "-",
        "\N{LATIN CAPITAL LIGATURE OE}": "OE",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN CAPITAL LETTER D WITH STROKE}": "D",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)


_LAST = 0xFF


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """A text with symbols spelt out and accents removed from foreign letters.

    Anything else stays, and `unwritable` finds it.

    >>> latin("Łukasz Šiška, 10 €…")
    'Lukasz Siska, 10 EUR...'
    """
    line = unbroken(text)
    if line.isascii():
        return line
    return "".join(map(_without_marks, line.translate(_SPELLINGS)))


def unwritable(text: str) -> str:
    """The first character that a FatturaPA file can't hold; empty if it holds all.

    >>> unwritable("Caffè"), unwritable("東京")
    ('', '東')
    """
    return next((c for c in latin(text) if ord(c) > _LAST), "")


def _without_marks(character: str) -> str:
    if ord(character) <= _LAST:
        return character
    letters = without_accents(character)
    return letters if letters and max(map(ord, letters)) <= _LAST else character
