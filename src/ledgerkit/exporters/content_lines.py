"""Content lines of vCards and iCalendar files (RFC 6350, RFC 5545: 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_OCTETS_MAX = 75


def escaped_value(text: str) -> str:
    r"""A text as a value, with separators escaped.

    >>> print(escaped_value("Rossi; Neri, S.p.A."))
    Rossi\; Neri\, S.p.A.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    for mark in ",;":
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(visible(line) for line in text.split("\n"))


def content_lines(lines: Iterable[str]) -> bytes:
    """The lines, each folded at 75 octets and ended by CR LF; no character is split."""
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    pieces, piece = [], b""
    for character in line:
        data = character.encode("utf-8", "replace")
        # Each continuation line begins with a blank.
        if len(piece) + len(data) > _OCTETS_MAX:
            pieces.append(piece)
            piece = b" "
        piece += data
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
