"""Text for files with fixed fields: one line, of a length, of a charset."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ledgerkit.text.accents import without_accents
from ledgerkit.text.untrusted import is_disturbing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: Where no character of a charset is like one, and it has no form without accents.
_UNKNOWN = "?"


class FieldText:
    """Makes texts fit their fields, and counts those that it had to change.

    Attributes:
        encoding: The charset of the file, as Python names it.
        cut: The texts that were too long.
        replaced: Those with characters that the charset lacks.
    """

    def __init__(self, encoding: str) -> None:
        """Take the charset."""
        self.encoding = encoding
        self.cut: set[str] = set()
        self.replaced: set[str] = set()

    def fit(self, text: str, most: int | None = None) -> str:
        r"""A text in one line, without control characters, and cut to a length.

        >>> FieldText("cp1252").fit("Café\t\n Łódź\u202e 東", 12)
        'Café Lódz ?'
        """
        if not text.isprintable():
            text = "".join(" " if is_disturbing(c) else c for c in text)
        composed = unicodedata.normalize("NFC", " ".join(text.split()))
        known = composed
        if not self._has(composed):
            known = "".join(map(self._known, composed))
        if known != composed:
            self.replaced.add(composed)
        if most is not None and len(known) > most:
            self.cut.add(composed)
            known = known[:most].rstrip()
        return known

    def _known(self, character: str) -> str:
        if self._has(character):
            return character
        bare = without_accents(character.translate(_LETTERS))
        return bare if bare and self._has(bare) else _UNKNOWN

    def _has(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    @staticmethod
    def _named(texts: Collection[str]) -> str:
        """How many texts, and the first as an example."""
        return f'{len(texts)} text{"s" * (len(texts) != 1)}, e.g. "{min(texts)}"'

    @property
    def notes(self) -> Sequence[str]:
        """What was changed, in sentences."""
        notes = []
        if self.cut:
            notes.append(f"{self._named(self.cut)}: cut to the length of the field")
        if self.replaced:
            notes.append(
                f"{self._named(self.replaced)}: written without accents or with ? for"
                f" what {self.encoding} lacks"
            )
        return notes


#: Letters that decomposing leaves as they are.
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i", "ħ": "h", "Ħ": "H"}
)
