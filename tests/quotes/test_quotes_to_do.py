"""What quotes ask for: on the agenda, today, in the forecast, and in queries."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.api import load
from ledgerkit.exporters.query import QueryResult, connect
from tests.conftest import ACCOUNTS

D = Decimal
BOOK = """
1970-01-01 custom "client" "acme" "Acme"
1970-01-01 custom "client" "beta" "Beta"
2026-03-01 custom "quote" "Q-1" "Site"
  client: "acme"
  valid-until: 2026-03-31
2026-03-01 custom "quote-line" "Q-1" "design"
  account: "Income:Services"
  amount: 900.00 EUR
2026-03-05 custom "quote" "Q-1"
  status: "sent"
2026-03-09 custom "activity" "acme" "call" "They like it"

2026-03-02 custom "quote" "Q-2" "Logo"
  client: "beta"
  deposit: 100.00 EUR
2026-03-02 custom "quote-line" "Q-2" "logo"
  account: "Income:Services"
  amount: 400.00 EUR
2026-03-03 custom "quote" "Q-2"
  status: "accepted"

2026-03-02 custom "quote" "Q-3" "Texts"
  client: "beta"
2026-03-02 custom "quote-line" "Q-3" "texts"
  account: "Income:Services"
  amount: 300.00 EUR
2026-03-04 custom "quote" "Q-3"
  status: "accepted"
2026-03-10 * "Beta" "Part" ^INV-1
  client: "beta"
  quote: "Q-3"
  Assets:Receivable   120.00 EUR
  Income:Services    -120.00 EUR

2026-03-02 custom "quote" "Q-4" "Photos"
  client: "beta"
2026-03-02 custom "quote-line" "Q-4" "photos"
  account: "Income:Services"
  amount: 50.00 EUR
2026-03-12 custom "quote" "Q-5" "Not sent"
  client: "beta"
2026-03-12 custom "quote-line" "Q-5" "plan"
  account: "Income:Services"
  amount: 60.00 EUR
2026-03-06 custom "quote" "Q-4"
  status: "declined"
  reason: "dear"
2026-03-20 * "Bank" "Start"
  Assets:Bank                1.00 EUR
  Equity:Opening-Balances   -1.00 EUR
"""
DAY = date(2026, 3, 20)


@pytest.fixture(scope="module")
def quoted(tmp_path_factory):
    path = tmp_path_factory.mktemp("quoted") / "main.beancount"
    path.write_text(ACCOUNTS + BOOK, encoding="utf-8")
    books = load(path)
    assert [error.message for error in books.errors] == []
    return books


def test_the_agenda_says_when_to_send_ask_and_invoice(quoted):
    rows = [
        (str(row["date"]), row["kind"], row["what"])
        for row in quoted.agenda(as_of=DAY).to_dicts()
    ]
    # Asked a week after the call, invoiced thirty days after the last invoice, and a
    # deposit at once.
    assert rows == [
        (
            "2026-03-03",
            "to invoice",
            "400.00 EUR of Q-2, first the deposit of 100.00 EUR without tax",
        ),
        ("2026-03-16", "quote", "ask about Q-1, sent on 2026-03-05: 900.00 EUR"),
        ("2026-03-19", "quote", "send Q-5: 60.00 EUR"),
        ("2026-03-31", "quote end", "Q-1 may be accepted until then: 900.00 EUR"),
        ("2026-04-09", "to invoice", "180.00 EUR of Q-3"),
    ]


def test_today_has_what_is_due_of_quotes(quoted):
    rows = quoted.today(as_of=DAY).to_dicts()
    said = [(row["do"], row["about"]) for row in rows if row["about"].startswith("Q-")]
    assert said == [
        ("write the invoice", "Q-2"),
        ("follow up", "Q-1"),
        ("follow up", "Q-5"),
    ]


def test_the_forecast_names_what_is_accepted_and_not_invoiced_apart(quoted):
    items = [
        (row["label"], row["amount"], row["day"])
        for row in quoted.forecast_items(as_of=DAY).to_dicts()
        if row["kind"] == "quote"
    ]
    assert items == [("Q-2", D("400.00"), None), ("Q-3", D("180.00"), None)]
    table = quoted.forecast(as_of=DAY)
    assert any(
        str(note).startswith(
            "Accepted and not invoiced, and so not counted on: 580.00 EUR, of Q-2"
            " 400.00, Q-3 180.00."
        )
        for note in table.notes
    )
    # Only the invoice of 120.00 and the euro at the bank are counted on.
    assert table.totals[0]["closing"] == D("121.00")


def test_quotes_can_be_queried(quoted):
    def quotes():
        return quoted.quotes(as_of=DAY, everything=True)

    connection = connect(quoted, {"quotes": quotes})
    result = QueryResult(
        connection, "SELECT status, sum(left) AS s FROM #quotes GROUP BY 1 ORDER BY 1"
    )
    assert result.to_csv().split() == [
        "status,s",
        "accepted,580.00",
        "declined,0.00",
        "draft,0.00",
        "sent,0.00",
    ]
