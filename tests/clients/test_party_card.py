"""One party, whatever it is to us: its card and its line of time have both sides."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.books.clients.any_party import any_party_named
from ledgerkit.cli import main
from ledgerkit.entries.clients.rename import merge_clients, rename_client
from ledgerkit.errors import UsageError

DAY = date(2025, 12, 31)

BOTH = """
2025-01-01 custom "client" "serra" "Serra"
  payment-terms: "net 30"
  email: "it@serra.example"
2025-01-01 custom "vendor" "serra" "Serra"
  payment-terms: "net 60"
  email: "it@serra.example"
  iban: "IT60X0542811101000000123456"
2025-11-03 * "Serra" "Website" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services    -100.00 EUR
2025-11-05 * "Serra" "Prints" ^B-1
  due: 2026-01-05
  Liabilities:Payable  -40.00 EUR
  Expenses:Supplies     40.00 EUR
2025-11-20 * "Serra" "Transfer" ^B-1
  Liabilities:Payable   15.00 EUR
  Assets:Bank          -15.00 EUR
2025-12-10 note Assets:Receivable "First letter" ^INV-1
  reminder: 1
2025-12-12 note Assets:Receivable "They found a fault" ^INV-1
  dispute: "A fault"
2025-12-01 custom "task" "t-1" "Call about the prints"
  client: "serra"
  due: 2025-12-05
2025-12-04 custom "task" "t-1"
  status: "completed"
2025-12-03 custom "activity" "serra" "call" "Asked for a discount"
2025-12-06 custom "case" "case-1" "Wrong colours"
  client: "serra"
"""


@pytest.fixture
def ledger_of(tmp_path):
    """Books of a text, with the usual accounts opened."""

    def load_text(text):
        path = tmp_path / "main.beancount"
        path.write_text(f"{ACCOUNTS}\n{text}", encoding="utf-8")
        return load(path)

    load_text.paths = [tmp_path / "main.beancount"]
    return load_text


def lines_of(card, part):
    return {r["what"]: r for r in card.to_dicts() if r["part"] == part}


def test_a_client_that_is_a_vendor_has_the_money_of_both_sides(ledger_of):
    card = ledger_of(BOTH).party_card("serra", as_of=DAY)
    assert lines_of(card, "money")["open"]["amount"] == Decimal("100.00")
    # Due on 3 December, 28 days ago.
    assert lines_of(card, "money")["overdue"]["value"] == "up to 28 days"
    assert lines_of(card, "what we owe")["open"]["amount"] == Decimal("25.00")
    assert "overdue" not in lines_of(card, "what we owe")


def test_what_both_records_say_alike_stands_once(ledger_of):
    card = ledger_of(BOTH).party_card("serra", as_of=DAY)
    assert lines_of(card, "terms")["payment-terms"]["value"] == "net 30"
    as_vendor = {k: r["value"] for k, r in lines_of(card, "terms as vendor").items()}
    assert as_vendor == {
        "payment-terms": "net 60",
        "iban": "IT60X0542811101000000123456",
    }


def test_one_line_of_time_has_documents_payments_talks_tasks_and_letters(ledger_of):
    rows = ledger_of(BOTH).party_timeline("serra", as_of=DAY).to_dicts()
    assert [(str(r["date"])[5:], r["kind"], r["amount"]) for r in rows] == [
        ("12-12", "dispute", None),
        ("12-10", "reminder", None),
        ("12-06", "case", None),
        ("12-04", "task", None),
        ("12-03", "call", None),
        ("12-01", "task", None),
        ("11-20", "payment made", Decimal("-15.00")),
        ("11-05", "bill", Decimal("40.00")),
        ("11-03", "invoice", Decimal("100.00")),
    ]


def test_a_vendor_alone_has_a_card_with_its_iban_and_no_health(ledger_of):
    books = ledger_of("""
