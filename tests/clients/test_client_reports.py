"""What the reports on one client say: how it pays, what it buys, who is there."""

from datetime import date
from decimal import Decimal

from ledgerkit import load

DAY = date(2025, 6, 30)


def test_each_invoice_is_early_on_time_late_or_not_yet_paid(books):
    """
    2025-01-10 * "Acme" "One" ^I-1
      due: 2025-02-10
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-02-08 * "Acme" "Pays" ^I-1
      Assets:Bank   100.00 EUR
      Assets:Receivable

    2025-02-10 * "Acme" "Two" ^I-2
      due: 2025-03-10
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-03-09 * "Acme" "Pays half" ^I-2
      Assets:Bank   50.00 EUR
      Assets:Receivable

    2025-03-14 * "Acme" "Pays the rest" ^I-2
      Assets:Bank   50.00 EUR
      Assets:Receivable

    2025-03-10 * "Acme" "Three" ^I-3
      due: 2025-04-10
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-04-10 * "Acme" "Pays" ^I-3
      Assets:Bank   100.00 EUR
      Assets:Receivable

    2025-04-01 * "Acme" "Four" ^I-4
      due: 2025-06-20
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-06-01 * "Acme" "Five" ^I-5
      due: 2025-07-20
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-06-02 * "Acme" "Six" ^I-6
      due: 2025-07-20
      Assets:Receivable   100.00 EUR
      Income:Services

    2025-06-03 * "Acme" "Six, taken back" ^I-6
      credit-note: "CN-1"
      Income:Services   100.00 EUR
      Assets:Receivable
    """
    table = books.payment_history("Acme", as_of=DAY)
    assert [
        (r["number"], r["behaviour"], r["days_late"], r["paid"])
        for r in table.to_dicts()
    ] == [
        ("I-1", "early", -2, date(2025, 2, 8)),
        ("I-2", "late", 4, date(2025, 3, 14)),
        ("I-3", "on time", 0, date(2025, 4, 10)),
        ("I-4", "overdue", 10, None),
        ("I-5", "not yet due", None, None),
        ("I-6", "otherwise", None, None),
    ]
    assert table.notes[0] == "Of 3 paid: 1 early, 1 on the day, 1 late."


def test_revenue_by_month_sums_to_the_income_accounts(books):
    """
    2024-01-01 open Income:Licences
    2024-01-01 open Liabilities:VAT

    2024-05-10 * "Acme" "Long ago" ^I-0
      Assets:Receivable   61.00 EUR
      Income:Services    -50.00 EUR
      Liabilities:VAT

    2025-05-10 * "Acme" "Design" ^I-1
      Assets:Receivable   122.00 EUR
      Income:Services    -100.00 EUR
      Liabilities:VAT

    2025-06-10 * "Acme" "A book" ^I-2
      Assets:Receivable   30.00 EUR
      Income:Licences
    """
    table = books.client_revenue("Acme", as_of=DAY)
    rows = table.to_dicts()
    assert [r["month"] for r in (rows[0], rows[-1])] == ["2024-07", "2025-06"]
    assert rows[-2]["revenue"] == Decimal(100)
    assert rows[-2]["year_before"] == Decimal(50)
    assert rows[-2]["Income:Licences"] is None
    [total] = table.totals
    assert total["revenue"] == Decimal(130)
    assert total["Income:Services"] + total["Income:Licences"] == total["revenue"]


