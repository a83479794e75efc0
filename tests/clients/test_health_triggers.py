"""Each reason to look at a client, at its boundary, worked out by hand."""

from datetime import date, timedelta

import pytest

from ledgerkit.clients.health.triggers import Cause


def triggers(books, day, client="acme"):
    """What is reason enough on a day, in words."""
    found = books.health_read.all(date.fromisoformat(day))[client]
    return [(trigger.cause, trigger.words) for trigger in found.triggers]


def test_overdue_for_more_than_60_days(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 * "Acme" "Design" ^INV-1
      due: 2025-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    sixty = date(2025, 1, 31) + timedelta(60)
    assert sixty.isoformat() == "2025-04-01"
    assert triggers(books, "2025-04-01") == []
    assert triggers(books, "2025-04-02") == [(Cause.OVERDUE, "overdue for 61 days")]


def test_silent_for_more_than_three_gaps(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 * "Acme" "Design"
      Assets:Bank   100.00 EUR
      Income:Services
    2025-01-01 * "Acme" "Design" ^INV-1
      due: 2025-12-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2025-01-11 * "Acme" "Design" ^INV-2
      due: 2025-12-31
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    # A gap of ten days: thirty of silence are three, thirty-one are more.
    assert triggers(books, "2025-02-10") == []
    silent = "silent for 3.1 of its own gaps"
    assert triggers(books, "2025-02-11") == [(Cause.RHYTHM, silent)]


def test_a_contract_inside_its_notice_while_no_opportunity_is_open(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 custom "contract" "c-1" "Upkeep"
      client: "acme"
      from: 2025-01-01
      until: 2025-12-31
      notice: "P30D"
    2025-12-10 custom "opportunity" "o-1" "Upkeep 2026"
      client: "acme"
      stage: "proposal"
    2025-12-20 custom "opportunity" "o-1"
      stage: "lost"
    2025-12-25 custom "contract" "c-2" "Upkeep 2026"
      client: "acme"
      from: 2026-01-01
      until: 2026-12-31
    """
    told = [(Cause.RENEWAL, "Upkeep: inside its notice, and no opportunity is open")]
    assert triggers(books, "2025-11-30") == []
    assert triggers(books, "2025-12-01") == told
    assert triggers(books, "2025-12-09") == told
    assert triggers(books, "2025-12-10") == []
    assert triggers(books, "2025-12-20") == told
    assert triggers(books, "2025-12-25") == []


@pytest.mark.parametrize(
    ("day", "cause"),
    [
        ("2025-03-01", True),  # NPS of 6 is a detractor's.
        ("2025-03-02", True),  # What was said on the day of the answer was before it.
        ("2025-03-05", False),  # Spoken with.
        ("2025-04-01", False),  # NPS of 7 is passive.
        ("2025-05-01", True),  # 2 of 5.
        ("2025-06-01", False),  # 3 of 5.
    ],
)
def test_a_bad_answer_that_nobody_spoke_with_it_since(books, day, cause):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-03-01 custom "activity" "acme" "call" "Asked them"
    2025-03-01 custom "survey" "acme" "nps" 6
    2025-03-05 custom "activity" "acme" "call" "What is wrong?"
    2025-04-01 custom "survey" "acme" "nps" 7
    2025-05-01 custom "survey" "acme" "csat" 2
    2025-06-01 custom "survey" "acme" "csat" 3
    """
    found = triggers(books, day)
    assert [one for one, _words in found] == ([Cause.SURVEY] if cause else [])
    if day == "2025-03-01":
        words = "answered 6 of 10 on 2025-03-01, and nobody spoke with it since"
        assert found[0][1] == words


def test_an_open_dispute_however_it_is_told_and_each_once(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-03-01 custom "case" "case-1" "Late again"
      client: "acme"
      kind: "dispute"
    2025-03-10 custom "case" "case-1"
      status: "resolved"
    2025-04-01 * "Acme" "Design" ^INV-1
      due: 2026-12-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2025-04-02 custom "case" "case-2" "Too dark"
      client: "acme"
      kind: "dispute"
      invoice: "INV-1"
    2025-04-03 custom "case" "case-2"
      status: "closed"
    2025-05-01 note Assets:Receivable "On the telephone" ^INV-1
      dispute: "too dark, they say"
    2025-05-02 note Assets:Receivable "They looked again" ^INV-1
      dispute-ended: "it isn't"
    2025-06-01 custom "case" "case-3" "Where is it?"
      client: "acme"
      kind: "request"
      invoice: "INV-1"
    2025-07-01 custom "case" "case-4" "Too loud"
      client: "acme"
      kind: "complaint"
    """
    told = Cause.DISPUTE
    assert triggers(books, "2025-03-01") == [(told, "open dispute case-1: Late again")]
    assert triggers(books, "2025-03-10") == []
    assert triggers(books, "2025-04-02") == [(told, "open dispute case-2: Too dark")]
    assert triggers(books, "2025-04-03") == []
    words = "open dispute about INV-1: too dark, they say"
    assert triggers(books, "2025-05-01") == [(told, words)]
    assert triggers(books, "2025-05-02") == []
    assert triggers(books, "2025-06-01") == []
    assert triggers(books, "2025-07-01") == []


def test_what_is_at_risk_leads_with_the_money_and_names_each_reason_once(books):
    """
    2024-01-01 custom "client" "acme" "Acme"
    2024-01-01 custom "client" "bolt" "Bolt"
    2024-01-01 custom "client" "cord" "Cord"
    2025-01-01 * "Acme" "Design" ^INV-1
      due: 2025-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2025-01-01 * "Bolt" "Design" ^INV-2
      due: 2025-01-31
      Assets:Receivable   900.00 EUR
      Income:Services
    2025-01-01 custom "case" "case-1" "Late"
      client: "bolt"
      kind: "dispute"
    2025-01-01 * "Cord" "Design"
      Assets:Bank         500.00 EUR
      Income:Services
    """
    day = date(2025, 4, 2)
    table = books.at_risk(as_of=day)
    found = [(row.cells["party"], row.cells["reasons"]) for row in table.rows]
    # Neither is the overdue share named, nor the open case counted, a second time.
    assert found == [
        ("bolt", "overdue for 61 days; open dispute case-1: Late"),
        ("acme", "overdue for 61 days"),
    ]
    counts = "Of 2: 2 overdue for more than 60 days, 1 with an open dispute."
    assert table.notes[0] == counts
    first = books.at_risk(as_of=day, limit=1)
    assert [row.cells["party"] for row in first.rows] == ["bolt"]
    assert first.notes[:2] == [
        "Shown are 1 of 2, by money at risk; the totals are of all.",
        counts,
    ]
    assert first.totals == table.totals
    assert table.totals[0]["revenue"] == 1000


def test_who_is_said_to_be_lost_is_at_risk_no_more(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-06-30 custom "client" "acme"
      status: "lost"
    2025-01-01 * "Acme" "Design" ^INV-1
      due: 2025-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    assert [r["party"] for r in books.at_risk(as_of=date(2025, 6, 29)).to_dicts()] == [
        "acme"
    ]
    assert books.at_risk(as_of=date(2025, 6, 30)).rows == []
