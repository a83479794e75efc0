"""PDF pages: the same bytes for the same books, and only what they should hold."""

import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from tests.rendering.conftest import pdf_pages

from ledgerkit.errors import UsageError
from ledgerkit.rendering import as_pdf

RENDER = """
import sys, ledgerkit
books = ledgerkit.load(sys.argv[1])
sys.stdout.buffer.write(books.render("INV-1", sys.argv[2]))
"""


@pytest.mark.usefixtures("can_make_pdf")
@pytest.mark.parametrize("as_", ["html", "pdf"])
def test_two_processes_make_the_same_bytes(studio, as_):
    main = studio().filename
    first, second = (
        subprocess.run(
            [sys.executable, "-c", RENDER, main, as_],
            capture_output=True,
            check=True,
            # Whatever rests on the order of a set would differ.
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    )
    assert first == second
    assert len(first) > 5000


@pytest.mark.usefixtures("can_make_pdf")
def test_a_pdf_is_dated_as_its_document(studio):
    document = pypdfium2.PdfDocument(BytesIO(studio().render("INV-1", "pdf")))
    known = document.get_metadata_dict()
    assert known["CreationDate"].startswith("D:20260115")
    assert known["Title"] == "Fattura INV-1"


@pytest.mark.usefixtures("can_make_pdf")
def test_a_long_invoice_repeats_its_head_and_counts_its_pages(studio):
    lines = "\n".join(
        f'  Income:Design  -10.00 EUR\n    description: "Poster {number}"'
        for number in range(80)
    )
    books = studio(f"""
2026-01-15 * "Acme" "Posters" ^INV-1
  Assets:Receivable  800.00 EUR
{lines}
""")
    pages = pdf_pages(books.render("INV-1", "pdf"))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert "Partita IVA IT99077340158" in page
        assert ("Descrizione" in page) == ("Poster" in page)
    assert "Fattura INV-1" in pages[1]


def test_without_the_extra_one_sentence_says_how_to_get_it(studio, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(
        UsageError, match=r"install it with: pip install ledgerkit\[pdf"
    ):
        studio().render("INV-1", "pdf")


def test_without_its_libraries_one_sentence_says_where_to_read_on(monkeypatch):
    def missing(_name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(as_pdf, "import_module", missing)
    with pytest.raises(UsageError, match=r"misses a library .*libpango"):
        as_pdf.pdf_of("<p>")
