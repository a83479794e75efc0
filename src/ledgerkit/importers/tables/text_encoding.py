"""A file's bytes -> its text."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.tables.columns import ReadingChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What Western accounting programs and spreadsheets write, the commonest first.
OLD_ENCODINGS = ("cp1252", "iso8859_15", "cp1250", "cp850", "mac_roman", "cp1251")
#: The start is enough to tell encodings apart, and the detector is slow.
_SAMPLE = 1 << 16
_EXAMPLE_LENGTH = 60


def certain_encoding(data: bytes) -> str | None:
    """UTF-8, or UTF-16 with its mark; None if the bytes are in any other encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if _can_decode(data, "utf-8") else None


def encoding_choices(data: bytes) -> Sequence[ReadingChoice]:
    """The old encodings that a file's bytes may be in, the likeliest first.

    None of them is certain: of a short file in cp1252 the detector makes cp1250 or
    mac_roman as often as not. So it only puts them in order, and a person who sees
    how the first line with an accent reads chooses.
    """
    offset = next((n for n, byte in enumerate(data) if byte > 0x7F), 0)
    sample = data[max(0, offset - _SAMPLE // 2) :][:_SAMPLE]
    found = from_bytes(sample, cp_isolation=list(OLD_ENCODINGS))
    # Of encodings that read the sample alike, the detector names one.
    chaos = {name: m.chaos for m in found for name in m.could_be_from_charset}
    readings: dict[str, str] = {}
    for name in OLD_ENCODINGS:
        if _can_decode(data, name):
            readings.setdefault(data.decode(name), name)
    plausible = sorted(
        readings.values(),
        key=lambda name: (round(chaos.get(name, 1), 1), OLD_ENCODINGS.index(name)),
    )
    example = _line_at(data, offset)
    return [ReadingChoice(value=n, example=example.decode(n)) for n in plausible]


def _can_decode(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _line_at(data: bytes, offset: int) -> bytes:
    """The line that a byte stands in, or what of it fits into an example."""
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - _EXAMPLE_LENGTH // 2)
    return data[start : start + _EXAMPLE_LENGTH].partition(b"\n")[0].strip()


def decoded(data: bytes, encoding: str, *, name: str) -> str:
    """A file's text.

    Args:
        data: Its bytes.
        encoding: As Python calls it, e.g. ``cp1252``.
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
        raise UnreadableFileError(
            f"{name}:{line}: byte 0x{data[error.start]:02X} is not {encoding}; give"
            " the file's own --encoding"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFileError(
            f"{name}:{line}: holds a NUL; if the file is UTF-16 without a mark, write"
            " --encoding utf-16-le"
        )
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
