"""One of several ways to read a file, and their description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: More choices would help nobody.
_WAYS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingChoice:
    """One way to read something in a file.

    A single one is used and shown. If there are several, a person chooses: nothing here
    guesses.

    Attributes:
        value: The option's value, e.g. ``%d/%m/%Y``.
        example: The meaning of a text in the file, e.g. ``3/4/2013 is 2013-04-03``.
    """

    value: str
    example: str

    def __str__(self) -> str:
        return f"{self.value} ({self.example})"


def ways_to_read(choices: Iterable[ReadingChoice]) -> str:
    """The first of several ways, each with its example, in words.

    >>> ways_to_read([ReadingChoice(value=mark, example="1") for mark in ".,"])
    '. (1) or , (1)'
    """
    return " or ".join([str(choice) for choice in choices][:_WAYS_MAX])
