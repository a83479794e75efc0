"""Reading e-invoices: from the bytes of a file to the invoices in it."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from lxml import etree

from ledgerkit.e_invoices.en16931.read_cii import read_cii
from ledgerkit.e_invoices.en16931.read_ubl import read_ubl
from ledgerkit.e_invoices.fatturapa.read import read_fatturapa
from ledgerkit.e_invoices.fatturapa.read_simplified import read_simplified_fatturapa
from ledgerkit.e_invoices.pdf import xml_in_pdf
from ledgerkit.e_invoices.received import ReceivedFormat
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


#: The ASN.1 identifier of signed data, and how base64 of ASN.1 begins.
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


_ASN1_TEXT = re.compile(rb"(?:-----BEGIN (?:PKCS7|CMS)-----\s*)?MI[A-Za-z0-9+/]{2}")


_SIGNED_WITHIN = 64


_UNSIGN = (
    "take the invoice out with openssl cms -verify -noverify -inform DER"
    " -in FILE.xml.p7m -out FILE.xml"
)


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
    start = data[:_SIGNED_WITHIN]
    if start[:1] == b"\x30" and _SIGNED_DATA in start:
        raise unreadable(file, f"it is signed (p7m); {_UNSIGN}")
    if _ASN1_TEXT.match(start):
        decode = "decode it with openssl base64 -d -in FILE -out FILE.xml.p7m, and"
        raise unreadable(file, f"it is signed (p7m), in base64; {decode} {_UNSIGN}")
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
        data: The file: UBL, CII, FatturaPA, or a PDF with CII inside.
        file: Its name, for errors and places.

    Raises:
        UnreadableFileError: If it is none of these, or can't be read.
        UsageError: If it is a PDF and the extra ``einvoice`` is not installed.
    """
    check_size(data, file)
    if is_pdf(data):
        inside = _read_xml(xml_in_pdf(data, file), file)
        return [replace(invoice, format=ReceivedFormat.FACTUR_X) for invoice in inside]
    refuse_other_files(data, file)
    return _read_xml(data, file)


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
    received = read_e_invoice(content, file)
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
            suffix=".pdf" if is_pdf(content) else ".xml",
            content=content,
            warnings=bill.warnings,
        )
        for place, bill in enumerate(received, start=1)
    ]
