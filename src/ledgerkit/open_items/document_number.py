"""Document numbers: which are the same, and which look alike.

Numbers are compared by their groups of letters and digits: ``INV-2026/007`` is
``inv 2026 007``, but ``1-12`` is not ``11-2``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The groups of a number.
Groups: TypeAlias = "tuple[str, ...]"

_GROUP = re.compile(r"[0-9]+|[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"[0-9OQIL|]*$")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
#: Letters taken for digits, by people and by text recognition.
_CONFUSED = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1"})


@lru_cache(maxsize=65536)
def number_groups(number: str) -> Groups:
    """A number's groups in capitals; all other characters only separate them.

    >>> number_groups("Inv. n° 2026/007")
    ('INV', 'N', '2026', '007')
    """
    plain = _in_capitals(number)
    return tuple(_GROUP.findall(plain)) or (plain.strip(),)


def same_number(number: str, other: str) -> bool:
    """Whether two spellings are the same number.

    >>> same_number("INV-2026/7", "inv 2026 7"), same_number("1-12", "11-2")
    (True, False)
    """
    return number_groups(number) == number_groups(other)


@lru_cache(maxsize=65536)
def read_alike(number: str) -> str:
    """A number as one text, in which easily confused characters are the same.

    Letters that look like digits become digits, but only beside a digit: ``OIL-7``
    keeps its oil. Leading zeros of a group are dropped.

    >>> read_alike("R-O7"), read_alike("r 007"), read_alike("2O26-0I2")
    ('R7', 'R7', '202612')
    """
    return "".join(map(_without_zeros, _words(number)))


@lru_cache(maxsize=65536)
def read_together(number: str) -> str:
    """The same with every zero, for numbers that differ only in their separators.

    >>> read_together("2026-OO7"), read_together("2026007")
    ('2026007', '2026007')
    """
    return "".join(_words(number))


def _words(number: str) -> list[str]:
    plain = _in_capitals(number)
    return [_digits_of(word) for word in _WORD.findall(plain)] or [plain]


def _in_capitals(number: str) -> str:
    if number.isascii():  # As nearly all are: nothing to normalise.
        return number.upper()
    return unicodedata.normalize("NFKC", number).upper()


def _digits_of(word: str) -> str:
    """A word in which letters among digits are read as digits."""
    if word.isalpha() or word.isdigit():  # As most are: nothing is mixed.
        return word
    mapped = word.translate(_CONFUSED)
    if any(c.isdigit() for c in word) and mapped.isdigit():
        return mapped
    tail = _TAIL.search(word)
    assert tail is not None
    if any(c.isdigit() for c in tail[0]):
        return word[: tail.start()] + tail[0].translate(_CONFUSED)
    return word


def _without_zeros(word: str) -> str:
    return _ZEROS.sub("", word) if "0" in word else word


def shorter_forms(number: str, year: int) -> Iterator[str]:
    """The number as people shorten it: without its prefix, or the year.

    >>> sorted(shorter_forms("INV-2026-7", 2026))
    ['2026-7', '7', 'INV-7']
    """
    groups = number_groups(number)
    seen = {groups}
    years = {str(year), f"{year % 100:02}"}
    yearless = tuple(group for group in groups if group not in years)
    tails = [groups[start:] for start in range(1, len(groups))]
    tails += [yearless[start:] for start in range(len(yearless))]
    for form in tails:
        if form and form not in seen and any(group.isdigit() for group in form):
            seen.add(form)
            yield "-".join(form)


def transposed(number: str, other: str) -> bool:
    """Whether two texts differ only by two adjacent characters swapped.

    >>> transposed("1243", "1234"), transposed("1234", "1234")
    (True, False)
    """
    if len(number) != len(other):
        return False
    different = [
        i for i, (a, b) in enumerate(zip(number, other, strict=True)) if a != b
    ]
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    i, j = different
    return number[i] == other[j] and number[j] == other[i]


@lru_cache(maxsize=65536)
def groups_read_alike(number: str) -> Groups:
    """A number's groups as `read_alike` reads them.

    >>> groups_read_alike("inv 2O26/0I4")
    ('INV', '2026', '14')
    """
    words = [_without_zeros(word) for word in _words(number)]
    return tuple(group for word in words for group in _GROUP.findall(word))
