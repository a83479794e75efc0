"""A file's bytes in a known encoding -> its text, or its lines one by one."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

#: No program writes longer lines; a file that is no table may be one line.
_LINE_LENGTH_MAX = 1 << 18
_HOLDS_NUL = (
    "holds a NUL; if the file is UTF-16 without a mark, write --encoding utf-16-le"
)


def decoded(data: bytes, encoding: str, *, name: str) -> str:
    """A file's text.

    Args:
        data: Its bytes.
        encoding: As Python names it, e.g. ``cp1252``.
        name: The file's name, for the message.

    Raises:
        UsageError: If there is no such encoding.
        UnreadableFileError: If the bytes aren't in it, or the file is no text at all.
    """
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFileError(
            f"{name}: is a spreadsheet; save it as CSV and name that file"
        )
    try:
        text = data.decode(encoding)
    except LookupError:
        raise UsageError(
            f"there is no text encoding {encoding!r}; write for instance"
            " --encoding cp1252"
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise unreadable(name, _is_not(encoding, error), line) from None
    if "\0" in text:
        raise unreadable(name, _HOLDS_NUL, text.count("\n", 0, text.index("\0")) + 1)
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def text_lines(stream: BinaryIO, encoding: str, file: str) -> Iterator[str]:
    """The lines of a file with their ends, whatever ends them.

    Raises:
        UnreadableFileError: Where a byte isn't valid in the encoding, a character is no
            text, or a line never ends.
    """
    stream.seek(0)
    try:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    except LookupError:
        raise unreadable(
            file, f"no encoding is {excerpt(encoding)}; write for instance cp1252"
        ) from None
    number = 0
    try:
        while line := text.readline(_LINE_LENGTH_MAX):
            number += 1
            if len(line) >= _LINE_LENGTH_MAX:
                raise unreadable(file, "a line never ends; is it a table?", number)
            if "\0" in line:
                raise unreadable(file, _HOLDS_NUL, number)
            yield line
    except UnicodeError as error:
        raise unreadable(file, _is_not(encoding, error), number + 1) from None
    finally:
        # It would close the stream, which others read again, if it isn't closed yet.
        with suppress(ValueError):
            text.detach()


def _is_not(encoding: str, error: UnicodeError) -> str:
    """The message about bytes that aren't in an encoding."""
    if isinstance(error, UnicodeDecodeError):
        wrong = f"byte 0x{error.object[error.start]:02X} is not {encoding}"
    else:
        wrong = f"is not {encoding} ({str(error)[:60]})"
    return f"{wrong}; give the file's own --encoding"