def test_who_reports_to_somebody_stands_below(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 custom "contact" "zoe" "Zoe"
      client: "acme"
      role: "decision-maker"
    2025-01-01 custom "contact" "ann" "Ann"
      client: "acme"
      reports-to: "zoe"
      tel-cell: "+39 1"
    2025-01-01 custom "contact" "bob" "Bob"
      client: "acme"
      reports-to: "ann"
    2025-01-01 custom "contact" "old" "Old"
      client: "acme"
      left: 2025-03-01
    2025-01-01 custom "contact" "x" "X"
      client: "acme"
      reports-to: "y"
    2025-01-01 custom "contact" "y" "Y"
      client: "acme"
      reports-to: "x"
    2025-05-05 custom "activity" "acme" "call" "Hello"
      contact: "ann"
    """
    table = books.key_players("acme", as_of=DAY)
    assert [(r.level, r.cells["person"]) for r in table.rows] == [
        (0, "Zoe"),
        (1, "Ann"),
        (2, "Bob"),
        (0, "X"),
        (1, "Y"),
        (0, "(nobody)"),
        (0, "(nobody)"),
        (0, "Old"),
    ]
    assert [r["role"] for r in table.to_dicts()][5:7] == [
        "executive-sponsor",
        "champion",
    ]
    ann = table.to_dicts()[1]
    assert (ann["tel"], ann["last_contact"]) == ("+39 1", date(2025, 5, 5))


def test_the_grid_has_every_client_once_and_all_revenue(agency):
    day = date(2025, 12, 31)
    grid, scores = agency.rfm_grid(as_of=day), agency.rfm(as_of=day)
    assert sum(r["clients"] for r in grid.to_dicts()) == len(scores.rows)
    assert sum(r["revenue"] for r in grid.to_dicts()) == sum(
        r["revenue"] for r in scores.to_dicts()
    )
    for cell in grid.to_dicts():
        listed = agency.client_list(as_of=day, rfm=cell["rfm"])
        assert ", ".join(r["name"] for r in listed.to_dicts()) == cell["names"]


def test_the_win_rate_of_a_stage_is_of_all_that_ever_were_in_it(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 custom "opportunity" "o-1" "One"
      client: "acme"
      stage: "proposal"
    2025-02-01 custom "opportunity" "o-1"
      stage: "negotiation"
    2025-03-01 custom "opportunity" "o-1"
      stage: "won"
    2025-01-01 custom "opportunity" "o-2" "Two"
      client: "acme"
      stage: "proposal"
    2025-03-01 custom "opportunity" "o-2"
      stage: "lost"
    2025-01-01 custom "opportunity" "o-3" "Three"
      client: "acme"
      stage: "proposal"
    """
    rows = books.win_rates(as_of=DAY, by="stage").to_dicts()
    assert [(r["group"], r["won"], r["lost"]) for r in rows] == [
        ("proposal", 1, 1),
        ("negotiation", 1, 0),
        ("all", 1, 1),
    ]


def test_targets_stand_below_the_team_and_manager_they_are_part_of(books):
    """
    2025-01-01 custom "manager" "anna" "Anna"
      team: "north"
    2025-01-01 custom "manager" "bruno" "Bruno"
    2025-01-01 custom "client" "acme" "Acme"
      manager: "anna"
    2025-01-01 custom "client" "nord" "Nord"
    2025-01-01 custom "target" "client" "acme" "revenue" "yearly" 10 EUR
    2025-01-01 custom "target" "client" "nord" "revenue" "yearly" 10 EUR
    2025-01-01 custom "target" "manager" "bruno" "revenue" "quarterly" 20 EUR
    2025-01-01 custom "target" "manager" "anna" "revenue" "quarterly" 20 EUR
    2025-01-01 custom "target" "team" "north" "revenue" "yearly" 30 EUR
    2025-01-01 custom "target" "company" "revenue" "yearly" 40 EUR
    2025-01-01 custom "target" "client" "acme" "new-clients" "yearly" 1

    2025-02-01 * "Acme" "One" ^I-1
      Assets:Receivable   5.00 EUR
      Income:Services
    """
    rows = books.targets(as_of=DAY).rows
    assert [(r.level, r.cells["scope"], r.cells["id"]) for r in rows] == [
        (0, "company", None),
        (1, "team", "north"),
        (2, "manager", "anna"),
        (2, "manager", "anna"),  # Over the year, to sum to the company's.
        (3, "client", "acme"),
        (1, "manager", "bruno"),
        (1, "client", "nord"),
        (0, "client", "acme"),
    ]


def test_no_cause_of_a_risk_is_named_twice(agency):
    for row in agency.at_risk(as_of=date(2025, 12, 31)).to_dicts():
        assert row["reasons"].count("overdue") <= 1
        assert row["reasons"].count("silent") <= 1
        assert "more than the year before" not in row["reasons"]


def test_what_is_to_be_copied_can_be_read_back(books, tmp_path):
    """
    2025-01-01 custom "manager" "anna" "Anna"
    2025-01-01 custom "client" "acme" "Acme"
      manager: "anna"
    2025-01-01 custom "contact" "zoe" "Zoe"
      client: "acme"
    2025-01-01 custom "task" "t-7" "Call"
      client: "acme"

    2025-02-01 * "Nord \\"GmbH\\"" "One" ^I-1
      Assets:Receivable   5.00 EUR
      Income:Services
    """
    found = books.client_snippets("acme", as_of=DAY)
    assert 'custom "task" "t-8"' in found[2].text
    copied = tmp_path / "copied.beancount"
    base = 'custom "client" "acme" "Acme"\n2025-01-01 custom "manager" "anna" "A"\n'
    people = '2025-01-01 custom "contact" "zoe" "Zoe"\n  client: "acme"\n'
    texts = "\n".join(snippet.text for snippet in found)
    copied.write_text(f"2025-01-01 {base}{people}{texts}")
    again = load(copied)
    assert not again.errors
    assert [f.message for f in again.findings() if not f.advice] == []

    [nord] = books.client_snippets('Nord "GmbH"', as_of=DAY)
    assert nord.label == "Declare the client"
    assert '"Nord \\"GmbH\\""' in nord.text