2025-01-01 custom "vendor" "druck" "Druck GmbH"
  iban: "DE89370400440532013000"
2025-11-05 * "Druck GmbH" "Prints" ^B-1
  due: 2025-11-25
  Liabilities:Payable  -40.00 EUR
  Expenses:Supplies     40.00 EUR
""")
    card = books.party_card("druck", as_of=DAY)
    assert {r["part"] for r in card.to_dicts()} == {"terms", "what we owe"}
    assert lines_of(card, "terms")["iban"]["value"] == "DE89370400440532013000"
    assert lines_of(card, "what we owe")["overdue"]["value"] == "up to 36 days"


SILENT = """
2024-01-01 custom "client" "acme" "Acme"
  status: "active"
2024-11-20 * "Acme" "One" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services    -100.00 EUR
2025-01-20 * "Acme" "Two" ^INV-2
  Assets:Receivable   100.00 EUR
  Income:Services    -100.00 EUR
2024-11-20 * "Acme" "Paid" ^INV-1
  Assets:Bank         100.00 EUR
  Assets:Receivable  -100.00 EUR
2025-01-20 * "Acme" "Paid" ^INV-2
  Assets:Bank         100.00 EUR
  Assets:Receivable  -100.00 EUR
"""


def test_who_bought_nothing_for_long_is_silent_and_never_green(ledger_of):
    """By points alone it would be green: it pays in time, and disputes nothing."""
    books = ledger_of(SILENT + '1970-01-01 custom "ledgerkit" "lost-after-gaps" 1\n')
    day = date(2025, 5, 1)
    (row,) = books.client_list(as_of=day).to_dicts()
    assert row["status"] == "silent"
    (health,) = books.health(as_of=day).to_dicts()
    assert (health["health"] >= 75, health["band"]) == (True, "amber")
    # The warning sign is three gaps, and it is silent for less than two.
    assert not books.at_risk(as_of=day).to_dicts()


def test_who_has_left_has_no_health(ledger_of):
    books = ledger_of(f'{SILENT}2025-03-01 custom "client" "acme"\n  status: "lost"\n')
    (row,) = books.client_list(as_of=DAY).to_dicts()
    assert (row["status"], row["health"]) == ("lost", None)
    assert books.health(as_of=DAY).rows == []
    # The day before it left, it was there.
    assert books.health(as_of=date(2025, 2, 28)).rows


def test_no_client_is_green_and_silent_or_lost():
    for name in ("agency", "shop", "existing_ledger"):
        books = load(SAMPLE_BOOKS / name / "main.beancount")
        for month in range(1, 13):
            day = date(2025, month, 28)
            bands = {r["party"]: r["band"] for r in books.health(as_of=day).to_dicts()}
            for row in books.client_list(as_of=day).to_dicts():
                if row["status"] in {"silent", "lost"}:
                    assert bands.get(row["party"]) != "green"


def test_satisfaction_is_said_with_how_many_people_answered(ledger_of):
    books = ledger_of("""
2025-10-01 custom "survey" "acme" "nps" 6
2025-10-01 custom "survey" "bolt" "nps" 10
2025-10-02 custom "survey" "bolt" "nps" 9
  contact: "x"
""")
    rows = {
        r["name"]: (r["nps"], r["nps_answers"])
        for r in books.satisfaction(as_of=DAY).to_dicts()
    }
    # Two of three are promoters, and one is a detractor.
    assert rows == {
        "The company": (Decimal("33.3"), 3),
        "acme": (-100, 1),
        "bolt": (100, 2),
    }
    line = lines_of(books.party_card("acme", as_of=DAY), "relation")["NPS"]
    assert (line["value"], line["note"]) == ("-100", "of 1 answer")


def test_a_party_is_found_as_client_or_vendor(ledger_of):
    source = ledger_of(
        BOTH.replace('"client" "serra" "Serra"', '"client" "a" "A"')
    ).source
    assert any_party_named(source, "SERRA") == "serra"
    assert any_party_named(source, "A") == "a"
    with pytest.raises(UsageError, match="did you mean"):
        any_party_named(source, "serro")


SHARED = """
2025-01-01 custom "client" "rossi" "Rossi"
  tier: "key"
