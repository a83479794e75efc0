"""Documents in other currencies: their tax in the currency of the books, or named."""

from decimal import Decimal

import pytest
from tests.taxes.tax_books import boxes, code, file_return, head, load, sale
from tests.taxes.test_filing import MAY, OFFICE

BOOK = head("IT", "EUR") + OFFICE + code("it22", "0.22", "sales", "S")
SOLD = sale("2026-01-12", "1", [("100", "22", "it22")], currency="USD")


@pytest.mark.parametrize("day", ["2026-01-12", "2025-12-12"])
def test_a_document_without_a_rate_counts_at_the_price_of_its_day(tmp_path, day):
    books = load(tmp_path, BOOK, f"{day} price USD 0.90 EUR\n", SOLD)
    found = boxes(books, "2026-Q1")
    assert (found["VP2"], found["VP4"]) == (Decimal("90.00"), Decimal("19.80"))
    assert not books.trust_findings()
    [note] = [n for n in books.tax_return("2026-Q1").notes if "without a rate" in n]
    assert note.startswith("What is in USD without a rate counts at the books' price")


@pytest.mark.parametrize("price", ["", "2025-12-11 price USD 0.90 EUR\n"])
def test_what_no_price_of_the_month_before_converts_is_named(tmp_path, price):
    books = load(tmp_path, BOOK, price, SOLD)
    assert boxes(books, "2026-Q1") == {}
    assert not books.tax_return("2026-Q1").is_whole
    [found] = books.trust_findings()
    assert found.kind.name == "tax-without-rate"
    assert "write 2026-01-12 price USD 1.00 EUR" in found.message


def test_its_tax_is_settled_in_its_currency_at_the_rate_that_it_counted_at(tmp_path):
    books = load(tmp_path, BOOK, "2026-01-10 price USD 0.90 EUR\n", SOLD)
    filed = file_return(books, "2026-Q1", MAY)
    text = (tmp_path / "main.beancount").read_text()
    assert "22.00 USD @ 0.9 EUR" in text
    assert not filed.trust_findings()
