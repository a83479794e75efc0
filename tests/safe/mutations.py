"""Books with values of every type where the language has a word, drawn in groups.

From the vocabulary: every setting; every key where it belongs and on each directive
where it doesn't; every value of each directive of ours; each of every type.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.language.setting_names import SETTINGS
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import On
from tests.any_type import BOOK, PLACES, VALUES, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Where a key doesn't belong, these are tried.
ELSEWHERE = ('"y"', "12.50 EUR", "0001-01-01", "")
_CUSTOM = re.compile(r'^(\d{4}-\d\d-\d\d custom "[^"]+") (.+)$')
_VALUE = re.compile(r'"[^"]*"|[\d.-]+ [A-Z]{3}|\S+')


class Mutation(NamedTuple):
    """A change of the book.

    Attributes:
        said: What it is.
        place: Where the line goes; empty if it is a line of its own.
        line: The line.
    """

    said: str
    place: str
    line: str


def mutations() -> Iterator[Mutation]:
    """Every one, in an order that is the same each time."""
    for setting in SETTINGS:
        for value in VALUES:
            line = f'1970-01-01 custom "ledgerkit" "{setting.name}" {value}'
            yield Mutation(line, "", line)
    yield from _keys()
    yield from _values()


def _places(on: On) -> Sequence[str]:
    return PLACES.get(on, (on.value,))


def _keys() -> Iterator[Mutation]:
    every = sorted({place for on in On for place in _places(on)} & _in_book())
    for name in sorted({key.name for key in KEYS}):
        own = {
            p for key in KEYS if key.name == name for on in key.on for p in _places(on)
        }
        for place in every:
            for value in VALUES if place in own else ELSEWHERE:
                yield Mutation(f"{place}: {name}: {value}", place, f"  {name}: {value}")


def _in_book() -> set[str]:
    return set(re.findall(r"^\{(.+)\}$", BOOK, re.MULTILINE))


def _values() -> Iterator[Mutation]:
    """The directives of the book with another value at each position, or with less."""
    for line in BOOK.splitlines():
        match = _CUSTOM.match(line)
        if match is None:
            continue
        begin, said = match[1], _VALUE.findall(match[2])
        for position in range(len(said)):
            rest = said[position + 1 :]
            for value in VALUES:
                if value.startswith("#") or value in {"", "EUR"}:
                    continue  # The grammar has no such value here.
                new = " ".join([begin, *said[:position], value, *rest])
                yield Mutation(new, "", new)
            less = " ".join([begin, *said[:position]])
            yield Mutation(less, "", less)


def books(count: int, seed: int) -> Iterator[tuple[Sequence[Mutation], str]]:
    """Books with so many mutations each, all of them at different places.

    Args:
        count: How many in one book.
        seed: Which are together.
    """
    left = list(mutations())
    random = Random(seed)
    random.shuffle(left)
    waiting: dict[str, list[Mutation]] = {}
    for mutation in left:
        waiting.setdefault(mutation.place or mutation.said, []).append(mutation)
    while waiting:
        # The places with most to try come into each book, so that few books hold all.
        places = sorted(waiting, key=lambda place: -len(waiting[place]))
        most, rest = places[: count // 2], places[count // 2 :]
        chosen = [*most, *random.sample(rest, min(count - len(most), len(rest)))]
        group = [waiting[place].pop() for place in chosen]
        for place in chosen:
            if not waiting[place]:
                del waiting[place]
        yield group, text_of(group)


def text_of(group: Sequence[Mutation]) -> str:
    """The book with these mutations."""
    own = "\n".join(m.line for m in group if not m.place)
    return f"{filled(**{m.place: m.line for m in group if m.place})}{own}\n"
