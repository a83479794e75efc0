"""CSV files and spreadsheets of banks -> statements."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.tables.open_csv import open_csv
from ledgerkit.importers.bank_files.tables.sheet_rows import is_sheet, open_sheet
from ledgerkit.importers.bank_files.tables.statements import in_memory, table_statements
from ledgerkit.importers.tables.csv_rows import DELIMITERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.bank_files.tables.reading import TableReading

_HEAD = 4096
_NO_LETTERS = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_DELIMITERS = DELIMITERS.encode()
_MARKUP = (b"<", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"{", b"[")


def is_table(data: bytes) -> bool:
    """Whether a file may be a table: a spreadsheet, or a text in no other format.

    It is checked last: nothing in a CSV file identifies it.
    """
    if is_sheet(data):
        return True
    # This is how UTF-16 looks like other texts: without its zeros.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(_NO_LETTERS)
    return any(byte in head for byte in _DELIMITERS) and not head.startswith(_MARKUP)


def open_table(
    stream: BinaryIO, file: str, choices: BankFileChoices = NO_CHOICES
) -> TableReading:
    """Find out how to read a table.

    Args:
        stream: Its bytes; it must be seekable, and stay open as long as lines are read.
        file: Its name, for messages.
        choices: A person's options.

    Raises:
        UnreadableFileError: If nothing in it is recognised, or it is ambiguous.
    """
    stream.seek(0)
    if is_sheet(stream.read(_HEAD)):
        return open_sheet(stream, file, choices)
    return open_csv(stream, file, choices)


def stream_table(
    stream: BinaryIO, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements of a table of any size; lines are read on request.

    Args:
        stream: As `open_table` takes it.
        file: Its name.
        choices: A person's options.

    Raises:
        UnreadableFileError: If it can't be read in full, or is ambiguous.
    """
    return table_statements(open_table(stream, file, choices))


def read_table_file(
    data: bytes, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements of a table in memory.

    Raises:
        UnreadableFileError: If it can't be read in full, or is ambiguous.
    """
    return in_memory(stream_table(io.BytesIO(data), file, choices))
