"""How a file can be read, where it doesn't say itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingChoice:
    """One way to read something in a file.

    Where there is exactly one, it is used and shown. Where there are several, a
    person chooses: nothing here guesses.

    Attributes:
        value: What the option takes, e.g. ``%d/%m/%Y``.
        example: What a text of the file then means, e.g. ``3/4/2013 is 2013-04-03``.
    """

    value: str
    example: str
