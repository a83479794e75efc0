"""What a ledger's bytes must be for us to write among them."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from pathlib import Path


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
    r"""How most lines of a file end; ``\n`` for none and for a draw.

    >>> line_ending(b"a\r\nb\r\nc\n"), line_ending(b"")
    (b'\r\n', b'\n')
    """
    windows = data.count(b"\r\n")
    return b"\r\n" if windows > data.count(b"\n") - windows else b"\n"


def encoded(text: str, ending: bytes) -> bytes:
    r"""A text as bytes, its lines ended as told.

    >>> encoded("a\nb\r\n", b"\r\n")
    b'a\r\nb\r\n'

    Raises:
        WriteRefusedError: If it holds what no ledger can: a NUL, half a surrogate
            pair, or a carriage return that ends no line.
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
