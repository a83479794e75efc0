"""The fields of MT940 and MT942: ``:61:`` and what follows until the next tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A tag at the beginning of a line, behind a SWIFT envelope's beginning too.
_TAG = re.compile(r"(?:\{[^{}]{0,64}\}){0,4}(?:\{4:)?:([0-9]{2}[A-Z]?|NS):(.*)")
#: What ends a message: a hyphen alone, with the envelope's end behind it or not.
_END = re.compile(r"\s*-\s*(?:\}.*)?")
END = "-"
#: Six lines of 65 characters are the standard's most for a text.
_LINES_MAX = 60
_LINE_LENGTH_MAX = 500


@dataclass(frozen=True, slots=True)
class MessageField:
    """One field of a message.

    Attributes:
        tag: Between the colons, e.g. ``60F``; `END` where a message ends.
        lines: What it says, cut as the bank cut it.
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
    """Every field of a file; what stands outside of messages is passed over.

    Args:
        text: The whole file.
        file: What to call it in places.
    """
    tag, lines, start = END, [""], 1
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        found = _TAG.match(line)
        ended = not found and bool(_END.fullmatch(line))
        if not found and not ended:
            if len(lines) < _LINES_MAX:
                lines.append(line[:_LINE_LENGTH_MAX])
            continue
        yield MessageField(tag, tuple(lines), Place(file, start))
        tag = found[1] if found else END
        lines, start = [found[2][:_LINE_LENGTH_MAX] if found else ""], number
    yield MessageField(tag, tuple(lines), Place(file, start))
