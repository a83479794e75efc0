"""In which encoding a bank's CSV file is, as far as the file itself decides it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.text_encoding import OLD_ENCODINGS, encoding_choices
from ledgerkit.text.unreadable import ambiguous

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from ledgerkit.importers.columns import ReadingChoice

_CHUNK = 1 << 20
_SAMPLE = 1 << 15
_ASCII = bytes(range(0x80))


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingEvidence:
    """What a file's bytes say of its encoding.

    Attributes:
        certain: The encoding if there is no doubt; empty if there is.
        high_bytes: Every byte beyond ASCII that occurs, once.
        sample: Where the first of them stands, for an example.
    """

    certain: str
    high_bytes: bytes
    sample: bytes


def encoding_evidence(stream: BinaryIO) -> EncodingEvidence:
    """Read a file once, in pieces, for what it says of its encoding."""
    stream.seek(0)
    mark = stream.read(2)
    if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return EncodingEvidence(certain="utf-16", high_bytes=b"", sample=b"")
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, found, first, read = True, set[int](), -1, 0
    while chunk := stream.read(_CHUNK):
        if high := chunk.translate(None, _ASCII):
            if first < 0:
                first = read + chunk.index(high[0])
            found.update(high)
        is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
        read += len(chunk)
    if is_utf8 and _decodes(decoder, b"", final=True):
        return EncodingEvidence(certain="utf-8-sig", high_bytes=b"", sample=b"")
    stream.seek(max(0, first - _SAMPLE // 2))
    sample = stream.read(_SAMPLE)
    return EncodingEvidence(certain="", high_bytes=bytes(sorted(found)), sample=sample)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def possible_encodings(evidence: EncodingEvidence) -> Sequence[str]:
    """The old encodings that read all bytes, of those that read them alike one."""
    readings: dict[str, str] = {}
    for name in OLD_ENCODINGS:
        try:
            readings.setdefault(evidence.high_bytes.decode(name), name)
        except UnicodeDecodeError:
            continue
    return list(readings.values())


def spelt_with(evidence: EncodingEvidence, encoding: str, letters: str) -> bool:
    """Whether all that the encoding makes of the high bytes is among these letters."""
    return set(evidence.high_bytes.decode(encoding)) <= set(letters)


def refuse_encoding(
    evidence: EncodingEvidence, encodings: Sequence[str], file: str
) -> Exception:
    """The error that several encodings fit, with what each makes of an example."""
    choices = [c for c in _choices(evidence) if c.value in encodings]
    ways = [f"{c.value} ({c.example})" for c in choices[:3]]
    first = choices[0].value if choices else "cp1252"
    return ambiguous(
        file,
        f"is not UTF-8, and may be {' or '.join(ways) or 'in any other encoding'}",
        remedy=f"write --encoding {first} if that is right",
        likeliest=("encoding", first),
    )


def _choices(evidence: EncodingEvidence) -> Sequence[ReadingChoice]:
    try:
        return encoding_choices(evidence.sample)
    except (UsageError, UnicodeError):
        return []
