"""Texts that strangers write into payments, made fit for books.

Everybody who can pay or charge us writes into our statements. A name or memo becomes
one line of composed letters, without characters that could hide or reverse its
neighbours; an account number has plain letters and digits.
"""

from __future__ import annotations

import unicodedata

from ledgerkit.errors import LedgerkitError
from ledgerkit.importers.tables.text_encoding import (
    certain_encoding,
    encoding_choices,
)
from ledgerkit.importers.tables.text_lines import decoded
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable
from ledgerkit.text.untrusted import is_disturbing, without_tags

#: Longer than any remittance text; the rest is cut.
_LONGEST = 2000


_LONGEST_NUMBER = 64


def one_line(text: str) -> str:
    r"""A text in one line, without control, zero-width and bidirectional characters.

    Nor can it begin a tag of HTML: see `without_tags`.

    >>> one_line("  Acme\n S.r.l.\N{RIGHT-TO-LEFT OVERRIDE} ")
    'Acme S.r.l.'
    """
    bare = " ".join(text.split())
    if not bare.isascii():
        bare = unicodedata.normalize("NFC", bare)
    if not bare.isprintable():
        bare = "".join(max(c, " ") for c in bare if not _is_hidden(c))
        bare = " ".join(bare.split())
    return without_tags(bare)[:_LONGEST]


def _is_hidden(character: str) -> bool:
    return character >= " " and is_disturbing(character)


def joined(*parts: str) -> str:
    """Texts on one line, without repetitions of an earlier one.

    >>> joined("Invoice 12", "", "Invoice 12", "thank you")
    'Invoice 12 thank you'
    """
    text = ""
    for part in map(one_line, parts):
        if part and part not in text:
            text = f"{text} {part}".strip()
    return text


def account_number(text: str) -> str:
    """An IBAN or other number without blanks, in capitals, of plain characters.

    >>> account_number("de89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    if text.isascii() and text.isprintable():  # As it should be.
        return text.replace(" ", "").upper()[:_LONGEST_NUMBER]
    plain = "".join(c for c in text if c.isascii() and c.isprintable() and c != " ")
    return plain.upper()[:_LONGEST_NUMBER]


def reference(text: str) -> str:
    """The bank's id of a line: one word of printable characters, as it stands."""
    return one_line(text)[: _LONGEST_NUMBER * 4]


_NONE = frozenset({"NOTPROVIDED", "NONREF", "NOREF", "NOTPROVID", "NONE", "NA", "N/A"})


def stated_reference(text: str) -> str:
    """A reference, or empty if it only says that there is none.

    >>> stated_reference(" NOT PROVIDED "), stated_reference("INV-12")
    ('', 'INV-12')
    """
    word = reference(text)
    bare = "".join(c for c in word.upper() if c.isalnum() or c == "/")
    return "" if bare in _NONE or not bare.strip("0/") else word


def decoded_text(data: bytes, file: str, encoding: str | None) -> str:
    r"""A file's text, with lines ended by ``\n``.

    Args:
        data: The whole file.
        file: Its name in an error.
        encoding: The encoding given by a person; None to go by the bytes.

    Raises:
        UnreadableFileError: If it is neither UTF-8 nor UTF-16 with its mark, and no
            other encoding is given.
    """
    # The end-of-file mark of old programs, and padding.
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.rstrip(b"\x1a\0")
    name = encoding or certain_encoding(data)
    if name is None:
        raise _in_doubt(data, file)
    try:
        text = decoded(data, name, name=file)
    except LedgerkitError as error:
        message = str(error).removeprefix(f"{file}: ")
        raise unreadable(file, message.removeprefix(f"{file}:")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _in_doubt(data: bytes, file: str) -> Exception:
    """The possible encodings, and a line of the file in each."""
    choices = encoding_choices(data)[:2]
    ways = [
        f"--encoding {choice.value} if {excerpt(choice.example)} is right"
        for choice in choices
    ]
    options = ", or ".join(ways or ["--encoding and what it is in"])
    return ambiguous(
        file,
        "it is not UTF-8",
        _first_letter(data),
        remedy=f"write {options}",
        likeliest=("encoding", choices[0].value if choices else "cp1252"),
    )


def _first_letter(data: bytes) -> int:
    """The line of the first byte beyond ASCII."""
    place = next((n for n, byte in enumerate(data) if byte > 0x7F), 0)
    return data.count(b"\n", 0, place) + 1
