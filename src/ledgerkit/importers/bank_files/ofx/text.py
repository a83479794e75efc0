"""The bytes of an OFX file -> its text.

A version 1 file has a header of lines ``KEY:VALUE`` with ENCODING and CHARSET, a
version 2 file an XML declaration. Banks get both wrong: valid UTF-8 is read as UTF-8,
which other encodings can't be by chance, and the header applies to the rest.
"""

from __future__ import annotations

import codecs
import re

from ledgerkit.importers.tables.text_encoding import certain_encoding
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable

_HEADER_MAX = 65_536
_STARTED = re.compile(rb"<OFX[\s>]|OFXHEADER", re.IGNORECASE)
_CHARSET = re.compile(
    r"CHARSET[ \t]*:[ \t]*([^\s<]{1,40})"
    r"|<\?xml[^>]{0,200}?\bencoding=[\"']([^\"']{1,40})",
    re.IGNORECASE,
)
_CODE_PAGE = re.compile(r"(?:cp|windows-?|ansi-?|)(1250|1251|1252|1253|1254|1257)")
#: The encodings meant by the standard's and the banks' words. Latin 1 always means the
#: variant with letters in place of its control characters.
_NAMED = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
}
#: Words that say nothing about letters beyond ASCII.
_SILENT = {
    "none",
    "usascii",
    "us-ascii",
    "ascii",
    "unicode",
    "csunicode",
    "utf-8",
    "utf8",
}


def is_ofx(data: bytes) -> bool:
    """Whether a file is OFX of any version, by its beginning.

    >>> is_ofx(b"OFXHEADER:100"), is_ofx(b"Date,Amount")
    (True, False)
    """
    # This is how UTF-16 looks without its zeros.
    return bool(_STARTED.search(data[:_HEADER_MAX].replace(b"\0", b"")))


def ofx_text(data: bytes, file: str, encoding: str | None) -> str:
    r"""An OFX file's text, with lines ended by ``\n``.

    Args:
        data: The whole file.
        file: Its name in an error.
        encoding: The encoding given by a person; None to go by the file.

    Raises:
        UnreadableFileError: If its text is in no encoding that it names.
    """
    name = encoding or _wide_encoding(data)
    if name is None:
        # The end-of-file mark of old programs, and padding.
        data = data.rstrip(b"\x1a\0 \r\n\t")
        name = certain_encoding(data) or _named_encoding(data, file)
    try:
        text = data.decode(name)
    except (LookupError, ValueError) as error:
        raise _undecodable(data, file, name, error) from None
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16, by its mark or by the zero beside the first letter, which is ASCII."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[:1] == b"\0" != data[1:2]:
        return "utf-16-be"
    return "utf-16-le" if data[:1] != b"\0" == data[1:2] else None


def _named_encoding(data: bytes, file: str) -> str:
    """The encoding named by the header, for a file that isn't UTF-8."""
    head = data[:_HEADER_MAX].decode("latin-1")
    match = _CHARSET.search(head)
    word = ((match[1] or match[2]) if match else "none").lower()
    # Some banks write the header in one line, without a blank.
    word = word.partition("compression")[0]
    if word in _SILENT:
        letter = next(n for n, byte in enumerate(data) if byte > 0x7F)
        line = data.count(b"\n", 0, letter) + 1
        raise ambiguous(
            file,
            "it has letters that are not in the encoding that it names",
            line,
            remedy="write for instance --encoding cp1252",
            likeliest=("encoding", "cp1252"),
        )
    page = _CODE_PAGE.fullmatch(word)
    return f"cp{page[1]}" if page else _NAMED.get(word, word)


def _undecodable(data: bytes, file: str, name: str, error: Exception) -> Exception:
    if isinstance(error, UnicodeDecodeError):
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{data[error.start]:02X} is not {name}; give the file's own"
        return unreadable(file, f"{problem} --encoding", line)
    problem = f"there is no text encoding {excerpt(name)}"
    return unreadable(file, f"{problem}; write for instance --encoding cp1252")
