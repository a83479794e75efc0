"""What strangers write into payments, made fit for books.

Everybody who can pay or charge us writes into our statements. A name or memo
becomes one line of composed letters, without the characters that could hide or
turn round its neighbours; the number of an account has plain letters and digits.
"""

from __future__ import annotations

import unicodedata

from ledgerkit.text.untrusted_text import is_disturbing

#: Longer than any remittance text; what is beyond is cut.
_LONGEST = 2000
_LONGEST_NUMBER = 64


def one_line(text: str) -> str:
    r"""A text in one line, without control, zero-width and bidirectional characters.

    >>> one_line("  Acme\n S.r.l.\N{RIGHT-TO-LEFT OVERRIDE} ")
    'Acme S.r.l.'
    """
    bare = " ".join(text.split())
    if not bare.isascii():
        bare = unicodedata.normalize("NFC", bare)
    if not bare.isprintable():
        bare = "".join(max(c, " ") for c in bare if not _is_hidden(c))
        bare = " ".join(bare.split())
    return bare[:_LONGEST]


def _is_hidden(character: str) -> bool:
    return character >= " " and is_disturbing(character)


def joined(*parts: str) -> str:
    """Texts in one line; what an earlier one says already is left out.

    >>> joined("Invoice 12", "", "Invoice 12", "thank you")
    'Invoice 12 thank you'
    """
    whole = ""
    for part in map(one_line, parts):
        if part and part not in whole:
            whole = f"{whole} {part}".strip()
    return whole


def account_number(text: str) -> str:
    """An IBAN or other number without blanks, in capitals, of plain characters.

    >>> account_number("de89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    if text.isascii() and text.isprintable():  # As they should be.
        return text.replace(" ", "").upper()[:_LONGEST_NUMBER]
    plain = "".join(c for c in text if c.isascii() and c.isprintable() and c != " ")
    return plain.upper()[:_LONGEST_NUMBER]


def reference(text: str) -> str:
    """The bank's id of a line: one word, as it stands, of printable characters."""
    return one_line(text)[: _LONGEST_NUMBER * 4]
