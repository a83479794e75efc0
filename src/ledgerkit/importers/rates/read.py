"""The ECB's reference rates, as CSV or XML, zipped or not -> quotes.

One euro is so much of each other currency, on banking days only. A file that is cut off
would lack rates, or end within one, and nothing would show it: so it is refused.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ledgerkit.importers.rates.ecb_csv import read_ecb_csv
from ledgerkit.importers.rates.ecb_xml import read_ecb_xml
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import XML_BYTES_MAX, check_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.general_ledger.currencies.rates import Quote

_ZIP = b"PK"
_NO_FILE = "it is no file of rates of the ECB: neither its CSV nor its XML"


def read_rate_file(data: bytes, file: str) -> Sequence[Quote]:
    """The quotes of a file, the earliest first.

    Args:
        data: The whole file.
        file: Its name, for places and errors.

    Raises:
        UnreadableFileError: If it is none, or cut off, or a rate can't be read.
    """
    if data.startswith(_ZIP):
        data = _unpacked(data, file)
    check_size(data, file)
    if not data.strip():
        raise unreadable(file, "it is empty")
    if b"\0" in data:
        raise unreadable(file, _NO_FILE)
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    quotes = read_ecb_xml(data, file) if is_xml else read_ecb_csv(_text(data), file)
    return sorted(_once(quotes, file), key=lambda quote: (quote.day, quote.currency))


def _unpacked(data: bytes, file: str) -> bytes:
    """The one file of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [i for i in archive.infolist() if not i.is_dir()]
            if len(names) != 1:
                raise unreadable(
                    file, f"it holds {len(names)} files; the ECB's holds one"
                )
            if names[0].file_size > XML_BYTES_MAX:
                raise unreadable(file, "it holds a file of more than 20 MB")
            return archive.read(names[0])
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        raise unreadable(
            file, "it is no whole archive; it may be cut off, fetch it again"
        ) from None


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def _once(quotes: Sequence[Quote], file: str) -> Sequence[Quote]:
    """Each quote once; a day that has two rates of a currency says nothing."""
    found: dict[tuple[object, str], Quote] = {}
    for quote in quotes:
        first = found.setdefault((quote.day, quote.currency), quote)
        if first.number != quote.number:
            raise unreadable(
                file,
                f"{quote.day} has two rates of {quote.currency}, {first.number:f} and"
                f" {quote.number:f}; fetch it again",
                quote.place.lineno,
            )
    return list(found.values())
