"""The fields of MT940 and MT942: ``:61:`` and everything up to the next tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A tag at the beginning of a line, possibly after the start of a SWIFT envelope.
_TAG = re.compile(r"(?:\{[^{}]{0,64}\}){0,4}(?:\{4:)?:([0-9]{2}[A-Z]?|NS):(.*)")
#: The end of a message: a hyphen alone, with or without the envelope's end.
_END = re.compile(r"\s*-\s*(?:\}.*)?")
END = "-"
#: The standard's maximum for a text is six lines of 65 characters.
_LINES_MAX = 60
_LINE_LENGTH_MAX = 500


@dataclass(frozen=True, slots=True)
class MessageField:
    """One field of a message.

    Attributes:
        tag: Between the colons, e.g. ``60F``; `END` at the end of a message.
        lines: Its text, cut as the bank cut it.
        place: Where it begins.
    """

    tag: str
    lines: tuple[str, ...]
    place: Place

    @property
    def first(self) -> str:
        """Its first line."""
        return self.lines[0].strip()


def fields_of(text: str, file: str) -> Iterator[MessageField]:
    """Every field of a file; text outside messages is ignored.

    Args:
        text: The whole file.
        file: Its name in places.
    """
    tag, lines, start = END, [""], 1
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        match = _TAG.match(line)
        ended = not match and bool(_END.fullmatch(line))
        if not match and not ended:
            if len(lines) < _LINES_MAX:
                lines.append(line[:_LINE_LENGTH_MAX])
            continue
        yield MessageField(tag, tuple(lines), Place(file, start))
        tag = match[1] if match else END
        lines, start = [match[2][:_LINE_LENGTH_MAX] if match else ""], number
    yield MessageField(tag, tuple(lines), Place(file, start))
