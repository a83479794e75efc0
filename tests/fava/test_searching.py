"""A pattern that a stranger wrote into an address can't keep Fava busy."""

import re
import time

import pytest
from fava.helpers import FavaAPIError

from ledgerkit.fava import searching
from ledgerkit.fava.searching import BoundedMatch

LEDGER = f"""
2024-01-10 * "Acme" "{"word " * 50}" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services
2024-01-11 * "Beta" "{"a" * 3000}" ^INV-2
  Assets:Receivable   7.00 EUR
  Income:Services
"""
SLOW = [r"((\w|\s)+)+!", "(a+)+$", "(a|a)*b", r"(.*a){12}!", r"\w+\s*\w+\s*\w+!"]


@pytest.fixture
def served(reader_of):
    return reader_of(LEDGER)


def asked(reader, page, **args):
    begun = time.monotonic()
    answer = reader.client.get(f"/{reader.slug}/{page}", query_string=args)
    assert time.monotonic() - begun < 10
    return answer


@pytest.mark.parametrize("pattern", SLOW)
def test_a_slow_pattern_is_refused_in_a_sentence(served, pattern):
    query = f"SELECT payee WHERE narration ~ '{pattern}'"
    for page, args in [
        ("api/journal", {"filter": f'narration:"{pattern}"'}),
        ("api/journal", {"filter": f'"{pattern}"'}),
        ("api/journal", {"filter": f'any(account:"{pattern}")'}),
        ("api/journal", {"account": pattern}),
        ("api/query", {"query_string": query}),
        ("extension/Receivables/", {"filter": f'"{pattern}"'}),
    ]:
        answer = asked(served, page, **args)
        assert "could run for hours" in answer.text, (page, args)
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("text", "payees"),
    [
        ("word", ["Acme"]),
        ('"w.*d wo"', ["Acme"]),
        ('payee:"^(acme|BETA)$"', ["Acme", "Beta"]),
        ('payee:"("', []),
        ('"aa"', ["Beta"]),
    ],
)
def test_usual_filters_filter_as_before(served, text, payees):
    found = asked(served, "api/journal", filter=text).json["data"]
    assert [entry["payee"] for entry in found if entry["t"] == "Transaction"] == (
        payees
    )


def test_a_query_searches_as_before(served):
    query = "SELECT payee, grep('w[a-z]+', narration) WHERE payee ~ '^acm'"
    rows = asked(served, "api/query", query_string=query).json["data"]["rows"]
    assert rows[0] == ["Acme", "word"]


def test_a_long_text_is_a_reason_too():
    assert BoundedMatch("a.*b.*c")("axbxc")
    with pytest.raises(FavaAPIError, match="could run for hours"):
        BoundedMatch("a.*b.*c")("a" * 3000)


def test_many_short_searches_are_cut_off_together(served, monkeypatch):
    monkeypatch.setattr(searching, "_SECONDS_MAX", 0)
    answer = asked(served, "api/journal", filter="word")
    assert re.search(r"took over 0 seconds; write a pattern with fewer", answer.text)
