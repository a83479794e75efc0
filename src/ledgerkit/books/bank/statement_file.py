"""A bank's file that was kept beside the books, as it was when it was kept."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from ledgerkit.banking.booked_statement import BookedStatement

#: A year of a busy account is a tenth of it.
_BYTES_MAX = 64 * 1024 * 1024


def statement_content(ledger: str, statement: BookedStatement) -> bytes:
    """The bytes of the file that a statement names.

    Args:
        ledger: The main ledger file, from whose folder the file is named.
        statement: The statement.

    Raises:
        UnreadableFileError: If it isn't there, lies elsewhere, is too large, or has
            changed since.
    """
    folder = Path(ledger).resolve().parent
    path = (folder / statement.file).resolve()
    if folder not in path.parents:
        raise unreadable(statement.file, "it lies outside the books' folder")
    try:
        with path.open("rb") as stream:
            content = stream.read(_BYTES_MAX + 1)
    except OSError as error:
        raise unreadable(statement.file, error.strerror or str(error)) from None
    if len(content) > _BYTES_MAX:
        raise unreadable(statement.file, "it is larger than 64 MB")
    if statement.digest and sha256(content).hexdigest() != statement.digest:
        raise unreadable(
            statement.file, "it isn't the file that was kept: its digest differs"
        )
    return content
