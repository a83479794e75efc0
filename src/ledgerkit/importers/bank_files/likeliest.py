"""The likeliest reading of a bank file, only for viewing it."""

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
    """The statements of a file; ambiguities are resolved in the likeliest way.

    Each ambiguity comes first in the statements' notes, with the way taken and the
    alternatives. Nothing read like this may be booked.

    Args:
        stream: The file, as `stream_bank_file` takes it.
        file: Its name in errors and places.
        choices: A person's options, if the file doesn't say.

    Raises:
        UnreadableFileError: If it can't be read in any way.
    """
    doubts: list[str] = []
    while True:
        stream.seek(0)
        try:
            statements = stream_bank_file(stream, file, choices)
        except AmbiguousFileError as error:
            if getattr(choices, error.choice):
                raise
            likeliest: dict[str, Any] = {error.choice: error.likeliest}
            choices = replace(choices, **likeliest)
            doubts.append(_doubt(error))
        else:
            return [
                replace(statement, notes=(*doubts, *statement.notes))
                for statement in statements
            ]


def _doubt(error: AmbiguousFileError) -> str:
    option = f"--{error.choice.replace('_', '-')}"
    return (
        f"in doubt, here read with {option} {error.likeliest}: {error.what};"
        f" {error.remedy}"
    )
