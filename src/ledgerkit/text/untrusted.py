"""Characters that may stand in no text that we write."""

from __future__ import annotations

import unicodedata

#: Joiners that some scripts and emoji are written with.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
#: Control, format (the direction marks are among them), half a surrogate pair, and
#: the two separators that some programs take for line ends.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def hidden_character(text: str) -> str | None:
    r"""The first character that can't be seen, with its name; None if all can.

    A line break is one: no string of ours has two lines.

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
