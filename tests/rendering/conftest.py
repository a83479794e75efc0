"""A studio's books, and what is read off the pages that they make."""

from io import BytesIO

import pytest

from ledgerkit.api import load

#: A company and two clients, for ledgers of one transaction.
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


@pytest.fixture
def studio(tmp_path):
    """Makes books of the studio's records and what a test adds to them."""

    def make(text, **files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        (tmp_path / "main.beancount").write_text(STUDIO + text, encoding="utf-8")
        loaded = load(tmp_path / "main.beancount")
        assert [e.message for e in loaded.errors] == []
        return loaded

    return make


@pytest.fixture
def pdf_text():
    """Reads the text of a PDF's pages, each a string."""
    pdfium = pytest.importorskip("pypdfium2")

    def read(content):
        document = pdfium.PdfDocument(BytesIO(content))
        return [page.get_textpage().get_text_bounded() for page in document]

    return read
