"""Untrusted text: finding hidden characters, and making them visible.

Text that others wrote, made safe to look at.

Payees and narrations come from bank files and invoices. A character that moves the
cursor, reverses the writing direction or has no width can make a screen show another
name or amount than the books have, so it is shown as its code.
"""

from __future__ import annotations

import re
import unicodedata
from unicodedata import category

#: Joiners used in some scripts and emoji.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


#: Control, format (including direction marks) and surrogate characters, and the two
#: separators that some programs take for line ends.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def hidden_character(text: str) -> str | None:
    r"""The first character that can't be seen, with its name; None if all can.

    A line break counts: none of our strings has two lines.

    >>> hidden_character("Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S")
    'U+202E (right-to-left override)'
    >>> hidden_character("Müller & Söhne") is None
    True
    """
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in _HIDDEN and character not in _JOINERS:
            name = unicodedata.name(character, "a control character").lower()
            return f"U+{ord(character):04X} ({name})"
    return None


#: Control, format and surrogate characters, line and paragraph separators.
_DISTURBING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"


_EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"


_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def is_disturbing(character: str) -> bool:
    """Whether a character can hide text or change how its neighbours look."""
    return category(character) in _DISTURBING or _is_noncharacter(ord(character))


def visible(text: str) -> str:
    r"""The text with every disturbing character shown as its code.

    Accents, all scripts and emoji, also combined ones, stay as they are. So does a
    backslash in the text; hence the result is for display only, and can't be reversed.

    >>> print(visible("Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S"))
    Acme\u202e.l.r.S
    >>> print(visible("Café 東京 👩‍💻"))
    Café 東京 👩‍💻
    """
    if text.isprintable():
        return text
    return "".join(
        escaped(character)
        if is_disturbing(character) and not _joins_emoji(text, place)
        else character
        for place, character in enumerate(text)
    )


#: A tag, a closing tag, a comment or an instruction begins like this in HTML.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def without_tags(text: str) -> str:
    r"""The text with ``‹`` for every ``<`` that could begin HTML or XML.

    For what strangers wrote, where it enters the ledger: programs that show the books
    in a browser don't all escape. Only the sign changes, so that it reads the same.

    >>> print(without_tags("Chains <img src=x onerror=alert(1)> < 5 kg, x<3"))
    Chains ‹img src=x onerror=alert(1)> < 5 kg, x<3
    """  # noqa: RUF002 - it is about that sign
    return _TAG.sub("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", text)


def escaped(character: str) -> str:
    r"""The character's code as Python writes it.

    >>> print(escaped("\t"), escaped("\U000e0041"))
    \u0009 \U000e0041
    """
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_noncharacter(code: int) -> bool:
    """Codes that Unicode reserves for ever, and HTML and XML forbid."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _joins_emoji(text: str, place: int) -> bool:
    if text[place] != _ZERO_WIDTH_JOINER or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    is_emoji = before == _EMOJI_STYLE or before in _SKIN_TONES
    return (is_emoji or category(before) == "So") and category(after) == "So"
