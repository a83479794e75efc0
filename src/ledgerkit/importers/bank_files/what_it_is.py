"""Files taken for statements that are something else."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


#: Messages of ISO 20022 by the beginning of their name.
_MESSAGES = (
    (b"pain.001", "an order to the bank to pay (pain.001)"),
    (b"pain.002", "the bank's answer to an order (pain.002)"),
    (b"pain.008", "an order to the bank to collect (pain.008)"),
    (b"pain.", "a message about orders to a bank (pain)"),
    (b"pacs.", "a message between banks (pacs)"),
    (b"acmt.", "a message about the account itself (acmt)"),
    (b"CrossIndustryInvoice", "an e-invoice (see ledgerkit bill read)"),
    (b"oasis:names:specification:ubl", "an e-invoice (see ledgerkit bill read)"),
    (b"FatturaElettronica", "an e-invoice (see ledgerkit bill read)"),
)


_BEGINNINGS = (
    (b"%PDF", "a PDF, made for printing"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (save it as CSV and name that file)"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (unpack it, or save it as CSV)"),
    (b"\x1f\x8b", "compressed (unpack it first)"),
)


_PAGE = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)


_HEAD = 4096


def what_else_it_is(data: bytes) -> str:
    """The kind of a file that is no statement, after ``it is``; empty if unknown.

    >>> what_else_it_is(b"%PDF-1.7")
    'a PDF, made for printing'
    """
    # This is how UTF-16 looks without its zeros.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head:
        return "empty"
    for beginning, words in _BEGINNINGS:
        if head.startswith(beginning):
            return words
    if _PAGE.search(head):
        return "a web page, perhaps the bank's log-in (download the file anew)"
    if head.startswith(b"<"):
        for name, words in _MESSAGES:
            if name in head:
                return words
    return ""


_BEGINNING = b"PK\x03\x04"


#: Daily files for two years; and together the maximum of one file.
_FILES_MAX, _BYTES_MAX = 800, 64_000_000


#: The entries that make an archive a spreadsheet or document, not unpacked here.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})


_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    # An encrypted file, or a compression that Python doesn't know.
    RuntimeError,
    NotImplementedError,
    # An entry without a name, in Python's own reader of archives.
    IndexError,
)


def is_zip_of_files(data: bytes) -> bool:
    """Whether a file is a ZIP archive, but no spreadsheet."""
    if not data.startswith(_BEGINNING):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not _OFFICE.intersection(archive.namelist())
    except _BROKEN:
        return True


def zipped_files(data: bytes, file: str) -> Sequence[tuple[str, bytes]]:
    """The files of an archive, in its order; nothing is written.

    Args:
        data: The archive.
        file: Its name; the names of its files follow it.

    Raises:
        UnreadableFileError: If it is broken or encrypted, or holds too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_unpacked(archive, file))
    except IndexError:
        raise unreadable(
            file, "the ZIP archive can't be unpacked: a file in it has no name"
        ) from None
    except _BROKEN as error:
        reason = excerpt(str(error)) if str(error) else "it ends too early"
        raise unreadable(file, f"the ZIP archive can't be unpacked: {reason}") from None


def _unpacked(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, bytes]]:
    entries = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not _is_clutter(entry.filename)
    ]
    if len(entries) > _FILES_MAX:
        raise unreadable(file, f"it packs more than {_FILES_MAX} files; divide it")
    remaining = _BYTES_MAX
    for entry in entries:
        # The sizes stated by the archive may be false, so reading stops by itself.
        with archive.open(entry) as packed:
            content = packed.read(remaining + 1)
        remaining -= len(content)
        if remaining < 0:
            limit = _BYTES_MAX // 1_000_000
            raise unreadable(file, f"it packs more than {limit} MB; unpack it yourself")
        name = f"{file}/{entry.filename}"
        if is_zip_of_files(content):
            raise unreadable(name, "it is a ZIP archive within another; unpack it")
        yield name, content


def _is_clutter(name: str) -> bool:
    """Whether it is an extra file of Apple's Finder."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"
