"""A file from another program's address book -> its entries, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.address_book.card_lines import is_card_file
from ledgerkit.importers.address_book.cards import read_card_file
from ledgerkit.importers.address_book.cell_values import AddressForms
from ledgerkit.importers.address_book.rows import read_address_table
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.importers.tables.text_encoding import (
    certain_encoding,
    encoding_choices,
)
from ledgerkit.importers.tables.text_lines import decoded
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.clients.records.address_entry import AddressBook

ADDRESS_BOOK_BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressReading:
    """How to read a file; empty or None to go by the file.

    Attributes:
        columns: The heading of each unrecognised field, in a table.
        encoding: Its text encoding.
        delimiter: The delimiter of its cells.
        date_format: Its date format.
        decimal_mark: The decimal mark of its amounts.
        currency: Of amounts that don't state one: that of the book, if it has one.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    date_format: str | None = None
    decimal_mark: str | None = None
    currency: str | None = None


def read_address_book(
    data: bytes, file: str, reading: AddressReading | None = None
) -> AddressBook:
    """Read vCards, or a table of clients or people.

    A file is recognised by its content, never by its name.

    Args:
        data: The file.
        file: Its name, for messages.
        reading: How to read it.

    Raises:
        UnreadableFileError: If it can't be read; the message says why.
    """
    options = reading or AddressReading()
    if len(data) > ADDRESS_BOOK_BYTES_MAX:
        raise unreadable(file, f"is larger than {ADDRESS_BOOK_BYTES_MAX // 1024**2} MB")
    if is_card_file(data):
        return read_card_file(data, file, options.encoding)
    start = data[:40].lstrip()
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        raise unreadable(file, "is a calendar, and no address book")
    if start.startswith((b"<", b"%PDF", b"{", b"[")):
        raise unreadable(file, "is neither vCards nor CSV; export one of them")
    try:
        return read_address_table(
            _text(data, file, options.encoding),
            file,
            columns=options.columns,
            delimiter=options.delimiter,
            forms=AddressForms(
                date_format=options.date_format,
                decimal_mark=options.decimal_mark,
                currency=options.currency,
            ),
        )
    except UsageError as error:
        raise unreadable(file, str(error)) from error


def _text(data: bytes, file: str, encoding: str | None) -> str:
    encoding = encoding or certain_encoding(data)
    if encoding is None:
        raise unreadable(
            file,
            "is not UTF-8; write its --encoding, which may be"
            f" {ways_to_read(encoding_choices(data))}",
        )
    return decoded(data, encoding, name=file)
