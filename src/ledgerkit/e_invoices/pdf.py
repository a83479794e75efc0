"""Factur-X (ZUGFeRD): a readable page with the CII file inside.

The profile is EN 16931. The package factur-x, which the extra ``einvoice`` installs,
combines the two; the CII file has been checked when written.
"""

from __future__ import annotations

import logging
import re
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ledgerkit.e_invoices.en16931.norm import unbroken
from ledgerkit.e_invoices.en16931.write_cii import cii
from ledgerkit.errors import UsageError
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import check_size

if TYPE_CHECKING:
    from types import ModuleType

    from ledgerkit.invoices.invoice import Invoice


#: The current time, which pypdf writes with its colons as they are or as octal codes.
_PDF_MOMENT = re.compile(rb"(?<=\(D)(?P<colon>:|\\072)\d{14}")


_XMP_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def factur_x(invoice: Invoice, pdf: bytes) -> bytes:
    """A PDF/A-3 with the document's CII file inside.

    The same document and page give the same bytes: the document's own date replaces
    the current time.

    Args:
        invoice: The document; it must have passed `european_facts`.
        pdf: Its page as PDF/A-3b.

    Raises:
        UsageError: If factur-x is not installed.
    """
    combined = BytesIO(pdf)
    _package().generate_from_file(
        combined,
        cii(invoice),
        flavor="factur-x",
        level="en16931",
        check_xsd=False,
        # By default it would send the invoice to a server on this machine.
        check_schematron=False,
        pdf_metadata=_metadata(invoice),
        lang=invoice.buyer.text("lang") or None,
        # If compressed, the time in it could not be found.
        xmp_compression=False,
    )
    return _with_own_date(combined.getvalue(), invoice)


def _metadata(invoice: Invoice) -> dict[str, str]:
    name = unbroken(invoice.seller.legal_name)
    return {
        "author": name,
        "keywords": "Factur-X",
        "title": f"{name}: {invoice.number}",
        "subject": f"{invoice.number}, {invoice.issued}",
    }


def _with_own_date(pdf: bytes, invoice: Invoice) -> bytes:
    """The file with its document's date, of the same length so that offsets hold."""
    day = invoice.issued
    pdf = _PDF_MOMENT.sub(f"\\g<colon>{day:%Y%m%d}000000".encode(), pdf)
    return _XMP_MOMENT.sub(f"{day:%Y-%m-%d}T00:00:00+00:00".encode(), pdf)


def _package() -> ModuleType:
    try:
        return import_module("facturx")
    except ImportError as error:
        raise UsageError(
            "Factur-X needs the package factur-x; install it with"
            " pip install ledgerkit[einvoice,pdf]"
        ) from error


#: The usual names of the file inside, the preferred one first.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")


def xml_in_pdf(data: bytes, file: str) -> bytes:
    """The XML file inside a PDF.

    Args:
        data: The PDF.
        file: Its name, for errors.

    Raises:
        UnreadableFileError: If it has none, or can't be read.
        UsageError: If pypdf is not installed.
    """
    pypdf = _reader_package()
    log = logging.getLogger(pypdf.__name__)
    if not log.handlers:
        # Its own repairs are not worth a message on standard error.
        log.addHandler(logging.NullHandler())
    try:
        content = _attached(pypdf.PdfReader(BytesIO(data)))
    # On a broken file, pypdf may raise anything, KeyError included.
    except Exception:  # noqa: BLE001
        raise unreadable(
            file, "it is a PDF that can't be read: broken, or locked with a password"
        ) from None
    if content is None:
        raise unreadable(
            file,
            "it is a PDF without an e-invoice inside; ask for Factur-X or ZUGFeRD, or"
            " enter it by hand",
        )
    check_size(content, file)
    return content


def _attached(reader: Any) -> bytes | None:
    """The bytes of the e-invoice among a PDF's attachments; None if there is none."""
    inside = {name.lower(): name for name in reader.attachments}
    xml = [name for name in inside if name.endswith(".xml")]
    usual_names = [name for name in _NAMES if name in inside]
    # Others use names of their own; a single XML file must be the one.
    names = usual_names[:1] or (xml if len(xml) == 1 else [])
    if not names:
        return None
    content: bytes = reader.attachments[inside[names[0]]][0]
    return content


def _reader_package() -> ModuleType:
    try:
        return import_module("pypdf")
    except ImportError as error:
        raise UsageError(
            "reading a PDF needs the package pypdf; install it with"
            " pip install ledgerkit[einvoice]"
        ) from error
