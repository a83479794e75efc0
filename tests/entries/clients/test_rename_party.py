"""A client's id changes everywhere, and what is owed stays."""

import re
import shutil
from collections import Counter
from datetime import date

import pytest
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.entries.clients.rename import merge_clients, rename_client
from ledgerkit.errors import UsageError
from ledgerkit.language.vocabulary import CUSTOM_TYPES, KEYS
from ledgerkit.language.word import On
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


#: What each place of a key needs around it; a custom directive needs its values.
_TEXT_ON = {
    On.TRANSACTION: '2026-02-01 * "x" "y"\n  {key}: "{id}"\n'
    "  Assets:Bank   1.00 EUR\n  Income:Services\n",
    On.POSTING: '2026-02-01 * "x" "y"\n  Assets:Bank   1.00 EUR\n    {key}: "{id}"\n'
    "  Income:Services\n",
    On.NOTE: '2026-02-01 note Assets:Bank "z"\n  {key}: "{id}"\n',
    On.DOCUMENT: '2026-02-01 document Assets:Bank "z.pdf"\n  {key}: "{id}"\n',
    On.OPEN: '2026-02-01 open Assets:Other\n  {key}: "{id}"\n',
}
PARTIES = [On.CLIENT, On.VENDOR]
KEYS_OF_PARTIES = [
    (key, on) for key in KEYS for on in key.on if not {*PARTIES}.isdisjoint(key.of)
]
VALUES_OF_PARTIES = [
    (custom_type, id_)
    for custom_type in CUSTOM_TYPES
    for id_ in custom_type.ids
    if id_.of in PARTIES
]


def _renamed_text(tmp_path, text, of):
    """The text after a party of that kind has another id."""
    main = tmp_path / "main.beancount"
    vendor = '2025-01-01 custom "vendor" "acme" "Acme"\n' * (of is On.VENDOR)
    head = f'include "other.ledger"\n2025-01-01 custom "client" "acme" "Acme"\n{vendor}'
    accounts = "".join(
        f"1970-01-01 open {account}\n" for account in ("Assets:Bank", "Income:Services")
    )
    main.write_text(head + accounts, encoding="utf-8")
    (tmp_path / "other.ledger").write_text(text, encoding="utf-8")
    (tmp_path / "z.pdf").write_text("")
    rename_client(load(main), "acme", "acme-new").write()
    return (tmp_path / "other.ledger").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "on"), KEYS_OF_PARTIES, ids=lambda value: getattr(value, "name", "")
)
def test_every_key_that_holds_a_partys_id_is_followed(key, on, tmp_path):
    form = _TEXT_ON.get(on, f'2026-02-01 custom "{on.value}" "one" "Two"\n')
    form += "" if "{key}" in form else '  {key}: "{id}"\n'
    text = form.format(key=key.name, id="acme")
    of = On.VENDOR if On.VENDOR in key.of else On.CLIENT
    assert _renamed_text(tmp_path, text, of) == form.format(key=key.name, id="acme-new")


@pytest.mark.parametrize(
    ("custom_type", "id_"),
    VALUES_OF_PARTIES,
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_value_that_is_a_partys_id_is_followed(custom_type, id_, tmp_path):
    words = ["one", "two", "three"][: id_.place]
    if id_.after:
        words[-1] = id_.after
    before = "".join(f' "{word}"' for word in words)
    form = f'2026-02-01 custom "{custom_type.name}"{before} "{{}}" "call"\n'
    text = _renamed_text(tmp_path, form.format("acme"), id_.of)
    # The directive that declares the party gets the old id as an alias, if need be.
    assert text.startswith(form.format("acme-new"))


def test_a_word_that_is_called_an_id_says_of_what():
    """Who adds a key or a directive can't forget the commands that follow ids."""
    unsaid = [
        key.name for key in KEYS if key.meaning.startswith("Id of") and not key.of
    ]
    assert unsaid == ["recurring", "payment-run"]  # What no command renames.
    kinds = {on.value.upper() for on in On}
    for custom_type in CUSTOM_TYPES:
        named = {*re.findall(r"\b[A-Z-]+\b", custom_type.values.partition(",")[0])}
        if named & kinds or custom_type.values.startswith("ID "):
            assert custom_type.ids or custom_type.name in NOT_RECORDS, custom_type


#: Directives with an id that no key of another refers to as one of a record.
NOT_RECORDS = {
    "tax-code", "recurring", "recurring-line", "price-index", "payment-run",
    "direct-debit",
    "bank-rule", "forecast-item",
}  # fmt: skip


@pytest.mark.parametrize("old", ["ortica", "solari", "zefiro", "granata"])
def test_the_sample_book_has_no_client_that_cannot_be_renamed(old, tmp_path):
    books = tmp_path / "agency"
    shutil.copytree(SAMPLE_BOOKS / "agency", books)
    main = books / "main.beancount"
    before = len(load(main).findings())
    rename_client(load(main), old, "somebody-else").write()
    renamed = load(main)
    assert renamed.errors == []
    assert len(renamed.findings()) == before
    kept = "".join(p.read_text("utf-8") for p in books.rglob("*.beancount"))
    assert f'"unpaid" "{old}"' not in kept


def test_a_merged_client_is_followed_into_a_scenario(main):
    scenario = '2026-01-01 custom "scenario" "bad" "unpaid" "acme-usa"\n'
    with (main.parent / "log.beancount").open("a") as log:
        log.write(scenario)
    merge_clients(load(main), "acme-usa", "acme", keep="into").write()
    text = (main.parent / "log.beancount").read_text("utf-8")
    assert '"unpaid" "acme"\n' in text
