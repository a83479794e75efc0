"""Headings in a normal form, and the columns they name.

Each kind of file has its own words: a dictionary from field to words, each as `compact`
leaves it, the surest first.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_Field = TypeVar("_Field")
#: A heading that continues, mostly with a currency.
_OPEN_ENDED = ("*", "*)")


def compact(name: str) -> str:
    """A column name without case, accents, blanks and punctuation.

    >>> compact("N° Fattura"), compact("invoice_no."), compact("Fälligkeit")
    ('nfattura', 'invoiceno', 'falligkeit')
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in folded if character.isalnum())


def heading_is(heading: str, name: str) -> bool:
    """Whether a heading, as `compact` leaves it, has this name.

    >>> heading_is("amountgbp", "Amount (*)"), heading_is("date", "Datum")
    (True, False)
    """
    if name.endswith(_OPEN_ENDED):
        return heading.startswith(compact(name.rstrip("*)")))
    return heading == compact(name)


def headings_hold(headings: frozenset[str], names: tuple[str, ...]) -> bool:
    """Whether each of these names is among the headings, as `compact` leaves them."""
    exact, beginnings = _needed(names)
    return exact <= headings and all(
        any(heading.startswith(beginning) for heading in headings)
        for beginning in beginnings
    )


@cache
def _needed(names: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole headings, and the beginnings of others."""
    open_ended = [name for name in names if name.endswith(_OPEN_ENDED)]
    exact = frozenset(compact(name) for name in names if name not in open_ended)
    return exact, tuple(compact(name.rstrip("*)")) for name in open_ended)


def _unnumbered(heading: str, words: Collection[str]) -> str:
    """A heading without the number behind it, if it is not one of the words itself."""
    return heading if heading in words else heading.rstrip("0123456789")


def columns_by_words(
    headings: Mapping[int, str],
    words: Mapping[_Field, Sequence[str]],
    *,
    several: Collection[_Field] = (),
) -> dict[_Field, tuple[int, ...]]:
    """The columns with a field's word as heading, the surest first.

    A column has at most one field, the first match in the dictionary.

    >>> columns_by_words({0: "total", 1: "day"}, {"amount": ["amount", "total"]})
    {'amount': (0,)}
    >>> columns_by_words({0: "memo1", 1: "memo2"}, {"text": ["memo"]}, several={"text"})
    {'text': (0, 1)}

    Args:
        headings: The unused ones, by the position of their column, as `compact` leaves
            them.
        words: The dictionary.
        several: Fields that take every column with one of their words, numbered or not;
            any other takes one.
    """
    free = dict(headings)
    columns: dict[_Field, tuple[int, ...]] = {}
    for field, known in words.items():
        rank = {word: number for number, word in enumerate(known)}
        is_joined = field in several
        ranked = sorted(
            (rank[word], place)
            for place, heading in free.items()
            if (word := _unnumbered(heading, rank) if is_joined else heading) in rank
        )
        if ranked:
            places = [place for _rank, place in ranked]
            columns[field] = tuple(places if field in several else places[:1])
            for place in columns[field]:
                del free[place]
    return columns
