"""Text that others wrote is text on every page, whatever it says."""

from html.parser import HTMLParser

import pytest
from tests.rendering.conftest import pdf_pages

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}${7*7}#{7*7}",
    "' onmouseover='alert(1)' x='",
    f"gpj.{OVERRIDE}exe",
    "]]><!--",
    "&lt;b&gt;",
    "{amount} {day} %s",
]


def books_saying(studio, text):
    """Books that say it wherever an invoice shows what somebody wrote."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return studio(f"""
2025-01-01 custom "company" "Studio Aurora"
  legal-name: "{quoted}"
  street: "{quoted}"
  vat-id: "{quoted}"
  email: "{quoted}"
2025-01-01 custom "client" "acme" "Acme"
  legal-name: "{quoted}"
  street: "{quoted}"
  locality: "{quoted}"
  vat-id: "{quoted}"
2025-01-01 custom "tax-code" "odd" 0.22
  account: Liabilities:VAT
  name: "{quoted}"
2025-01-01 custom "tax-code" "none" 0.00
  category: "E"
  reason: "{quoted}"
2026-01-15 * "Acme" "{quoted}" ^INV-1
  order: "{quoted}"
  buyer-reference: "{quoted}"
  remark: "{quoted}"
  Assets:Receivable  1172.00 EUR
  Income:Design     -1000.00 EUR
    description: "{quoted}"
    unit: "{quoted}"
    tax: "odd"
  Liabilities:VAT    -220.00 EUR
    tax: "odd"
  Income:Design       -50.00 EUR
    description: "untaxed"
    tax: "none"
  Income:Design        98.00 EUR
    allowance: "{quoted}"
""")


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.handlers = set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_text_in_html(studio, text):
    page = Page(books_saying(studio, text).render("INV-1").decode())
    assert "script" not in page.tags
    assert "img" in page.tags or "figure" not in page.tags
    assert not page.handlers
    shown = text.replace(OVERRIDE, "\\u202e")
    # Name, address, ids, order, remark, line, unit, tax, allowance …
    assert sum(part.count(shown) for part in page.text) >= 12
    assert OVERRIDE not in "".join(page.text)


@pytest.mark.usefixtures("can_make_pdf")
def test_it_is_text_in_pdf(studio):
    content = books_saying(studio, " ".join(HOSTILE[:3])).render("INV-1", "pdf")
    text = "".join(pdf_pages(content)).replace("\r\n", "").replace("\n", "")
    assert "alert(1)" in text
    assert "{{7*7}}" in text
    assert "49" not in text
    assert b"/JavaScript" not in content


def test_a_number_with_markup_is_text_too(studio):
    books = studio("""
2026-01-15 * "Acme" "Website"
  invoice: "<b>&{{7*7}}"
  Assets:Receivable  10.00 EUR
  Income:Design     -10.00 EUR
""")
    page = Page(books.render("<b>&{{7*7}}").decode())
    assert "b" not in page.tags
    assert "Fattura <b>&{{7*7}}" in "".join(page.text)


def books_with_a_long_word(studio, letter, count):
    return studio(f"""
2026-01-15 * "Acme" "Website" ^INV-1
  remark: "{letter * count}"
  Assets:Receivable  10.00 EUR
  Income:Design     -10.00 EUR
    description: "{"W" * 2_000}"
""")


def test_a_word_of_a_hundred_thousand_letters_is_all_there(studio):
    books = books_with_a_long_word(studio, "w", 100_000)
    page = Page(books.render("INV-1").decode())
    assert "w" * 100_000 in "".join(page.text)


@pytest.mark.usefixtures("can_make_pdf")
def test_an_endless_word_stays_on_the_page_and_does_not_take_endless_time(studio):
    """Without a place to break it, it took minutes."""
    pages = pdf_pages(books_with_a_long_word(studio, "w", 8_000).render("INV-1", "pdf"))
    assert "".join(pages).count("w") >= 8_000
    assert len(pages) > 1
