"""Suggesting the word a person meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: From this closeness a word counts as a slip. One wrong letter in five is still a
#: slip, ``date`` for ``due`` is not.
_CLOSENESS_MIN = 0.8

#: In a shorter word one letter is too much of it to be a slip.
_LENGTH_MIN = 3

#: More words that are one letter away, such as numbers in a row, suggest none of them.
_SUGGESTED_MAX = 3


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that this one is a slip for; None if there is none.

    For words that a person is free to choose, such as keys: only what can hardly be
    another word counts.

    >>> nearest("clinet", ["client", "vendor"]), nearest("deu", ["due"])
    ('client', 'due')
    >>> nearest("project", ["client", "vendor"]) is None
    True
    >>> nearest("till", ["bill"]) is None
    True
    """
    by_folded, folded = _folded(word, words)
    if folded in by_folded and by_folded[folded] != word:
        return by_folded[folded]
    swapped = _swapped(folded, by_folded)
    if swapped:
        return by_folded[swapped[0]]
    matches = get_close_matches(folded, by_folded, n=1, cutoff=_CLOSENESS_MIN)
    return by_folded[matches[0]] if matches else None


class KnownWords:
    """Words that may be meant, for many questions: they are gone through once."""

    def __init__(self, words: Iterable[str]) -> None:
        """Know these words."""
        self._by_folded = {word.casefold(): word for word in sorted(words)}
        self._letters = sorted({letter for word in self._by_folded for letter in word})

    def slips(self, word: str) -> Sequence[str]:
        """The known words that differ by case, by two swapped letters, or by one.

        >>> KnownWords(["INV-012", "INV-021", "INV-102"]).slips("INV-201")
        ['INV-021']
        """
        folded = word.casefold().replace("_", "-")
        known = self._by_folded
        if folded in known and known[folded] != word:
            return [known[folded]]
        matches = _swapped(folded, known)
        if not matches and len(folded) >= _LENGTH_MIN:
            matches = self._one_letter_off(folded)
        return [known[match] for match in matches]

    def alike(self, word: str) -> Sequence[str]:
        """The known words, at most three, that a word may be a slip for.

        For words that are wrong in any case, such as ids: if none is a slip away, the
        nearest is meant.

        >>> KnownWords(["acme", "acne"]).alike("amce"), alike("de18", ["de07", "de19"])
        (['acme'], ['de19'])
        >>> KnownWords(["INV-010", "INV-012", "INV-013", "INV-014"]).alike("INV-011")
        []
        """
        matches = self.slips(word)
        if matches:
            return matches if len(matches) <= _SUGGESTED_MAX else []
        folded = word.casefold().replace("_", "-")
        near = get_close_matches(folded, self._by_folded, n=1, cutoff=_CLOSENESS_MIN)
        return [self._by_folded[match] for match in near]

    def _one_letter_off(self, folded: str) -> list[str]:
        """The words with one letter more, less or another."""
        variants = {folded[:n] + folded[n + 1 :] for n in range(len(folded))}
        for letter in self._letters:
            for place in range(len(folded) + 1):
                variants.add(folded[:place] + letter + folded[place:])
                variants.add(folded[:place] + letter + folded[place + 1 :])
        return sorted(variants & self._by_folded.keys())


def alike(word: str, words: Iterable[str]) -> Sequence[str]:
    """The words, at most three, that a word may be a slip for: see `KnownWords`."""
    return KnownWords(words).alike(word)


def suggestion(word: str, words: Iterable[str]) -> str:
    """A remedy to append to a sentence: ``; did you mean "client"?``, or nothing."""
    return did_you_mean(alike(word, words))


def did_you_mean(words: Sequence[str]) -> str:
    """The question whether one of these words is meant; nothing if there is none.

    >>> did_you_mean(["acme", "acne"])
    '; did you mean "acme" or "acne"?'
    """
    quoted = [f'"{word}"' for word in words]
    if not quoted:
        return ""
    either = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
    return f"; did you mean {either}?"


def _folded(word: str, words: Iterable[str]) -> tuple[Mapping[str, str], str]:
    by_folded = {candidate.casefold(): candidate for candidate in sorted(words)}
    return by_folded, word.casefold().replace("_", "-")


def _swapped(folded: str, known: Mapping[str, str]) -> list[str]:
    """The words with two neighbouring letters the other way round."""
    swaps = (
        folded[:place] + folded[place + 1] + folded[place] + folded[place + 2 :]
        for place in range(len(folded) - 1)
        if folded[place] != folded[place + 1]
    )
    return [swapped for swapped in swaps if swapped in known]
