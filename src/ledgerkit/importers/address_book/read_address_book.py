"""A file of another program's address book -> its entries, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.address_book.card_entries import read_card_file
from ledgerkit.unreadable import unreadable

if TYPE_CHECKING:
    from ledgerkit.clients.address_entry import AddressBook

BYTES_MAX = 64 * 1024 * 1024


def read_address_book(
    data: bytes, file: str, encoding: str | None = None
) -> AddressBook:
    """Read vCards, or a table of clients or people.

    A file is recognised by what it holds, never by its name.

    Args:
        data: The file.
        file: Its name, for messages.
        encoding: Of its text, where it says none itself.

    Raises:
        UnreadableFileError: If it can't be read; the message says why.
    """
    if len(data) > BYTES_MAX:
        raise unreadable(file, f"is larger than {BYTES_MAX // 1024**2} MB")
    return read_card_file(data, file, encoding)
