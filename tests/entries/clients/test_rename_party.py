"""A client's id changes everywhere, and what is owed stays."""

from collections import Counter
from datetime import date

import pytest

from ledgerkit.api import load
from ledgerkit.entries.clients.rename import merge_clients, rename_client
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

MAIN = """\
include "log.beancount"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Receivable:Acme
1970-01-01 open Assets:Bank
1970-01-01 open Income:Services
2025-01-01 custom "client" "acme" "Acme, S.r.l."  ; "acme"
  payment-terms: "net 30"
2025-01-01 custom "client" "acme-usa" "Acme USA"
  parent: "acme"
  payment-terms: "net 60"
  country: "US"
2026-01-01 * "ACME SRL" "acme" ^INV-1
  Assets:Receivable:Acme   100.00 EUR
  Income:Services
2026-01-02 * "acme" "By the id" ^INV-2
  Assets:Receivable   50.00 EUR
  Income:Services
2026-01-03 * "Somebody" "By the key" ^INV-3
  client: "acme"
  Assets:Receivable   30.00 EUR
  Income:Services
2026-01-04 * "Acme USA" "Of the other" ^INV-4
  Assets:Receivable   7.00 EUR
  Income:Services
2026-01-05 * "Acme USA" "Paid on account"
  Assets:Bank   3.00 EUR
  Assets:Receivable
"""
LOG = """\
2026-01-01 custom "activity" "acme" "call" "acme"
2026-01-01 custom "task" "acme" "Call them"
  client: "acme"
2026-01-01 custom "target" "client" "acme" "revenue" "yearly" 5 EUR
"""


@pytest.fixture
def main(tmp_path):
    (tmp_path / "main.beancount").write_text(MAIN, encoding="utf-8")
    (tmp_path / "log.beancount").write_text(LOG, encoding="utf-8")
    return tmp_path / "main.beancount"


def owed(path, named):
    """Per party what is open, and per document."""
    books = load(path)
    assert [e.message for e in books.errors] == []
    subledger = books.subledger(Side.RECEIVABLE, date.max)
    parties, documents = Counter(), {}
    for document in subledger.open_documents:
        party = named.get(document.party, document.party)
        parties[party] += document.open
        documents[document.number] = (party, document.open)
    return dict(parties), documents


def test_a_renamed_client_owes_what_it_owed(main):
    before = owed(main, {"acme": "acme-italy"})
    rename_client(load(main), "acme", "acme-italy").write()
    assert owed(main, {}) == before
    assert (
        (main.parent / "log.beancount").read_text("utf-8")
        == """\
2026-01-01 custom "activity" "acme-italy" "call" "acme"
2026-01-01 custom "task" "acme" "Call them"
  client: "acme-italy"
2026-01-01 custom "target" "client" "acme-italy" "revenue" "yearly" 5 EUR
"""
    )
    text = main.read_text("utf-8")
    assert '"acme-italy" "Acme, S.r.l."  ; "acme"\n  aliases: "acme"\n' in text
    assert '* "ACME SRL" "acme" ^INV-1' in text


def test_a_merged_client_owes_the_sum(main):
    before = owed(main, {"acme-usa": "acme"})
    merge_clients(load(main), "acme-usa", "acme", keep="into").write()
    assert owed(main, {}) == before
    books = load(main)
    party = books.directory.as_of(PartyRole.CLIENT, "acme", date.max)
    assert party.payment_terms == "net 30"
    assert party.text("country") == "US"
    assert party.name == "Acme, S.r.l."


def test_two_clients_merge_the_other_way_round(main):
    before = owed(main, {"acme": "acme-usa"})
    merge_clients(load(main), "acme", "acme-usa", keep="from").write()
    assert owed(main, {}) == before
    assert "net 60" not in main.read_text("utf-8")
    assert "parent" not in main.read_text("utf-8")


def test_where_they_differ_somebody_says_whose_stay(main):
    with pytest.raises(UsageError, match="net 60 of acme-usa, net 30 of acme"):
        merge_clients(load(main), "acme-usa", "acme")


def test_an_id_that_is_taken_or_none_is_refused(main):
    books = load(main)
    with pytest.raises(UsageError, match="client merge acme acme-usa"):
        rename_client(books, "acme", "acme-usa")
    with pytest.raises(UsageError, match=r'is no client id.*"acme-it"'):
        rename_client(books, "acme", "Acme It")
