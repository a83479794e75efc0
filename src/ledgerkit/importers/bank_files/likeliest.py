"""A bank's file as it is most likely meant, for looking at it only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import AmbiguousFileError
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.read import stream_bank_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.choices import BankFileChoices


def likeliest_statements(
    stream: BinaryIO, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements of a file; what it leaves open is taken in the likeliest way.

    Each doubt is the first of the statements' notes, with the way that was taken and
    the others. Nothing that is read so may be booked.

    Args:
        stream: The file, as `stream_bank_file` takes it.
        file: What to call it in errors and places.
        choices: What a person said where the file doesn't.

    Raises:
        UnreadableFileError: If it can't be read in any way.
    """
    doubts: list[str] = []
    while True:
        stream.seek(0)
        try:
            found = stream_bank_file(stream, file, choices)
        except AmbiguousFileError as error:
            if getattr(choices, error.choice):
                raise
            taken: dict[str, Any] = {error.choice: error.likeliest}
            choices = replace(choices, **taken)
            doubts.append(_doubt(error))
        else:
            return [replace(one, notes=(*doubts, *one.notes)) for one in found]


def _doubt(error: AmbiguousFileError) -> str:
    option = f"--{error.choice.replace('_', '-')}"
    return (
        f"in doubt, here read with {option} {error.likeliest}: {error.what};"
        f" {error.remedy}"
    )
