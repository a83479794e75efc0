"""A book whose figures were worked by hand, from its first to its last.

As at 30 November 2025. Rossi was invoiced 5,000 and 4,000 and credited 1,000; 1,500 of
work was bought for it; it owes 4,880 - 1,220 since 30 October. Nord was invoiced 2,000.
The credit note has a tag and a link, but no `credit-note:`.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledgerkit.api import load

D = Decimal
DAY = date(2025, 11, 30)


@pytest.fixture(scope="module")
def aurora():
    books = load(Path(__file__).parent / "example_ledger.beancount")
    assert [error.message for error in books.errors] == []
    return books


def by_id(table, key="party"):
    return {row[key]: row for row in table.to_dicts()}


def test_what_the_postings_alone_say(aurora):
    rows = by_id(aurora.client_measures(as_of=DAY))
    rossi, nord = rows["rossi"], rows["nord"]
    # 5,000 + 4,000 - 1,000, and less 1,500.
    assert (rossi["revenue"], rossi["margin"]) == (8000, 6500)
    assert (nord["revenue"], nord["margin"]) == (2000, None)
    # On 28 April for the 30th; on 5 June for the 9th.
    assert (rossi["days_late"], nord["days_late"]) == (-2, -4)
    # 1,000 of 9,000.
    measures = aurora.clients_read.measures(DAY)["rossi"]
    assert (measures.credited, measures.gross) == (1000, 9000)
    assert rossi["dispute_rate"] == D("11.1")


def test_what_is_owed_and_since_when(aurora):
    (row,) = aurora.open_items(as_of=DAY).to_dicts()
    assert (row["number"], row["open"], row["days_late"]) == ("inv-2025-003", 3660, 31)
    # Paid early, late now: a change for the worse that shows in no mean yet.
    health = by_id(aurora.health_of("rossi", as_of=DAY), "component")
    assert health["overdue"]["points"] == 0
    assert health["payments"]["points"] == 100


def test_eighty_and_twenty_percent(aurora):
    table = aurora.concentration(as_of=DAY)
    assert [(r["party"], r["percent"]) for r in table.to_dicts()] == [
        ("rossi", 80),
        ("nord", 20),
    ]
    assert table.notes[0].startswith("Herfindahl-Hirschman index: 6800 of 10,000")


def test_what_may_be_won_keeps_its_name_and_its_own_likelihood(aurora):
    (row,) = aurora.opportunities(as_of=DAY).to_dicts()
    assert (row["id"], row["opportunity"]) == ("opp-12", "Support renewal 2026")
    assert (row["amount"], row["weighted"]) == (12000, 4800)


def test_the_third_quarter_reached_four_fifths(aurora):
    rows = aurora.targets(as_of=date(2025, 9, 30)).to_dicts()
    found = next(row for row in rows if row["id"] == "gverdi")
    assert (found["target"], found["achieved"], found["attainment"]) == (5000, 4000, 80)
    # Four a year, and two came.
    team = next(row for row in rows if row["scope"] == "team")
    assert (team["id"], team["achieved"], team["attainment"]) == ("north", 2, 50)


def test_a_promoter_and_a_detractor_are_zero_of_two(aurora):
    found = aurora.relations_read.satisfaction(DAY)
    assert (found.nps, found.nps_answers) == (0, 2)


def test_nord_never_bought_support(aurora):
    rows = aurora.whitespace(as_of=DAY).to_dicts()
    empty = [
        (row["party"], account)
        for row in rows
        for account, amount in row.items()
        if account.startswith("Income:") and not amount
    ]
    assert empty == [("nord", "Income:Sales:Support")]


def test_what_is_due_nord_forgotten_and_a_contract_inside_its_notice(aurora):
    (contract,) = aurora.renewals(as_of=DAY).to_dicts()
    # Sixty days before 31 December.
    assert (contract["id"], contract["notice_from"]) == ("ctr-4", date(2025, 11, 1))
    assert contract["state"] == "inside notice"
    agenda = aurora.agenda(as_of=DAY).to_dicts()
    overdue = [(r["kind"], r["party"]) for r in agenda if r["when"] == "Overdue"]
    assert overdue == [("check-in", "nord"), ("renewal", "rossi"), ("task", "rossi")]
    # Since 1 February, where every 60 days were agreed.
    nord = aurora.relations_read.freshness("nord", DAY)
    assert (nord.last, nord.days, nord.cadence) == (None, 302, 60)
