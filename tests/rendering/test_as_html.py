"""An invoice as a page."""

import os
from pathlib import Path

import pytest
from tests.rendering.conftest import SIMPLE

from ledgerkit.rendering.language import LANGUAGES


def test_an_invoice_is_a_page_in_the_clients_language(books):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 custom "company" "Studio Aurora"
      legal-name: "Studio Aurora S.r.l."
      lang: "it"
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT
    2024-01-01 custom "client" "acme" "Acme GmbH"
      lang: "de"

    2026-01-15 * "Acme GmbH" "Website" ^INV-1
      due: 2026-02-14
      Assets:Receivable            1220.00 EUR
      Income:Services             -1000.00 EUR
        tax: "it22"
      Liabilities:VAT              -220.00 EUR
        tax: "it22"
    """
    page = books.render("INV-1", "html").decode()
    assert "<h1><bdi>Rechnung INV-1</bdi></h1>" in page
    assert "14. Februar 2026" in page
    assert "1.220,00\N{NO-BREAK SPACE}€" in page
    assert "Studio Aurora S.r.l." in page


BUSY = """
2025-01-01 custom "client" "acme" "Acme"
  lang: "{lang}"
2026-01-15 * "Acme" "Website and identity" ^INV-2026-001
  order: "PO 2026/117"
  buyer-reference: "Dott.ssa Rinaldi"
  remark: "Thank you for your trust."
  delivered: 2026-01-14
  stamp-duty: 2.00 EUR
  Assets:Receivable           2666.10 EUR
  Income:Design              -1000.00 EUR
    description: "Design, with three revisions"
    quantity: 10
    unit: "HUR"
    unit-price: 100.00 EUR
    tax: "it22"
  Income:Design              -1710.00 EUR
    description: "Front end"
    quantity: 3
    unit: "DAY"
    unit-price: 600.00 EUR
    discount-percent: 5
    tax: "it22"
  Income:Design               -100.00 EUR
    description: "Hosting"
    quantity: 1
    unit: "MON"
    period-from: 2026-01-01
    period-to: 2026-01-31
    tax: "it10"
  Income:Design                 50.00 EUR
    allowance: "Old friends"
    tax: "it22"
  Liabilities:VAT             -585.20 EUR
    tax: "it22"
  Liabilities:VAT              -10.00 EUR
    tax: "it10"
  Assets:Withheld              554.00 EUR
    withholding: "RT02 20 A"
  Liabilities:Client-Advances  135.10 EUR
"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_busy_invoice_in_each_language(studio, lang):
    """The whole page, kept beside this file: open it, and read the diff."""
    page = studio(BUSY.format(lang=lang)).render("INV-2026-001")
    kept = Path(__file__).parent / "kept" / f"invoice-{lang}.html"
    if "LEDGERKIT_WRITE_EXPECTED" in os.environ:
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(page)
    assert kept.read_bytes() == page


def test_the_figures_of_a_busy_invoice_lead_from_the_lines_to_what_is_paid(studio):
    """2810 - 50 = 2760; 22 % of 2660, 10 % of 100; 3355.20 - 135.10 - 554.

    With 2 % off under each rate: 53.20 + 2.00 net, 11.70 + 0.20 tax, is 67.10.
    """
    books = studio(BUSY.format(lang="en"))
    page = books.render("INV-2026-001").decode().replace("\N{NO-BREAK SPACE}", " ")
    for shown in (
        "€2,810.00", "−€50.00", "€2,760.00", "€585.20", "€10.00", "€3,355.20",  # noqa: RUF001
        "−€135.10", "−€554.00", "€2,666.10", "you then pay €2,599.00",  # noqa: RUF001
    ):  # fmt: skip
        assert shown in page
    assert "paid by 25 January 2026" in page


def test_why_there_is_no_tax_is_said_in_the_clients_language(studio):
    books = studio("""
2025-01-01 custom "client" "acme" "Acme"
  lang: "de"
  country: "DE"
2026-01-15 * "Acme" "Website" ^INV-1
  Assets:Receivable  1000.00 EUR
  Income:Design     -1000.00 EUR
    tax: "reverse"
""")
    page = books.render("INV-1").decode()
    assert "Steuerschuldnerschaft des Leistungsempfängers" in page
    assert "Deutschland" in page
    assert "Italien" in page


def test_a_credit_note_says_what_it_credits_and_asks_for_nothing(studio):
    books = studio(
        SIMPLE
        + """
2026-01-20 * "Acme" "Wrong price" ^INV-1
  credit-note: "CN-1"
  Income:Design       100.00 EUR
    tax: "it22"
  Liabilities:VAT      22.00 EUR
    tax: "it22"
  Assets:Receivable  -122.00 EUR
"""
    )
    page = books.render("CN-1").decode()
    assert "Nota di credito CN-1" in page
    assert "INV-1 del 15 gen 2026" in page
    assert "Importo a credito" in page
    assert "IBAN" not in page


def test_instalments_are_all_listed_and_sum_to_the_whole(studio):
    books = studio("""
2026-01-15 * "Acme" "Website" ^INV-1
  terms: "30% 0, 70% 60"
  Assets:Receivable  99.99 EUR
  Income:Design     -99.99 EUR
""")
    page = books.render("INV-1").decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "30,00 € entro il 15 gennaio 2026" in page
    assert "69,99 € entro il 16 marzo 2026" in page


def test_what_has_been_paid_since_is_not_printed(studio):
    paid = """
2026-02-01 * "Acme" "Transfer" ^INV-1
  Assets:Bank:Main   1220.00 EUR
  Assets:Receivable -1220.00 EUR
"""
    assert studio(SIMPLE).render("INV-1") == studio(SIMPLE + paid).render("INV-1")
