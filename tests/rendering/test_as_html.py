"""An invoice as a page."""


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
