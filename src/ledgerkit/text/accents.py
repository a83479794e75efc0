"""Texts without accents, for files and searches that know none."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """A text without accents; letters of their own, such as ø, stay.

    >>> without_accents("Société Müller, Tromsø")
    'Societe Muller, Tromsø'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
