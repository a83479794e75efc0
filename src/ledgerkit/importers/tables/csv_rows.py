"""The lines of a CSV file -> its rows, one after the other, whatever its size."""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from ledgerkit.importers.tables.rows import CsvRow, NumberedRow
from ledgerkit.importers.tables.text_lines import text_lines
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

#: The possible delimiters; the commonest first.
DELIMITERS = ",;\t|"
_TAB_WORDS = frozenset({"tab", r"\t"})
#: No table has more; in a file that is no table everything may be one row.
COLUMNS_MAX = 500
#: Spreadsheets use this line to state the delimiter.
_STATED = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def delimiter_called(text: str) -> str | None:
    r"""The delimiter a person means; None if it is not valid.

    >>> delimiter_called(";"), delimiter_called("tab"), delimiter_called("ab")
    (';', '\t', None)
    """
    mark = "\t" if text in _TAB_WORDS else text
    return mark if len(mark) == 1 and mark not in '"\r\n' else None


def stated_delimiter(line: str) -> str:
    r"""The delimiter stated by a file's first line; empty if there is none.

    >>> stated_delimiter("sep=;\n"), stated_delimiter("Number;Client\n")
    (';', '')
    """
    stated = _STATED.fullmatch(line)
    return stated[1] if stated else ""


def csv_rows(
    lines: Iterable[str],
    delimiter: str,
    file: str,
    *,
    strict: bool,
    widest: int = sys.maxsize,
) -> Iterator[CsvRow]:
    """Every row that isn't blank.

    Args:
        lines: The file's, with their ends; a first one that only states the delimiter
            is no row.
        delimiter: The delimiter of cells.
        file: The file's name, for messages.
        strict: Whether a quote within a cell, or one never closed, is an error. It is
            not if programs write texts without regard to quotes.
        widest: The maximum of cells in a row.

    Raises:
        UnreadableFileError: If a row can't be read, or is too wide.
    """
    rest = iter(lines)
    first = next(rest, "")
    skipped = 1 if stated_delimiter(first) else 0
    reader = csv.reader(
        rest if skipped else chain([first], rest),
        delimiter=delimiter,
        # Many programs wrongly put a blank between a delimiter and a quote.
        skipinitialspace=True,
        strict=strict,
    )
    line = skipped + 1
    try:
        for cells in reader:
            if len(cells) > widest:
                raise too_wide(len(cells), file, line)
            if any(map(str.strip, cells)):
                yield NumberedRow(line, cells)
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise unreadable(
            file,
            f"the row that begins here can't be read ({error}); is a quote never"
            ' closed? A cell with a quote in it is written "5"" disk"',
            line,
        ) from None


def too_wide(columns: int, file: str, line: int) -> Exception:
    """The error for a table with too many columns."""
    return unreadable(file, f"has {columns} columns; is it a CSV file?", line)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """The rows of a CSV file; it is read anew each time.

    Attributes:
        stream: The file's bytes; it must be seekable.
        file: Its name, for messages.
        encoding: Its encoding.
        delimiter: The delimiter of cells.
    """

    stream: BinaryIO
    file: str
    encoding: str
    delimiter: str

    def __iter__(self) -> Iterator[CsvRow]:
        """Every row that isn't blank."""
        lines = text_lines(self.stream, self.encoding, self.file)
        return csv_rows(
            lines, self.delimiter, self.file, strict=False, widest=COLUMNS_MAX
        )
