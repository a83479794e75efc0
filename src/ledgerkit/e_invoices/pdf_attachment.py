"""The e-invoice inside a PDF (Factur-X, ZUGFeRD 2, XRechnung in PDF)."""

from __future__ import annotations

import logging
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import check_size

if TYPE_CHECKING:
    from types import ModuleType

#: What the file inside is called, first the one that is preferred.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")


def xml_in_pdf(data: bytes, file: str) -> bytes:
    """The XML file inside a PDF.

    Args:
        data: The PDF.
        file: What to call it in an error.

    Raises:
        UnreadableFileError: If it has none, or can't be read.
        UsageError: If pypdf is not installed.
    """
    pypdf = _package()
    log = logging.getLogger(pypdf.__name__)
    if not log.handlers:
        # What it mends by itself is nothing to tell a person of on standard error.
        log.addHandler(logging.NullHandler())
    try:
        found = _attached(pypdf.PdfReader(BytesIO(data)))
    # A broken file makes pypdf raise whatever its parts raise, from KeyError on.
    except Exception:  # noqa: BLE001
        raise unreadable(
            file, "it is a PDF that can't be read: broken, or locked with a password"
        ) from None
    if found is None:
        raise unreadable(
            file,
            "it is a PDF without an e-invoice inside; ask for Factur-X or ZUGFeRD, or"
            " enter it by hand",
        )
    check_size(found, file)
    return found


def _attached(reader: Any) -> bytes | None:
    """The bytes of the e-invoice among a PDF's attachments; None if there is none."""
    inside = {name.lower(): name for name in reader.attachments}
    xml = [name for name in inside if name.endswith(".xml")]
    known = [name for name in _NAMES if name in inside]
    # Others call it as they like; if there is one alone, it is meant.
    found = known[:1] or (xml if len(xml) == 1 else [])
    if not found:
        return None
    content: bytes = reader.attachments[inside[found[0]]][0]
    return content


def _package() -> ModuleType:
    try:
        return import_module("pypdf")
    except ImportError as error:
        raise UsageError(
            "reading a PDF needs the package pypdf; install it with"
            " pip install ledgerkit[einvoice]"
        ) from error
