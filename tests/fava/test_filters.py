"""Fava's account and text filters choose documents by their own transactions."""

import pytest


def names(page):
    return [line[0] for line in page.tables[0][1:-1]] if page.tables else []


LEDGER = """
1970-01-01 open Assets:Receivable:Export
1970-01-01 open Income:Goods

2024-01-10 * "Acme" "Advice" ^INV-1 #advice
  Assets:Receivable          100.00 EUR
  Income:Services

2024-01-11 * "Bolt" "Screws" ^INV-2
  Assets:Receivable:Export   50.00 EUR
    client: "bolt"
  Income:Goods

2024-02-01 * "Acme" "Part of it" ^INV-1
  Assets:Bank                30.00 EUR
  Assets:Receivable

2024-02-02 * "Cord" "Whatever for"
  Assets:Bank                9.00 EUR
  Assets:Receivable
"""


@pytest.fixture
def filtered(reader_of):
    reader = reader_of(LEDGER)
    return lambda **filters: reader.receivables(time="2024", **filters)


def test_an_account_filter_keeps_the_documents_that_touch_the_account(filtered):
    assert names(filtered(account="Income:Goods")) == ["bolt"]
    assert names(filtered(account="Assets:Receivable:Export")) == ["bolt"]
    assert names(filtered(account="Assets:Receivable")) == ["Acme", "bolt", "Cord"]


def test_a_text_filter_keeps_the_documents_it_finds(filtered):
    assert names(filtered(filter="^INV-1")) == ["Acme"]
    assert names(filtered(filter="#advice")) == ["Acme"]
    assert names(filtered(filter="Screws")) == ["bolt"]
    assert names(filtered(filter="payee:Cord")) == ["Cord"]


def test_what_settles_a_document_counts_though_it_does_not_pass(filtered):
    assert filtered(filter="#advice").tables[0][-1][-1] == "70.00"


def test_both_filters_narrow_together(filtered):
    page = filtered(account="Income:Goods", filter="Advice")
    assert "No document that is open as at 2024-12-31 passes the filter." in page.text


def test_a_narrowed_page_says_so_and_proves_no_account(filtered):
    page = filtered(account="Income:Goods", filter="Screws")
    assert (
        "Only documents that pass the filter Income:Goods and Screws are counted."
        in page.text
    )
    assert "agrees with the open items" not in page.text
    assert "DIFFERS" not in page.text


def test_an_unfiltered_page_proves_the_account(filtered):
    page = filtered()
    assert "Assets:Receivable: 111.00 EUR agrees with the open items." in page.text
    assert "Only documents" not in page.text


def test_the_card_of_a_party_is_narrowed_too(filtered):
    card = filtered(party="Acme", filter="Screws").text
    assert "Advice" not in card
    assert "Only documents that pass the filter Screws are counted." in card
