"""How long it takes to render invoices as pages, beside Beancount's loading.

Run as ``python -m tests.benchmarks.rendered_invoices 10000``; `make bench` does so.
Every invoice has three lines of its own, two rates of tax and a payment code.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from beancount.loader import load_file

from ledgerkit.api import load
from ledgerkit.document_formats import DOCUMENT_FORMATS
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.open_items.side import Side
from tests.rendering.conftest import STUDIO

INVOICE = """
2026-{month:02}-{day:02} * "Acme" "Website, part {number}" ^INV-{number:05}
  order: "PO {number}"
  Assets:Receivable     {gross} EUR
  Income:Design        -{first}.00 EUR
    description: "Design of page {number}, with three revisions"
    quantity: 10
    unit: "HUR"
    unit-price: {price} EUR
    tax: "it22"
  Income:Design        -200.00 EUR
    description: "Photographs"
    quantity: 4
    unit: "C62"
    tax: "it22"
  Income:Design        -100.00 EUR
    description: "Hosting"
    tax: "it10"
  Liabilities:VAT      -{tax} EUR
    tax: "it22"
  Liabilities:VAT       -10.00 EUR
    tax: "it10"
"""


def invoice(number):
    """One invoice; its cents are whole because 22 % of fifties are."""
    first = 500 + 50 * (number % 997)
    tax = (first + 200) * 22 / 100
    return INVOICE.format(
        number=number,
        month=1 + number % 12,
        day=1 + number % 28,
        first=first,
        price=f"{first / 10:.2f}",
        tax=f"{tax:.2f}",
        gross=f"{first + 300 + tax + 10:.2f}",
    )


def _seconds_of_load(path):
    start = time.process_time()
    load_file(str(path))
    return time.process_time() - start


def measure(count, folder):
    """Seconds of processor time for Beancount to load a book of so many invoices.

    And for us to render them. Our own loading is no yardstick: it became faster.
    """
    path = Path(folder, "main.beancount")
    path.write_text(STUDIO + "".join(map(invoice, range(count))), encoding="utf-8")
    load_seconds = median(_seconds_of_load(path) for _ in range(5))
    books = load(path)
    loaded = time.process_time()
    html = DOCUMENT_FORMATS["html"]
    with garbage_collection_off():
        for document in books.subledger(Side.RECEIVABLE, date.max).documents:
            page = html.render(books.read_invoice(document), books.stationery)
            assert b"image/svg+xml" in page
    return load_seconds, time.process_time() - loaded


def main(count=10_000):
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        load_seconds, seconds = measure(count, folder)
    print(
        f"{count:,} invoices as HTML: {seconds:.1f} s of one core,"
        f" {seconds / load_seconds:.1f} times Beancount's load of their book"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
