"""Text in the characters that every SEPA bank takes."""

from __future__ import annotations

import re
import unicodedata

#: EPC217-08, *Requirements for an Extended Character Set*: the basic set.
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_SPELT = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "&": "+",
        "_": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
    }
)


def sepa_text(text: str, length: int) -> str:
    """A text without accents, and with a full stop for what has no such letter.

    Args:
        text: Any text.
        length: How many characters there is room for.

    >>> sepa_text("Société Müller & Fils", 70)
    'Societe Muller + Fils'
    """
    apart = unicodedata.normalize("NFKD", text.translate(_SPELT))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    one_line = " ".join(_OTHER.sub(".", " ".join(plain.split())).split())
    # Two slashes in a row, or one at either end, mean something to some banks.
    return re.sub("/{2,}", "/", one_line).strip("/ ")[:length].rstrip()