2025-01-01 custom "client" "nord" "Nord"
2025-01-02 custom "contact" "anna" "Anna Bianchi"
  client: "rossi, nord"
  role: "decision-maker"
  email: "anna@rossi.example"
"""


def test_a_contact_may_be_at_several_clients(ledger_of):
    books = ledger_of(SHARED)
    for client in ("rossi", "nord"):
        (person, *_missing) = books.key_players(client, as_of=DAY).to_dicts()
        assert person["person"] == "Anna Bianchi"
    unknown = ledger_of(SHARED.replace("rossi, nord", "rossi, nrd"))
    (found,) = [f for f in unknown.findings() if "nrd" in f.message]
    assert found.message.startswith('contact anna: client "nrd" is not declared')


def test_who_is_renamed_or_merged_is_so_in_the_list_of_a_contact_too(ledger_of):
    books = ledger_of(SHARED)
    [file] = rename_client(books, "nord", "sued").changed
    text = rename_client(books, "nord", "sued").new_text(file)
    assert 'client: "rossi, sued"' in text
    merged = merge_clients(books, "nord", "rossi")
    assert 'client: "rossi"\n' in merged.new_text(file)


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ("client, id FROM #contacts ORDER BY client", ["nord,anna", "rossi,anna"]),
        ("id, status FROM #tasks", ["t-1,completed"]),
        ("id, amount, amount_currency FROM #opportunities", ["o-1,12000.00,EUR"]),
        ("id, from_day, until FROM #contracts", ["c-1,2025-01-01,2025-12-31"]),
        ("day, client, kind, contact FROM #activities", ["2025-03-01,rossi,call,anna"]),
        ("scope, id, number, currency FROM #targets", ["client,rossi,500,EUR"]),
        ("party, score FROM #surveys", ["rossi,9"]),
        ("id, client_goal FROM #plans", ["p-1,Fewer stops"]),
        ("id, target FROM #milestones", ["m-1,100.00 EUR"]),
        ("id, kind FROM #cases", ["case-1,request"]),
        ("id, team FROM #managers", ["gv,north"]),
    ],
)
def test_every_record_of_a_relation_can_be_queried(ledger_of, wanted, rows):
    ledger_of(f"""{SHARED}
2025-01-01 custom "manager" "gv" "Giulia"
  team: "north"
2025-02-01 custom "task" "t-1" "Call"
  client: "rossi"
2025-02-05 custom "task" "t-1"
  completed: 2025-02-05
2025-02-01 custom "opportunity" "o-1" "More"
  client: "rossi"
  amount: 12000 EUR
2025-02-01 custom "contract" "c-1" "Support"
  client: "rossi"
  from: 2025-01-01
  until: 2025-12-31
2025-03-01 custom "activity" "rossi" "call" "Hello"
  contact: "anna"
2025-01-01 custom "target" "client" "rossi" "revenue" "yearly" 500 EUR
2025-03-01 custom "survey" "rossi" "nps" 9
2025-01-01 custom "plan" "p-1" "Rossi 2025"
  client: "rossi"
  client-goal: "Fewer stops"
2025-01-01 custom "milestone" "m-1" "Sales"
  plan: "p-1"
  target: 100.00 EUR
2025-01-01 custom "case" "case-1" "A wish"
  client: "rossi"
  kind: "request"
""")
    (path,) = ledger_of.paths
    asked = CliRunner().invoke(
        main,
        [
            "query",
            f"SELECT {wanted}",
            str(path),
            "--as-of",
            "2025-12-31",
            "--format",
            "csv",
        ],
    )
    assert asked.output.replace("\r", "").splitlines()[1:] == rows
