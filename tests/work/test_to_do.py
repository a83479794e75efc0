"""What of hours is to be done or known: charged in time, costs counted, projects."""

from datetime import date
from decimal import Decimal

RECORDS = """
2026-01-01 custom "client" "rossi" "Rossi"
  hourly-rate: 80.00 EUR
2026-01-01 custom "client" "solari" "Solari"
  hourly-rate: 90.00 EUR
2026-01-01 custom "manager" "jli" "Jo Li"
  hourly-cost: 40.00 USD
2026-01-01 custom "project" "site" "Web site"
  client: "rossi"
  hourly-rate: 100.00 EUR
2026-01-01 custom "project" "own" "Our own site"
2026-01-10 custom "time" "h-1" "jli" "rossi" 1.5 "Workshop"
2026-02-05 custom "time" "h-2" "jli" "site" 2 "Pages"
2026-02-05 custom "time" "h-3" "jli" "solari" 1 "Call"
2026-02-06 custom "time" "h-4" "jli" "own" 3 "Logo"
"""


def to_charge(books, day):
    return [
        (row["party"], row["what"], row["amount"], row["why"])
        for row in books.today(as_of=day).to_dicts()
        if row["do"] == "write the invoice"
    ]


def test_work_that_waits_longer_than_thirty_days_is_to_be_charged(load):
    books = load(RECORDS)
    assert to_charge(books, date(2026, 2, 9)) == []
    assert to_charge(books, date(2026, 2, 10)) == [
        ("rossi", "3.5 hours", Decimal("320.00"), "not charged for 31 days")
    ]


def test_how_long_work_may_wait_is_a_setting(load):
    setting = '2026-01-01 custom "ledgerkit" "unbilled-after" 4\n'
    clients = [
        line[0] for line in to_charge(load(setting + RECORDS), date(2026, 2, 10))
    ]
    assert clients == ["rossi", "solari"]


def test_hours_that_cost_another_currency_are_named_below_the_profit(load):
    table = load(RECORDS).profitability(
        since=date(2026, 1, 1), as_of=date(2026, 2, 28), currency="EUR"
    )
    (note,) = table.notes[1:]
    assert note.startswith("4.5 hours of jli cost USD, and are charged in another")


def test_projects_are_listed_with_what_waits_of_each(load):
    rows = load(RECORDS).projects(as_of=date(2026, 2, 28)).to_dicts()
    assert [
        (r["project"], r["party"], r["hourly_rate"], r["hours"], r["unbilled"])
        for r in rows
    ] == [
        ("own", None, None, Decimal(3), None),
        ("site", "rossi", Decimal("100.00"), Decimal(2), Decimal("200.00")),
    ]
