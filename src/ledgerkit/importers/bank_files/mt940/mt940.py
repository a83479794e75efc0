"""MT940 and MT942 of SWIFT -> statements.

A message begins with ``:20:`` and ends with a hyphen. Banks omit either, and partial
files are read too: a new message begins where a field can't belong to the last one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.mt940.fields import fields_of
from ledgerkit.importers.bank_files.mt940.messages import messages_of
from ledgerkit.importers.bank_files.mt940.statement import joined_pages, statement_of
from ledgerkit.importers.tables.text_encoding import certain_encoding, encoding_choices
from ledgerkit.text.unreadable import ambiguous, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.banking.statement import Statement
    from ledgerkit.importers.bank_files.choices import BankFileChoices

#: A line takes some 500 bytes; this allows for 60,000.
MT940_BYTES_MAX = 32_000_000
_HEAD = 65_536
_FIELD = re.compile(
    rb"(?:^|[\r\n])(?:\{[^{}\r\n]{0,64}\}){0,4}(?:\{4:\r?\n?)?"
    rb":(?:20|25P?|28C?|60[FM]|61|62[FM]|64|86):"
)


def is_mt940(data: bytes) -> bool:
    """Whether a file has an MT940 field at the beginning of a line."""
    return bool(_FIELD.search(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")))


def read_mt940(data: bytes, file: str, choices: BankFileChoices) -> Sequence[Statement]:
    """The statements of a file; pages of one are joined.

    Args:
        data: The whole file.
        file: Its name in errors and places.
        choices: The encoding, if it isn't UTF-8.

    Raises:
        UnreadableFileError: If it is too large; if a transaction or balance can't be
            read; if its text isn't UTF-8 and no encoding is given.
    """
    if len(data) > MT940_BYTES_MAX:
        limit = MT940_BYTES_MAX // 1_000_000
        raise unreadable(file, f"it has more than {limit} MB; no such file is so large")
    fields = fields_of(_text(data, file, choices.encoding), file)
    return joined_pages([statement_of(message) for message in messages_of(fields)])


def _text(data: bytes, file: str, encoding: str | None) -> str:
    """UTF-8 if every byte is valid, else the encoding given; never a guess."""
    name = encoding or certain_encoding(data)
    if name is None:
        first = next(n for n, byte in enumerate(data) if byte > 0x7F)
        ways = [choice.value for choice in encoding_choices(data)[:2]] or ["cp1252"]
        raise ambiguous(
            file,
            "it has letters that are not UTF-8",
            data.count(b"\n", 0, first) + 1,
            remedy=f"write --encoding {' or '.join(ways)}",
            likeliest=("encoding", ways[0]),
        )
    try:
        return data.decode(name).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except LookupError:
        raise unreadable(file, f"there is no encoding {name!r}") from None
    except ValueError:
        raise unreadable(file, f"it is not in the encoding {name}") from None
