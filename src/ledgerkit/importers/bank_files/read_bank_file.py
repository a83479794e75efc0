"""Any bank's file -> its statements: the one door for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.bank_file_choices import NO_CHOICES
from ledgerkit.importers.bank_files.camt import is_camt, read_camt
from ledgerkit.importers.bank_files.mt940 import is_mt940, read_mt940
from ledgerkit.importers.bank_files.ofx import is_ofx, read_ofx
from ledgerkit.importers.bank_files.other_files import what_it_is
from ledgerkit.importers.bank_files.qif import is_qif, read_qif
from ledgerkit.importers.bank_files.zipped_files import is_zip_of_files, zipped_files
from ledgerkit.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.bank_file_choices import BankFileChoices


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFormat:
    """A format that is read here.

    Attributes:
        name: As people call it.
        recognises: Whether a file's content, not its name, is in it.
        read: Its bytes and name, and what a person said of it -> its statements.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str, BankFileChoices], Sequence[Statement]]


#: The first that recognises a file reads it: those that say what they are stand
#: before those that only look like it.
FORMATS: Sequence[BankFormat] = (
    BankFormat(name="OFX, QFX", recognises=is_ofx, read=read_ofx),
    BankFormat(name="CAMT", recognises=is_camt, read=read_camt),
    BankFormat(name="MT940", recognises=is_mt940, read=read_mt940),
    BankFormat(name="QIF", recognises=is_qif, read=read_qif),
)


def read_bank_file(
    data: bytes, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements in a bank's file, or in those that a ZIP archive packs, in order.

    A file that is sound and has no statement, such as the answer to a log-in, is
    an empty sequence.

    Args:
        data: The whole file.
        file: What to call it in errors and places.
        choices: What a person said where the file doesn't.

    Raises:
        UnreadableFileError: If it is in none of the formats, broken, or does not
            say what only a person can know.
    """
    if not is_zip_of_files(data):
        return _read(data, file, choices)
    return [
        statement
        for name, content in zipped_files(data, file)
        for statement in _read(content, f"{file}/{name}", choices)
    ]


def _read(data: bytes, file: str, choices: BankFileChoices) -> Sequence[Statement]:
    for form in FORMATS:
        if form.recognises(data):
            return form.read(data, file, choices)
    raise unreadable(file, _refusal(data))


def _refusal(data: bytes) -> str:
    *names, last = [form.name for form in FORMATS]
    known = f"{', '.join(names)} and {last}"
    found = what_it_is(data)
    what = f"it is {found}" if found else "it is no bank statement that is known"
    return f"{what}; what can be read is {known}"
