"""A PDF for people, with the CII file inside for their software."""

from datetime import date
from io import BytesIO
from pathlib import Path

import facturx
import pytest
from pypdf import PdfReader
from tests.conftest import SAMPLE_BOOKS
from tests.e_invoices.test_official_rules import EVERY_CASE

from ledgerkit.api import load
from ledgerkit.document_formats import find_format
from ledgerkit.e_invoices import pdf as module
from ledgerkit.e_invoices.e_invoice import CannotBeSentError, EInvoiceFormat, e_invoice
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.errors import UsageError

NUMBER = "INV-2026-001"


@pytest.fixture(scope="module")
def books():
    pytest.importorskip("weasyprint")
    return load(EVERY_CASE)


@pytest.fixture(scope="module")
def pdf(books):
    return books.render(NUMBER, "facturx")


def test_what_is_inside_is_the_cii_file(pdf, books):
    name, xml = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml"
    assert xml == e_invoice(books.invoice(NUMBER), EInvoiceFormat.CII)


def test_a_receiver_reads_the_same_figures_out_of_it(pdf, books):
    (received,) = read_e_invoice(pdf, "invoice.pdf")
    sent = books.invoice(NUMBER)
    assert received.format == "Factur-X"
    assert (received.gross, received.payable) == (sent.gross, sent.payable)
    assert received.warnings == ()


def test_it_says_that_it_is_pdf_a_3b_and_which_profile(pdf):
    metadata = PdfReader(BytesIO(pdf)).xmp_metadata
    assert metadata.pdfaid_part == "3"
    assert metadata.pdfaid_conformance == "B"
    assert b"EN 16931" in metadata.stream.get_data()


def test_the_same_books_give_the_same_bytes_at_any_moment(pdf, books, monkeypatch):
    later = "D:20991231235959+00'00'"
    monkeypatch.setattr(facturx.facturx, "_get_pdf_timestamp", lambda: later)
    monkeypatch.setattr(
        facturx.facturx, "_get_metadata_timestamp", lambda: "2099-12-31T23:59:59+00:00"
    )
    assert books.render(NUMBER, "facturx") == pdf
    info = PdfReader(BytesIO(pdf)).metadata
    assert info.creation_date.date() == date(2026, 1, 15)


def test_what_cannot_be_sent_is_not_drawn_either():
    books = load(SAMPLE_BOOKS / "existing_ledger" / "main.beancount")
    with pytest.raises(CannotBeSentError, match="no country"):
        books.render("2025-032", "facturx")


def test_without_the_package_it_says_what_to_install(books, monkeypatch):
    def missing(_name):
        raise ImportError

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install ledgerkit\[einvoice,pdf\]"):
        module.factur_x(books.invoice(NUMBER), b"")


def test_nobody_is_asked_over_the_network():
    """The package's own check would post the invoice to a server."""
    assert "check_schematron=False" in Path(module.__file__).read_text()


def test_fatturapa_files_are_called_as_the_sdi_wants(books):
    format_ = find_format("fatturapa")
    assert format_.called(books.invoice(NUMBER)) == "IT99077340158_IQ001"
