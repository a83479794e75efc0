"""A studio's books, and what is read off the pages that they make."""

import os
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

from ledgerkit.api import load
from ledgerkit.errors import UsageError
from ledgerkit.rendering.as_pdf import pdf_of

#: A company, its accounts and tax codes, and a client.
STUDIO = """\
2024-01-01 open Assets:Receivable
2024-01-01 open Income:Design
2024-01-01 open Liabilities:VAT
2024-01-01 open Assets:Withheld
2024-01-01 open Liabilities:Client-Advances
  role: "client-advance"
2024-01-01 open Assets:Bank:Main
  iban: "IT60X0542811101000000123456"
  bic: "BPMOIT22XXX"
  holder: "Studio Aurora S.r.l."
2024-01-01 custom "company" "Studio Aurora"
  legal-name: "Studio Aurora S.r.l."
  vat-id: "IT99077340158"
  tax-id: "99077340158"
  register: "MI-9914207"
  street: "Via Savona 197"
  postal-code: "20144"
  locality: "Milano"
  region: "MI"
  country: "IT"
  email: "ciao@studioaurora.example"
  lang: "it"
2024-01-01 custom "tax-code" "it22" 0.22
  account: Liabilities:VAT
  category: "S"
2024-01-01 custom "tax-code" "it10" 0.10
  account: Liabilities:VAT
  category: "S"
2024-01-01 custom "tax-code" "reverse" 0.00
  category: "AE"
2024-01-01 custom "client" "acme" "Acme"
  legal-name: "Acme Arredamenti S.r.l."
  vat-id: "IT99041270168"
  street: "Corso Garibaldi 41"
  postal-code: "24121"
  locality: "Bergamo"
  region: "BG"
  country: "IT"
  payment-terms: "2/10 net 30"
"""
SIMPLE = """
2026-01-15 * "Acme" "Website" ^INV-1
  Assets:Receivable  1220.00 EUR
  Income:Design     -1000.00 EUR
    tax: "it22"
  Liabilities:VAT    -220.00 EUR
    tax: "it22"
"""


@pytest.fixture
def studio(tmp_path):
    """Makes books of the studio's records and what a test adds to them."""

    def make(text=SIMPLE, files=()):
        for name, content in dict(files).items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )
        main = tmp_path / "main.beancount"
        main.write_text(STUDIO + text, encoding="utf-8")
        loaded = load(main)
        assert [e.message for e in loaded.errors] == []
        return loaded

    return make


@pytest.fixture
def can_make_pdf():
    """Skips where WeasyPrint misses Pango; but never where changes are landed."""
    try:
        pdf_of("<p>")
    except UsageError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(str(error))


def pdf_pages(content):
    """The text of each page."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    return [page.get_textpage().get_text_bounded() for page in document]


def scanned(content):
    """What a scanner reads off the pages."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    pictures = [page.render(scale=150 / 72).to_pil() for page in document]
    return [
        code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)
    ]
