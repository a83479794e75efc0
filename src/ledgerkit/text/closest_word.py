"""The word a person meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Closer than this is a slip; at this or further it is another word. One wrong
#: letter in five is still a slip, ``date`` for ``due`` is not.
_CLOSENESS_MIN = 0.8


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is a slip of; None if there is none.

    >>> nearest("clinet", ["client", "vendor"])
    'client'
    >>> nearest("project", ["client", "vendor"]) is None
    True
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    folded = word.casefold().replace("_", "-")
    if folded in by_folded and by_folded[folded] != word:
        return by_folded[folded]
    found = get_close_matches(folded, by_folded, n=1, cutoff=_CLOSENESS_MIN)
    return by_folded[found[0]] if found else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy to append to a sentence: ``; did you mean "client"?``, or nothing."""
    meant = nearest(word, known)
    return f'; did you mean "{meant}"?' if meant else ""
