"""The chapter is tested: its ledger is all that an e-invoice needs."""

import re

from tests.conftest import ROOT

from ledgerkit.api import load
from ledgerkit.document_formats import DOCUMENT_FORMATS
from ledgerkit.e_invoices.e_invoice import EInvoiceFormat
from ledgerkit.language.vocabulary import KEYS

CHAPTER = (ROOT / "src/ledgerkit/e_invoices/README.md").read_text(encoding="utf-8")


def test_the_ledger_of_the_chapter_can_be_sent_in_every_format(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(
        re.search(r"```beancount\n(.*?)```", CHAPTER, re.DOTALL)[1], "utf-8"
    )
    books = load(path)
    assert books.errors == []
    for as_ in EInvoiceFormat:
        assert books.missing_facts("INV-2026-001", as_) == []
        assert f"`{as_}`" in CHAPTER
        assert as_ in DOCUMENT_FORMATS


def test_every_key_of_the_table_is_one_of_the_language():
    table = CHAPTER.partition("### Where each key goes")[2].partition("###")[0]
    known = {key.name for key in KEYS}
    for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE):
        for key in re.findall(r"`([a-z-]+)", row):
            assert key in {*known, "client-advance", "rounding"}, key
