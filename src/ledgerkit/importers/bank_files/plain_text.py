"""The bytes of a file that doesn't name its encoding -> its text."""

from __future__ import annotations

from ledgerkit.errors import LedgerkitError
from ledgerkit.importers.text_encoding import (
    certain_encoding,
    decoded,
    encoding_choices,
)
from ledgerkit.text.unreadable import ambiguous, quoted, unreadable


def plain_text(data: bytes, file: str, encoding: str | None) -> str:
    r"""A file's text, its lines ended by ``\n``.

    Args:
        data: The whole file.
        file: What to call it in an error.
        encoding: What a person said; None if the bytes are to tell.

    Raises:
        UnreadableFileError: If it is neither UTF-8 nor UTF-16 with its mark, and
            nobody said what else.
    """
    # What old programs end a file with, and what disks are filled up with.
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.rstrip(b"\x1a\0")
    name = encoding or certain_encoding(data)
    if name is None:
        raise _in_doubt(data, file)
    try:
        text = decoded(data, name, name=file)
    except LedgerkitError as error:
        said = str(error).removeprefix(f"{file}: ")
        raise unreadable(file, said.removeprefix(f"{file}:")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _in_doubt(data: bytes, file: str) -> Exception:
    """The encodings that it may be in, and what a line of it then says."""
    choices = encoding_choices(data)[:2]
    ways = [
        f"--encoding {choice.value} if {quoted(choice.example)} is right"
        for choice in choices
    ]
    said = ", or ".join(ways or ["--encoding and what it is in"])
    return ambiguous(
        file,
        "it is not UTF-8",
        _first_letter(data),
        remedy=f"write {said}",
        likeliest=("encoding", choices[0].value if choices else "cp1252"),
    )


def _first_letter(data: bytes) -> int:
    """The line of the first byte that is no ASCII."""
    place = next((n for n, byte in enumerate(data) if byte > 0x7F), 0)
    return data.count(b"\n", 0, place) + 1
