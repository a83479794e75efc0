"""The dictionaries of headings, and how a column is found by them."""

from __future__ import annotations

import pytest

from ledgerkit.importers.address_book.heading_words import ADDRESS_WORDS
from ledgerkit.importers.bank_files.tables.heading_words import BANK_WORDS
from ledgerkit.importers.documents.heading_words import DOCUMENT_WORDS
from ledgerkit.importers.tables.headings import columns_by_words, compact, headings_hold

DICTIONARIES = {"documents": DOCUMENT_WORDS, "addresses": ADDRESS_WORDS, **BANK_WORDS}
WORDS = {"day": ["booked", "day"], "amount": ["net", "total"], "text": ["note", "net"]}


@pytest.mark.parametrize("name", DICTIONARIES)
def test_a_word_is_as_compact_leaves_it_and_once_in_its_field(name: str):
    for words in DICTIONARIES[name].values():
        assert list(words) == list(dict.fromkeys(map(compact, words)))


@pytest.mark.parametrize(
    ("header", "several", "found"),
    [
        ("day booked", (), {"day": (1,)}),
        ("day booked", {"day"}, {"day": (1, 0)}),
        ("day day", (), {"day": (0,)}),
        ("net note", (), {"amount": (0,), "text": (1,)}),
        ("total net", {"amount"}, {"amount": (1, 0)}),
        ("total net", (), {"amount": (1,)}),
        ("other", (), {}),
    ],
)
def test_the_surest_word_counts_and_a_column_is_of_one_field(header, several, found):
    headings = dict(enumerate(header.split()))
    assert columns_by_words(headings, WORDS, several=several) == found


def test_a_header_holds_names_that_go_on():
    headings = frozenset({"date", "amounteur"})
    assert headings_hold(headings, ("Date", "Amount (*)"))
    assert not headings_hold(headings, ("Date", "Amount"))
