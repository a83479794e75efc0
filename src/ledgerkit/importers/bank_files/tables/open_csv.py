"""A CSV file's bytes -> how to read it: encoding, delimiter, profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.tables.heading_words import LETTERS
from ledgerkit.importers.bank_files.tables.reading import (
    TableMatch,
    TableReading,
    head_of,
    read_table,
    recognise_table,
)
from ledgerkit.importers.tables.csv_rows import (
    DELIMITERS,
    CsvRows,
    delimiter_called,
)
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.importers.tables.rows import TableRow
from ledgerkit.importers.tables.text_encoding import (
    EncodingEvidence,
    encoding_choices,
    encoding_evidence,
    possible_encodings,
    spelt_with,
)
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable

if TYPE_CHECKING:
    from typing import BinaryIO

    from ledgerkit.importers.bank_files.choices import BankFileChoices

_Found = tuple[CsvRows, TableMatch]
#: Guesses the columns of an unknown table.
Guess = Callable[[Sequence[TableRow]], TableMatch | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A file, and what is known about it beforehand.

    Attributes:
        stream: Its bytes.
        file: Its name.
        choices: A person's options.
        otherwise: Guesses an unknown table; None to refuse it.
    """

    stream: BinaryIO
    file: str
    choices: BankFileChoices
    otherwise: Guess | None

    def divided(self, encoding: str) -> Sequence[CsvRows]:
        """Its rows, for each possible delimiter."""
        text = self.choices.delimiter or ""
        delimiter = delimiter_called(text) if text else DELIMITERS
        if delimiter is None:
            raise unreadable(
                self.file,
                f"no delimiter is {excerpt(text)}; write for instance ';'",
            )
        return [
            CsvRows(
                stream=self.stream, file=self.file, encoding=encoding, delimiter=mark
            )
            for mark in delimiter
        ]

    def read(self, rows: CsvRows, match: TableMatch) -> TableReading:
        """Its form, once the table is recognised."""
        go_on = self.otherwise is not None
        return read_table(rows, match, self.choices, go_on=go_on)


def open_csv(
    stream: BinaryIO,
    file: str,
    choices: BankFileChoices,
    *,
    otherwise: Guess | None = None,
) -> TableReading:
    """Find out how to read a CSV file; it is read once or twice.

    Args:
        stream: Its bytes; it must be seekable.
        file: Its name, for messages.
        choices: A person's options.
        otherwise: Guesses an unknown table; then the first of two ways is taken, too.
            For drafts.

    Raises:
        UnreadableFileError: If nothing in it is recognised, or it is ambiguous.
    """
    table = _Table(stream=stream, file=file, choices=choices, otherwise=otherwise)
    if choices.encoding:
        return _opened(table, choices.encoding)
    evidence = encoding_evidence(stream)
    if evidence.certain:
        return _opened(table, evidence.certain)
    return _opened_in_old_encoding(table, evidence)


def _opened(table: _Table, encoding: str) -> TableReading:
    recognised = _recognised(table, encoding)
    if recognised is None:
        raise _unknown(table, encoding)
    return table.read(*recognised)


def _opened_in_old_encoding(table: _Table, evidence: EncodingEvidence) -> TableReading:
    """Read a file that isn't UTF-8 in the only encoding that makes sense of it."""
    encodings = possible_encodings(evidence)
    readings = [
        (encoding, *recognised)
        for encoding in encodings
        if (recognised := _recognised(table, encoding)) is not None
    ]
    if not readings:
        raise _unknown(table, (encodings or ["cp1252"])[0])
    best = max(match.known for _encoding, _rows, match in readings)
    readings = [reading for reading in readings if reading[2].known == best]
    for _encoding, rows, match in readings:
        if match.profile.encoding:
            own = replace(rows, encoding=match.profile.encoding)
            return table.read(own, match)
    spelt = [r for r in readings if _makes_words(evidence, r[0], r[2])]
    if len(readings) > 1 and len(spelt) == 1:
        readings = spelt
    if len(readings) > 1:
        names = [encoding for encoding, _rows, _match in readings]
        raise _in_doubt(evidence, names, table.file)
    return table.read(*readings[0][1:])


def _in_doubt(
    evidence: EncodingEvidence, encodings: Sequence[str], file: str
) -> Exception:
    """The error that several encodings fit, with an example in each."""
    choices = [c for c in encoding_choices(evidence.sample) if c.value in encodings]
    first = choices[0].value if choices else "cp1252"
    return ambiguous(
        file,
        f"is not UTF-8, and may be {ways_to_read(choices) or 'in any other encoding'}",
        remedy=f"write --encoding {first} if that is right",
        likeliest=("encoding", first),
    )


def _makes_words(evidence: EncodingEvidence, encoding: str, match: TableMatch) -> bool:
    """Whether all characters beyond ASCII are letters of the headings' language."""
    return any(
        spelt_with(evidence, encoding, LETTERS[language])
        for language in match.languages
        if language in LETTERS
    )


def _recognised(table: _Table, encoding: str) -> _Found | None:
    """The recognised table, with the delimiter that recognises most of it.

    Raises:
        UnreadableFileError: If there is no such encoding or delimiter.
    """
    candidates: list[_Found] = []
    failure: UnreadableFileError | None = None
    for rows in table.divided(encoding):
        try:
            head = head_of(rows)
            match = recognise_table(head, table.choices, table.file)
            if match is None and table.otherwise is not None:
                match = table.otherwise(head)
        except UnreadableFileError as error:
            failure = error
            continue
        if match is not None:
            candidates.append((rows, match))
    if not candidates and failure is not None:
        raise failure
    return max(candidates, key=lambda candidate: candidate[1].known, default=None)


def _unknown(table: _Table, encoding: str) -> Exception:
    """The error that the columns are unknown."""
    file, choices = table.file, table.choices
    heads = [head_of(rows) for rows in table.divided(encoding)]
    widest = max(heads, key=lambda head: max((len(r.cells) for r in head), default=0))
    if not widest:
        return unreadable(file, "has no rows")
    if choices.profile:
        return unreadable(
            file, f"has not the headings of the profile {excerpt(choices.profile)}"
        )
    first = max(widest[:5], key=lambda row: len(row.cells))
    example = excerpt(", ".join(str(cell) for cell in first.cells))
    return unreadable(
        file,
        f"no row names a column for the date and one for the amount; {example} is the"
        " first; write a profile, or draft one with ledgerkit bank profile FILE",
        first.line,
    )
