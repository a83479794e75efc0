"""The formats of a rendered invoice: the only list of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, check_facts, e_invoice
from ledgerkit.e_invoices.fatturapa.write import fatturapa_name
from ledgerkit.e_invoices.pdf import factur_x
from ledgerkit.errors import UsageError
from ledgerkit.rendering.as_pdf import pdf_of
from ledgerkit.rendering.invoice import invoice_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormat:
    """One format.

    Attributes:
        name: Its name for ``--as``.
        suffix: Of its files.
        meaning: Its description, in a few words.
        is_text: Whether people can read it on a terminal.
        render: From an invoice, and the stationery with templates and logo, to the
            bytes of a file; the same for the same books.
        called: The name of an invoice's file, without suffix.
    """

    name: str
    suffix: str
    meaning: str
    is_text: bool
    render: Callable[[Invoice, Stationery], bytes]
    called: Callable[[Invoice], str] = attrgetter("number")


def _html(invoice: Invoice, stationery: Stationery) -> bytes:
    return invoice_html(invoice, stationery).encode()


def _pdf(invoice: Invoice, stationery: Stationery) -> bytes:
    return pdf_of(invoice_html(invoice, stationery))


def _factur_x(invoice: Invoice, stationery: Stationery) -> bytes:
    check_facts(invoice, EInvoiceFormat.FACTUR_X)
    page = invoice_html(invoice, stationery)
    return factur_x(invoice, pdf_of(page, variant="pdf/a-3b"))


def _xml(format_: EInvoiceFormat, meaning: str) -> DocumentFormat:
    return DocumentFormat(
        name=format_.value,
        suffix=".xml",
        meaning=meaning,
        is_text=True,
        render=lambda invoice, _desk: e_invoice(invoice, format_),
    )


DOCUMENT_FORMATS: Mapping[str, DocumentFormat] = {
    known.name: known
    for known in (
        DocumentFormat(
            name="html",
            suffix=".html",
            meaning="a page to look at, print or send",
            is_text=True,
            render=_html,
        ),
        DocumentFormat(
            name="pdf",
            suffix=".pdf",
            meaning="pages to print or send; needs the extra pdf",
            is_text=False,
            render=_pdf,
        ),
        _xml(EInvoiceFormat.UBL, "an e-invoice by EN 16931, as Peppol carries it"),
        _xml(EInvoiceFormat.CII, "an e-invoice by EN 16931, as Factur-X holds it"),
        DocumentFormat(
            name=EInvoiceFormat.FACTUR_X.value,
            suffix=".pdf",
            meaning="a PDF with an e-invoice inside; needs the extras einvoice and pdf",
            is_text=False,
            render=_factur_x,
        ),
        replace(
            _xml(EInvoiceFormat.FATTURAPA, "an e-invoice for Italy's SdI"),
            called=fatturapa_name,
        ),
    )
}


def find_format(name: str) -> DocumentFormat:
    """The format of this name.

    Raises:
        UsageError: If there is none; the message lists them.
    """
    known_format = DOCUMENT_FORMATS.get(name)
    if known_format is None:
        raise UsageError(
            f'there is no format "{name}"; there are {", ".join(DOCUMENT_FORMATS)}'
        )
    return known_format
