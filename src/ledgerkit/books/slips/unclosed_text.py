"""The line in which a text is opened and never closed.

A text may go on over several lines, so that Beancount finds the fault only far below,
where the next quotation mark ends it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines that are no part of a text that somebody wrote over several lines.
_OF_A_LEDGER = re.compile(
    r"""\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\S       # a directive
    | \s+[a-z][\w-]*:(?:\s|"|$)                # a key
    | \s+(?:[!*]\s+)?[A-Z][\w-]*:[A-Z0-9]      # a posting
    | (?:option|plugin|include)\s+"            # a line of the head
    """,
    re.VERBOSE,
)
_QUOTE = re.compile(r'\\.|"|;')


class UnclosedText(NamedTuple):
    """A text that is never closed.

    Attributes:
        lineno: The line that opens it, counted from 1.
        until: The line with the next quotation mark, where Beancount ends it.
    """

    lineno: int
    until: int


def unclosed_texts(lines: Sequence[str]) -> Sequence[UnclosedText]:
    """The texts of a file that go on into lines which can't be part of them.

    Args:
        lines: Of the file.
    """
    found: list[UnclosedText] = []
    opened: int | None = None
    for number, line in enumerate(lines, start=1):
        if opened is not None and _OF_A_LEDGER.match(line):
            found.append(UnclosedText(opened, _next_quote(lines, opened)))
            opened = None
        if _ends_inside(line, inside=opened is not None):
            opened = opened or number
        else:
            opened = None
    if opened is not None:
        found.append(UnclosedText(opened, _next_quote(lines, opened)))
    return found


def _next_quote(lines: Sequence[str], lineno: int) -> int:
    """The next line with a quotation mark; the last if there is none."""
    below = enumerate(lines[lineno:], start=lineno + 1)
    return next((number for number, line in below if '"' in line), len(lines))


def _ends_inside(line: str, *, inside: bool) -> bool:
    """Whether the end of a line is inside a text."""
    for match in _QUOTE.finditer(line):
        if match[0] == '"':
            inside = not inside
        elif match[0] == ";" and not inside:
            return False
    return inside
