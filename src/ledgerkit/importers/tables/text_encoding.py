"""A file's bytes -> their encoding, or the possible ones."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from ledgerkit.importers.tables.reading_choice import ReadingChoice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

#: The encodings of Western accounting programs and spreadsheets, the commonest first.
OLD_ENCODINGS = ("cp1252", "iso8859_15", "cp1250", "cp850", "mac_roman", "cp1251")
#: The start is enough to tell encodings apart, and the detector is slow.
_SAMPLE = 1 << 16
_EXAMPLE_LENGTH = 60
_CHUNK = 1 << 20
_ASCII = bytes(range(0x80))


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingEvidence:
    """What a file's bytes show about its encoding.

    Attributes:
        certain: The encoding if there is no doubt; empty if there is.
        high_bytes: Every byte beyond ASCII in the file, once.
        sample: Text around the first of them, for an example.
    """

    certain: str
    high_bytes: bytes
    sample: bytes


def encoding_evidence(stream: BinaryIO) -> EncodingEvidence:
    """Read a file once, in pieces, for evidence of its encoding."""
    stream.seek(0)
    mark = stream.read(2)
    if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return EncodingEvidence(certain="utf-16", high_bytes=b"", sample=b"")
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, high_bytes, first, read = True, set[int](), -1, 0
    while chunk := stream.read(_CHUNK):
        if high := chunk.translate(None, _ASCII):
            if first < 0:
                first = read + chunk.index(high[0])
            high_bytes.update(high)
        is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
        read += len(chunk)
    if is_utf8 and _decodes(decoder, b"", final=True):
        return EncodingEvidence(certain="utf-8-sig", high_bytes=b"", sample=b"")
    stream.seek(max(0, first - _SAMPLE // 4))
    sample = stream.read(_SAMPLE // 2)
    return EncodingEvidence(
        certain="", high_bytes=bytes(sorted(high_bytes)), sample=sample
    )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def certain_encoding(data: bytes) -> str | None:
    """UTF-8, or UTF-16 with its mark; None if the bytes are in any other encoding."""
    return encoding_evidence(io.BytesIO(data)).certain or None


def possible_encodings(evidence: EncodingEvidence) -> Sequence[str]:
    """The old encodings that read all bytes; of those that read them alike, one."""
    return _read_differently(evidence.high_bytes)


def _read_differently(data: bytes) -> Sequence[str]:
    """The old encodings that read these bytes; of those that read them alike, one."""
    readings: dict[str, str] = {}
    for name in OLD_ENCODINGS:
        try:
            readings.setdefault(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    return list(readings.values())


def spelt_with(evidence: EncodingEvidence, encoding: str, letters: str) -> bool:
    """Whether the high bytes in this encoding are all among these letters."""
    return set(evidence.high_bytes.decode(encoding)) <= set(letters)


def encoding_choices(data: bytes) -> Sequence[ReadingChoice]:
    """The possible old encodings of a file's bytes, the likeliest first.

    None of them is certain: for a short file in cp1252 the detector answers cp1250 or
    mac_roman as often as not. So it only orders them, and a person chooses by the first
    line with an accent.
    """
    offset = next((n for n, byte in enumerate(data) if byte > 0x7F), 0)
    sample = data[max(0, offset - _SAMPLE // 2) :][:_SAMPLE]
    matches = from_bytes(sample, cp_isolation=list(OLD_ENCODINGS))
    # Of encodings that read the sample alike, the detector names one.
    chaos = {name: m.chaos for m in matches for name in m.could_be_from_charset}
    plausible = sorted(
        _read_differently(data),
        key=lambda name: (round(chaos.get(name, 1), 1), OLD_ENCODINGS.index(name)),
    )
    example = _line_at(data, offset)
    return [ReadingChoice(value=n, example=example.decode(n)) for n in plausible]


def _line_at(data: bytes, offset: int) -> bytes:
    """The line of a byte, or as much of it as fits into an example."""
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - _EXAMPLE_LENGTH // 2)
    return data[start : start + _EXAMPLE_LENGTH].partition(b"\n")[0].strip()
