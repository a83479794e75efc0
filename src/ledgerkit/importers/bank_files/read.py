"""Any bank's file -> its statements: the only door for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.camt.message import is_camt, read_camt
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.mt940.mt940 import is_mt940, read_mt940
from ledgerkit.importers.bank_files.ofx.ofx import is_ofx, read_ofx
from ledgerkit.importers.bank_files.qif.qif import is_qif, read_qif
from ledgerkit.importers.bank_files.tables.tables import (
    is_table,
    read_table_file,
    stream_table,
)
from ledgerkit.importers.bank_files.what_it_is import (
    is_zip_of_files,
    what_else_it_is,
    zipped_files,
)
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.choices import BankFileChoices

#: Each format except tables has a lower limit of its own.
BANK_FILE_BYTES_MAX = 256 * 1024 * 1024
#: A smaller file is held in memory; this much is enough to recognise a larger one.
_HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFormat:
    """A format read here.

    Attributes:
        name: Its usual name.
        recognises: Whether a file's content, not its name, is in it.
        read: From its bytes, name and a person's options to its statements.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str, BankFileChoices], Sequence[Statement]]


#: These identify themselves, or are unmistakable.
_NAMED: Sequence[BankFormat] = (
    BankFormat(name="OFX, QFX", recognises=is_ofx, read=read_ofx),
    BankFormat(name="CAMT", recognises=is_camt, read=read_camt),
    BankFormat(name="MT940", recognises=is_mt940, read=read_mt940),
    BankFormat(name="QIF", recognises=is_qif, read=read_qif),
)


def _is_only_a_table(data: bytes) -> bool:
    """Whether a file may be a table; nothing in a CSV file identifies it."""
    return is_table(data) and not any(form.recognises(data) for form in _NAMED)


_TABLES = BankFormat(
    name="CSV or XLSX", recognises=_is_only_a_table, read=read_table_file
)
#: Every file is recognised by at most one of them.
BANK_FORMATS: Sequence[BankFormat] = (*_NAMED, _TABLES)


def read_bank_file(
    data: bytes, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements in a bank's file, or in the files of a ZIP archive, in order.

    A valid file without a statement, such as the response to a log-in, gives an empty
    sequence.

    Args:
        data: The whole file.
        file: Its name in errors and places.
        choices: A person's options, if the file doesn't say.

    Raises:
        UnreadableFileError: If it is in none of the formats, is broken, or lacks facts
            that only a person can know.
    """
    if not is_zip_of_files(data):
        return _read(data, file, choices)
    return [
        statement
        for name, content in zipped_files(data, file)
        for statement in _read(content, name, choices)
    ]


def _read(data: bytes, file: str, choices: BankFileChoices) -> Sequence[Statement]:
    for form in BANK_FORMATS:
        if form.recognises(data):
            return form.read(data, file, choices)
    raise unreadable(file, _refusal(data))


def stream_bank_file(
    stream: BinaryIO, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements in a file of any size, if it is a table; else as `read_bank_file`.

    The lines of a table are read from the stream on request; until then it must stay
    open.

    Args:
        stream: The file; it must be seekable.
        file: Its name in errors and places.
        choices: A person's options, if the file doesn't say.

    Raises:
        UnreadableFileError: As `read_bank_file` does, and if it is too large.
    """
    head = stream.read(_HEAD)
    if len(head) == _HEAD and _TABLES.recognises(head):
        return stream_table(stream, file, choices)
    stream.seek(0)
    return read_bank_file(whole_content(stream, file), file, choices)


def whole_content(stream: BinaryIO, file: str) -> bytes:
    """The content of a file, up to enough bytes to see that there are too many.

    Raises:
        UnreadableFileError: If it is too large.
    """
    data = stream.read(BANK_FILE_BYTES_MAX + 1)
    if len(data) > BANK_FILE_BYTES_MAX:
        limit = BANK_FILE_BYTES_MAX // 1024**2
        raise unreadable(file, f"it is larger than {limit} MB; divide it by year")
    return data


def _refusal(data: bytes) -> str:
    *names, last = [form.name for form in BANK_FORMATS]
    known = f"{', '.join(names)} and {last}"
    kind = what_else_it_is(data)
    problem = f"it is {kind}" if kind else "it is no bank statement that is known"
    return f"{problem}; what can be read is {known}"
