"""From the bytes of a file to the invoices in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.read_cii import read_cii
from ledgerkit.e_invoices.en16931.read_ubl import read_ubl
from ledgerkit.e_invoices.fatturapa.read_fatturapa import read_fatturapa
from ledgerkit.e_invoices.fatturapa.read_simplified import read_simplified_fatturapa
from ledgerkit.e_invoices.pdf_attachment import xml_in_pdf
from ledgerkit.e_invoices.received import ReceivedFormat
from ledgerkit.e_invoices.recognise import is_pdf, recognise, refuse_other_files
from ledgerkit.xml.safe import check_size, parse_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.e_invoices.received import ReceivedInvoice


def read_e_invoice(data: bytes, file: str) -> Sequence[ReceivedInvoice]:
    """Every invoice in a file: one, or in FatturaPA perhaps several.

    Args:
        data: The file: UBL, CII, FatturaPA, or a PDF with CII inside.
        file: What to call it in errors and as the place of what it says.

    Raises:
        UnreadableFileError: If it is none of these, or can't be read.
        UsageError: If it is a PDF and the extra ``einvoice`` is not installed.
    """
    check_size(data, file)
    if is_pdf(data):
        inside = _read_xml(xml_in_pdf(data, file), file)
        return [replace(one, format=ReceivedFormat.FACTUR_X) for one in inside]
    refuse_other_files(data, file)
    return _read_xml(data, file)


def _read_xml(data: bytes, file: str) -> Sequence[ReceivedInvoice]:
    format_, root = recognise(parse_xml(data, file), file)
    if format_ is ReceivedFormat.FATTURAPA:
        return read_fatturapa(root)
    if format_ is ReceivedFormat.SIMPLIFIED_FATTURAPA:
        return read_simplified_fatturapa(root)
    return [read_ubl(root) if format_ is ReceivedFormat.UBL else read_cii(root)]
