"""A CSV file's bytes -> its rows, one after the other, whatever its size."""

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.rows import TableRow
from ledgerkit.importers.tables.text_encoding import OLD_ENCODINGS, encoding_choices
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from ledgerkit.importers.tables.columns import ReadingChoice


#: No bank writes longer lines; a file that is no table may be one line.
_LINE_LENGTH_MAX = 1 << 18


_COLUMNS_MAX = 500


#: Spreadsheets write this line to tell each other the delimiter.
STATED_DELIMITER = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """The rows of a CSV file; it is read anew each time.

    Attributes:
        stream: The file's bytes; it can be read from any place.
        file: Its name, for messages.
        encoding: In which it is read.
        delimiter: What divides cells.
    """

    stream: BinaryIO
    file: str
    encoding: str
    delimiter: str

    def __iter__(self) -> Iterator[TableRow]:
        """Every row that isn't blank."""
        lines = text_lines(self.stream, self.encoding, self.file)
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            skipinitialspace=True,
        )
        line = 1
        try:
            for cells in reader:
                if len(cells) > _COLUMNS_MAX:
                    raise unreadable(
                        self.file, f"has {len(cells)} columns; is it a CSV file?", line
                    )
                stated = line == 1 and _states_delimiter(cells)
                if not stated and any(map(str.strip, cells)):
                    yield TableRow(line, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            raise unreadable(
                self.file,
                f"the row that begins here can't be read ({error}); is a quote never"
                " closed?",
                line,
            ) from None


def _states_delimiter(cells: list[str]) -> bool:
    return bool(cells) and STATED_DELIMITER.fullmatch(cells[0] + ";") is not None


def text_lines(stream: BinaryIO, encoding: str, file: str) -> Iterator[str]:
    """The lines of a file with their ends, whatever ends them.

    Raises:
        UnreadableFileError: Where a byte isn't of the encoding, a character is no
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
                raise unreadable(
                    file,
                    "holds a NUL; if it is UTF-16 without a mark, write --encoding"
                    " utf-16-le",
                    number,
                )
            yield line
    except UnicodeError as error:
        raise unreadable(
            file,
            f"is not {encoding} ({_reason(error)}); give its own --encoding",
            number + 1,
        ) from None
    finally:
        # It would close the stream, which others read again, if it isn't closed yet.
        with suppress(ValueError):
            text.detach()


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02X}"
    return str(error)[:60]


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
