"""Text as a FatturaPA file can hold it: the letters of Western Europe."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ledgerkit.e_invoices.en16931.norm import one_line

#: Signs that have a usual spelling in plain letters.
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
    """A text with typographic signs spelt out and foreign letters without marks.

    What has no such spelling stays, and `unwritable` finds it.

    >>> latin("Łukasz Šiška, 10 €…")
    'Lukasz Siska, 10 EUR...'
    """
    line = one_line(text)
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
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept if kept and max(map(ord, kept)) <= _LAST else character
