"""Where a directive's strings and keys stand in the text.

Beancount only tells the line where a directive begins. From there, a scanner that knows
strings and comments finds the rest. After an edit, the result is parsed and compared,
so anything the scanner gets wrong is refused and never written.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from pathlib import Path


_TOKEN = re.compile(
    rb"""
    (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<comment>;[^\r\n]*)
    | (?P<end>\r?\n)
    | (?P<other>[^";\r\n]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


_KEY = re.compile(rb"[ \t]+(?P<name>[a-z][a-zA-Z0-9_-]+):(?=\s|\")")


_INDENTED = re.compile(rb"[ \t]+\S")


class Span(NamedTuple):
    """A span of bytes, without the end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyText:
    """A key and its value in the text.

    Attributes:
        name: The key.
        line: Its line, with the line's end.
        value: The text after the colon.
        text: The value's string; None if it is not one.
    """

    name: str
    line: Span
    value: Span
    text: Span | None


@dataclass(slots=True, kw_only=True)
class DirectiveText:
    """A directive in the text.

    Attributes:
        lines: All its lines, with the last line's end.
        head: The strings before its first line end.
        head_end: Where its keys begin.
        keys: Its keys and those of its postings, in the text's order.
    """

    lines: Span
    head: list[Span] = field(default_factory=list)
    head_end: int = 0
    keys: list[KeyText] = field(default_factory=list)


def line_offsets(data: bytes) -> list[int]:
    """Where each line begins; line 1 is at index 1."""
    return [0, 0, *(match.end() for match in re.finditer(rb"\n", data))]


def read_directive_text(data: bytes, start: int) -> DirectiveText:
    """Find the parts of the directive that begins at a byte."""
    directive = DirectiveText(lines=Span(start, start))
    place = _logical_line(data, start, directive.head)
    directive.head_end = place
    # A blank line, or one without indent, ends a directive.
    while place < len(data) and _INDENTED.match(data, place):
        place = _indented_line(data, place, directive)
    directive.lines = Span(start, place)
    return directive


def _indented_line(data: bytes, place: int, directive: DirectiveText) -> int:
    texts: list[Span] = []
    after = _logical_line(data, place, texts)
    key = _KEY.match(data, place)
    if key is not None:
        end = value_end(data, key.end(), after)
        directive.keys.append(
            KeyText(
                name=key["name"].decode(),
                line=Span(place, after),
                value=Span(key.end(), end),
                text=texts[0] if texts else None,
            )
        )
    return after


def value_end(data: bytes, start: int, line_end: int) -> int:
    """Where a value ends: before a comment and the blanks in front of it."""
    end = start
    for token in _TOKEN.finditer(data, start, line_end):
        if token.lastgroup in {"comment", "end"}:
            break
        end = token.end()
    return start + len(data[start:end].rstrip())


def _logical_line(data: bytes, place: int, texts: list[Span]) -> int:
    """Read to a line end outside strings; return where the next line begins."""
    for token in _TOKEN.finditer(data, place):
        if token.lastgroup == "end":
            return token.end()
        if token.lastgroup == "text":
            texts.append(Span(*token.span()))
    return len(data)


def comments_in(data: bytes) -> list[Span]:
    """Every comment: the text after a semicolon outside strings."""
    return [
        Span(*token.span())
        for token in _TOKEN.finditer(data)
        if token.lastgroup == "comment"
    ]


def check_ledger_text(path: Path, data: bytes) -> None:
    """Refuse bytes that Beancount would read only in part.

    Raises:
        WriteRefusedError: If they begin with a byte order mark, are not UTF-8 or
            hold a NUL; the message names the line.
    """
    if data.startswith(codecs.BOM_UTF8):
        raise WriteRefusedError(
            f"{path}:1: begins with a byte order mark, and Beancount drops the line"
            " after it; save the file as UTF-8 without one"
        )
    if b"\0" in data:
        line = _line_of(data, data.index(b"\0"))
        raise WriteRefusedError(f"{path}:{line}: holds a NUL byte; it is no text")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        raise WriteRefusedError(
            f"{path}:{line}: byte 0x{data[error.start]:02X} is not UTF-8; save the"
            " file as UTF-8"
        ) from None


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def line_ending(data: bytes) -> bytes:
    r"""The line ending of most lines of a file; ``\n`` for none or a tie.

    >>> line_ending(b"a\r\nb\r\nc\n"), line_ending(b"")
    (b'\r\n', b'\n')
    """
    windows = data.count(b"\r\n")
    return b"\r\n" if windows > data.count(b"\n") - windows else b"\n"


def encoded(text: str, ending: bytes) -> bytes:
    r"""A text as bytes, with the given line ending.

    >>> encoded("a\nb\r\n", b"\r\n")
    b'a\r\nb\r\n'

    Raises:
        WriteRefusedError: If it holds a character that no ledger can: a NUL, half a
            surrogate pair, or a carriage return not at the end of a line.
    """
    text = text.replace("\r\n", "\n")
    for character, name in (("\0", "a NUL"), ("\r", "a lone carriage return")):
        if character in text:
            line = text.count("\n", 0, text.index(character)) + 1
            raise WriteRefusedError(
                f"line {line} of the text to write holds {name}; take it out"
            )
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise WriteRefusedError(
            f"line {line} of the text to write holds half a character"
            f" (U+{ord(text[error.start]):04X}); type it again"
        ) from None
    return data.replace(b"\n", ending)
