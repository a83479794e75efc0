"""A CSV file's bytes -> its rows, one after the other, whatever its size."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.rows import TableRow
from ledgerkit.text.unreadable import quoted, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

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
            file, f"no encoding is {quoted(encoding)}; write for instance cp1252"
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
