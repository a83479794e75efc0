"""A CSV file's bytes -> how it is read: encoding, delimiter, profile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.bank_heading_words import LETTERS
from ledgerkit.importers.bank_files.csv_encoding import (
    EncodingEvidence,
    encoding_evidence,
    possible_encodings,
    refuse_encoding,
    spelt_with,
)
from ledgerkit.importers.bank_files.csv_rows import CsvRows
from ledgerkit.importers.bank_files.table_reading import (
    TableMatch,
    TableReading,
    head_of,
    read_table,
    recognise_table,
)
from ledgerkit.importers.csv_table import DELIMITERS
from ledgerkit.unreadable import quoted, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from ledgerkit.importers.bank_files.bank_file_choices import BankFileChoices

_Found = tuple[CsvRows, TableMatch]


def open_csv(stream: BinaryIO, file: str, choices: BankFileChoices) -> TableReading:
    """Find out how a CSV file is read; it is gone through once or twice.

    Args:
        stream: Its bytes; it must be possible to go back in it.
        file: Its name, for messages.
        choices: What a person says of it.

    Raises:
        UnreadableFileError: If nothing in it is known, or it can be read in two ways.
    """
    if choices.encoding:
        return _opened(stream, file, choices, choices.encoding)
    evidence = encoding_evidence(stream)
    if evidence.certain:
        return _opened(stream, file, choices, evidence.certain)
    return _opened_in_old_encoding(stream, file, choices, evidence)


def _opened(
    stream: BinaryIO, file: str, choices: BankFileChoices, encoding: str
) -> TableReading:
    found = _recognised(stream, file, choices, encoding)
    if found is None:
        raise _unknown(stream, file, choices, encoding)
    return read_table(*found, choices)


def _opened_in_old_encoding(
    stream: BinaryIO, file: str, choices: BankFileChoices, evidence: EncodingEvidence
) -> TableReading:
    """Read a file that isn't UTF-8 in the only encoding that makes sense of it."""
    encodings = possible_encodings(evidence)
    readings = [
        (encoding, *found)
        for encoding in encodings
        if (found := _recognised(stream, file, choices, encoding)) is not None
    ]
    if not readings:
        raise _unknown(stream, file, choices, (encodings or ["cp1252"])[0])
    best = max(match.known for _encoding, _rows, match in readings)
    readings = [reading for reading in readings if reading[2].known == best]
    for _encoding, rows, match in readings:
        if match.profile.encoding:
            own = replace(rows, encoding=match.profile.encoding)
            return read_table(own, match, choices)
    spelt = [r for r in readings if _makes_words(evidence, r[0], r[2])]
    if len(readings) > 1 and len(spelt) == 1:
        readings = spelt
    if len(readings) > 1:
        names = [encoding for encoding, _rows, _match in readings]
        raise refuse_encoding(evidence, names, file)
    return read_table(*readings[0][1:], choices)


def _makes_words(evidence: EncodingEvidence, encoding: str, match: TableMatch) -> bool:
    """Whether all that isn't ASCII are letters of the language of the headings."""
    return any(
        spelt_with(evidence, encoding, LETTERS[language])
        for language in match.languages
        if language in LETTERS
    )


def _recognised(
    stream: BinaryIO, file: str, choices: BankFileChoices, encoding: str
) -> _Found | None:
    """What the file is, divided by what makes most of it.

    Raises:
        UnreadableFileError: If there is no such encoding or delimiter.
    """
    delimiter = choices.delimiter or ""
    delimiter = "\t" if delimiter in {"tab", "\\t"} else delimiter
    if delimiter and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise unreadable(
            file, f"no delimiter is {quoted(delimiter)}; write for instance ';'"
        )
    found: list[_Found] = []
    failure: UnreadableFileError | None = None
    for each in delimiter or DELIMITERS:
        rows = CsvRows(stream=stream, file=file, encoding=encoding, delimiter=each)
        try:
            match = recognise_table(head_of(rows), choices, file)
        except UnreadableFileError as error:
            failure = error
            continue
        if match is not None:
            found.append((rows, match))
    if not found and failure is not None:
        raise failure
    return max(found, key=lambda each: each[1].known, default=None)


def _unknown(
    stream: BinaryIO, file: str, choices: BankFileChoices, encoding: str
) -> Exception:
    """The error that nothing says what the columns are."""
    delimiters: Sequence[str] = choices.delimiter or DELIMITERS
    heads = [
        head_of(CsvRows(stream=stream, file=file, encoding=encoding, delimiter=each))
        for each in delimiters
    ]
    widest = max(heads, key=lambda head: max((len(r.cells) for r in head), default=0))
    if not widest:
        return unreadable(file, "has no rows")
    if choices.profile:
        return unreadable(
            file, f"has not the headings of the profile {quoted(choices.profile)}"
        )
    first = max(widest[:5], key=lambda row: len(row.cells))
    shown = quoted(", ".join(str(cell) for cell in first.cells))
    return unreadable(
        file,
        f"no row names a column for the date and one for the amount; {shown} is the"
        " first; write a profile, or draft one with ledgerkit bank profile FILE",
        first.line,
    )
