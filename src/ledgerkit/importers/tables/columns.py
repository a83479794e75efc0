"""The columns of a table and their fields, for every kind of file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.headings import compact
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_Field = TypeVar("_Field", bound=str)
_NUMBER = re.compile(r"#([0-9]{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Generic[_Field]):
    """The column of each field.

    Attributes:
        header: The file's column names.
        places: The column of each field present, counted from 0.
    """

    header: Sequence[str]
    places: Mapping[_Field, int]

    def cell(self, cells: Sequence[str], field: _Field) -> str:
        """A row's cell, stripped of blanks; empty if the file has no such column."""
        place = self.places.get(field)
        return "" if place is None else cells[place].strip()

    def unused(self) -> Sequence[str]:
        """The columns that are no field's: each by its name, else its number."""
        used = set(self.places.values())
        return [
            heading_or_number(self.header, place)
            for place in range(len(self.header))
            if place not in used
        ]

    def describe(self) -> str:
        """The columns as a person would map them: ``number=Invoice No, …``."""
        return ", ".join(f"{f}={self.header[n]}" for f, n in self.places.items())


def column_number(name: str) -> int | None:
    """The position in a name such as ``#3``, from 0; None for any other name.

    >>> column_number("#3"), column_number("Amount")
    (2, None)
    """
    numbered = _NUMBER.fullmatch(name)
    return int(numbered[1]) - 1 if numbered else None


def heading_or_number(header: Sequence[str], place: int) -> str:
    """The name of a column: its heading, or its number if that is not unique.

    >>> header = ["Date", "Name", "name", ""]
    >>> [heading_or_number(header, place) for place in range(4)]
    ['Date', '#2', '#3', '#4']
    """
    words = [compact(heading) for heading in header]
    own = bool(words[place]) and words.count(words[place]) == 1
    return header[place] if own and header[place][0] != "#" else f"#{place + 1}"


def given_columns(
    header: Sequence[str], given: Mapping[_Field, str], *, first_counts: bool = False
) -> dict[_Field, int]:
    """The columns named by a person.

    Args:
        header: The file's column names.
        given: A column's name for a field, whatever its case, or ``#3`` for the third;
            empty to ignore the file's column.
        first_counts: Whether to take the first of several columns with one name.

    Raises:
        UsageError: If one doesn't exist, or several have its name.
    """
    return {
        field: _named(header, name, field, first_counts=first_counts)
        for field, name in given.items()
        if name
    }


def _named(header: Sequence[str], name: str, field: str, *, first_counts: bool) -> int:
    number = column_number(name)
    if number is not None and 0 <= number < len(header):
        return number
    places = [n for n, known in enumerate(header) if known == name] or [
        n for n, known in enumerate(header) if known.casefold() == name.casefold()
    ]
    if not places:
        remedy = suggestion(name, header) or f"; there are {', '.join(header)}"
        raise UsageError(f"{field}: there is no column {name!r}{remedy}")
    if len(places) > 1 and not first_counts:
        raise UsageError(
            f"{field}: {len(places)} columns are named {name!r}; write"
            f" #{places[0] + 1} for the first of them"
        )
    return places[0]


def free_headings(header: Sequence[str], used: Collection[int]) -> dict[int, str]:
    """The headings of unused columns, by position, as `compact` leaves them."""
    return {n: compact(name) for n, name in enumerate(header) if n not in used}
