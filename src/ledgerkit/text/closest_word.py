"""Suggesting the word a person meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: From this closeness a word counts as a slip. One wrong letter in five is still a
#: slip, ``date`` for ``due`` is not.
_CLOSENESS_MIN = 0.8


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that this one is a slip for; None if there is none.

    >>> nearest("clinet", ["client", "vendor"])
    'client'
    >>> nearest("project", ["client", "vendor"]) is None
    True
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(words)}
    folded = word.casefold().replace("_", "-")
    if folded in by_folded and by_folded[folded] != word:
        return by_folded[folded]
    matches = get_close_matches(folded, by_folded, n=1, cutoff=_CLOSENESS_MIN)
    return by_folded[matches[0]] if matches else None


def suggestion(word: str, words: Iterable[str]) -> str:
    """A remedy to append to a sentence: ``; did you mean "client"?``, or nothing."""
    match = nearest(word, words)
    return f'; did you mean "{match}"?' if match else ""
