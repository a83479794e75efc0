"""Reading e-invoices: from the bytes of a file to the invoices in it."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from ledgerkit.e_invoices.en16931.read_cii import read_cii
from ledgerkit.e_invoices.en16931.read_ubl import read_ubl
from ledgerkit.e_invoices.fatturapa.read import read_fatturapa
from ledgerkit.e_invoices.fatturapa.read_simplified import read_simplified_fatturapa
from ledgerkit.e_invoices.pdf import xml_in_pdf
from ledgerkit.e_invoices.received import ReceivedFormat
from ledgerkit.e_invoices.signed import NOT_VERIFIED, signed_content
from ledgerkit.entries.bills.arrived_bill import ArrivedBill
from ledgerkit.text.unreadable import excerpt, unreadable
from ledgerkit.xml.part import XmlPart, local_name
from ledgerkit.xml.safe import check_size, parse_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.e_invoices.received import ReceivedInvoice


_PDF = re.compile(rb"%PDF-")


#: How far into a file PDF readers look for its header.
_PDF_WITHIN = 1024


#: As much of a file as says what it is.
_BEGINNING = 64


_ZIP = b"PK\x03\x04"


#: White space and byte order marks, in one or two bytes per character.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


#: Every minor version has the namespace of UBL 2; some senders omit it.
_UBL_2 = re.compile(r"|urn:oasis:names:specification:ubl:schema:xsd:\w+-2")


_UBL_1 = re.compile("ubl:.*1.0$")


#: The format of each root element.
_ROOTS = {
    "Invoice": ReceivedFormat.UBL,
    "CreditNote": ReceivedFormat.UBL,
    "CrossIndustryInvoice": ReceivedFormat.CII,
    "FatturaElettronica": ReceivedFormat.FATTURAPA,
    "FatturaElettronicaSemplificata": ReceivedFormat.SIMPLIFIED_FATTURAPA,
}


#: Root elements that are refused.
_REFUSED = {
    "CrossIndustryDocument": "it is ZUGFeRD 1, which EN 16931 has replaced; ask for"
    " Factur-X, ZUGFeRD 2 or XRechnung",
    "FileMetadati": "it is the metadata that the SdI sends with an invoice; read the"
    " invoice itself",
    "MetadatiInvioFile": "it is the metadata that the SdI sends with an invoice; read"
    " the invoice itself",
    "Document": "it is a message of a bank (ISO 20022), and no e-invoice",
    "SCRDMCCBDACIOMessageStructure": "it is an order (Order-X), and no invoice",
}


#: Envelopes that may contain an invoice.
_ENVELOPES = frozenset({"StandardBusinessDocument"})


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, which may contain an e-invoice."""
    return _PDF.search(data, 0, _PDF_WITHIN) is not None


def refuse_other_files(data: bytes, file: str) -> None:
    """Refuse a file that is neither XML nor PDF, saying what it is and what to do.

    Raises:
        UnreadableFileError: If it is neither.
    """
    start = data[:_BEGINNING]
    if start.startswith(_ZIP):
        raise unreadable(file, "it is a ZIP archive; unpack it")
    if not data.strip():
        raise unreadable(file, "it is empty")
    if not start.lstrip(_BEFORE_XML).startswith(b"<"):
        raise unreadable(file, "it is neither XML nor PDF, and so no e-invoice")


def recognise(root: etree._Element, file: str) -> tuple[ReceivedFormat, XmlPart]:
    """The format of a document, and its root element.

    Raises:
        UnreadableFileError: If it is not a supported e-invoice.
    """
    name = local_name(root)
    if name in _ENVELOPES:
        inside = [child for child in root if local_name(child) in _ROOTS]
        if len(inside) == 1:
            root, name = inside[0], local_name(inside[0])
    if name in _REFUSED:
        raise unreadable(file, _REFUSED[name])
    if name not in _ROOTS:
        raise unreadable(
            file,
            f"its root element is {excerpt(name)}; e-invoices are UBL (Invoice,"
            " CreditNote), CII (CrossIndustryInvoice) or FatturaPA"
            " (FatturaElettronica)",
        )
    namespace = etree.QName(root).namespace or ""
    if _ROOTS[name] is ReceivedFormat.UBL and not _UBL_2.fullmatch(namespace):
        version = (
            "UBL 1.0" if _UBL_1.search(namespace) else f"no UBL ({excerpt(namespace)})"
        )
        raise unreadable(file, f"its {name} is {version}; ask for UBL 2.1")
    return _ROOTS[name], XmlPart(root, file)


def read_e_invoice(data: bytes, file: str) -> Sequence[ReceivedInvoice]:
    """Every invoice in a file: one, or in FatturaPA perhaps several.

    Args:
        data: The file: UBL, CII, FatturaPA, or a PDF with CII inside; signed (p7m) or
            not.
        file: Its name, for errors and places.

    Raises:
        UnreadableFileError: If it is none of these, or can't be read.
        UsageError: If it is a PDF and the extra ``einvoice`` is not installed.
    """
    return _read(_opened(data, file), file)


class _Opened(NamedTuple):
    """The content of a file, and whether it was signed."""

    content: bytes
    is_signed: bool


def _opened(data: bytes, file: str) -> _Opened:
    check_size(data, file)
    content = signed_content(data, file)
    return _Opened(data if content is None else content, content is not None)


def _read(opened: _Opened, file: str) -> Sequence[ReceivedInvoice]:
    data = opened.content
    if is_pdf(data):
        inside = _read_xml(xml_in_pdf(data, file), file)
        received = [replace(one, format=ReceivedFormat.FACTUR_X) for one in inside]
    else:
        refuse_other_files(data, file)
        received = list(_read_xml(data, file))
    note = (NOT_VERIFIED,) if opened.is_signed else ()
    return [replace(one, warnings=(*one.warnings, *note)) for one in received]


def _read_xml(data: bytes, file: str) -> Sequence[ReceivedInvoice]:
    format_, root = recognise(parse_xml(data, file), file)
    if format_ is ReceivedFormat.FATTURAPA:
        return read_fatturapa(root)
    if format_ is ReceivedFormat.SIMPLIFIED_FATTURAPA:
        return read_simplified_fatturapa(root)
    return [read_ubl(root) if format_ is ReceivedFormat.UBL else read_cii(root)]


def arrived_bills(content: bytes, file: str) -> Sequence[ArrivedBill]:
    """Every bill in a file.

    Args:
        content: The file's bytes.
        file: Its name, for messages.

    Raises:
        UnreadableFileError: If it can't be read.
        UsageError: If it is a PDF and the extra ``einvoice`` is not installed.
    """
    digest = sha256(content).hexdigest()
    opened = _opened(content, file)
    suffix = ".pdf" if is_pdf(opened.content) else ".xml"
    return [
        ArrivedBill(
            invoice=bill.invoice,
            gross=bill.gross,
            payable=bill.payable,
            due=bill.due,
            ibans=tuple(
                "".join(a.iban.split()).upper() for a in bill.accounts if a.iban
            ),
            file=PurePath(file).name,
            digest=digest if place == 1 else f"{digest}/{place}",
            suffix=f"{suffix}.p7m" if opened.is_signed else suffix,
            content=content,
            warnings=bill.warnings,
        )
        for place, bill in enumerate(_read(opened, file), start=1)
    ]
