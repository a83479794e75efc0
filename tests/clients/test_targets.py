"""Targets against examples worked by hand, and what holds whoever is in charge."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.clients.measures.target import Achievement, attainments, by_manager
from ledgerkit.clients.records.record import Target
from ledgerkit.errors import Place

D = Decimal


def target(number, since, interval="quarterly", **whose):
    return Target(
        since=since,
        scope=whose.get("scope", "company"),
        id=whose.get("id", ""),
        measure="revenue",
        interval=interval,
        number=D(number),
        currency="EUR",
        place=Place("book", 1),
    )


def sold(day, number, manager="", team=""):
    return Achievement(day, "revenue", D(number), "a", manager, team)


def test_pace_is_attainment_over_the_share_of_the_period_gone():
    # The third quarter has 92 days; on 15 August 46 of them are over.
    found = attainments(
        [target(5000, date(2025, 1, 1))],
        [sold(date(2025, 7, 1), 2000), sold(date(2025, 6, 30), 999)],
        date(2025, 8, 15),
        pipeline=[
            (sold(date(2025, 9, 1), 3000), D("0.5")),
            (sold(date(2025, 10, 1), 9999), D("0.5")),
        ],
    )[0]
    assert (found.goal, found.achieved, found.gone) == (5000, 2000, D("0.5"))
    assert (found.share, found.pace, found.forecast) == (D("0.4"), D("0.8"), 3500)


def test_a_target_holds_until_the_next_and_each_counts_for_its_days():
    changed = [
        target(300, date(2025, 1, 1), "monthly"),
        target(600, date(2025, 6, 16), "monthly"),
    ]
    assert attainments(changed, [], date(2025, 6, 20))[0].goal == 450
    assert attainments(changed, [], date(2025, 7, 20))[0].goal == 600
    year = attainments(changed, [], date(2025, 7, 20), interval="yearly")[0]
    assert year.goal == 5 * 300 + 450 + 6 * 600


def test_a_target_that_begins_on_the_way_counts_from_then():
    late = [target(100, date(2025, 4, 11), "monthly")]
    early = [sold(date(2025, 4, 10), 50), sold(date(2025, 4, 11), 50)]
    found = attainments(late, early, date(2025, 4, 30))[0]
    assert found.achieved == 50
    assert round(found.goal, 2) == D("66.67")


SALES = st.lists(
    st.builds(
        sold,
        st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        st.decimals(-100, 100, places=2),
        st.sampled_from(["", "anna", "bruno"]),
    )
)


@given(SALES)
def test_managers_and_nobody_sum_to_the_company(sales):
    scopes = [
        target(1, date(2025, 1, 1), "yearly"),
        *(
            target(1, date(2025, 1, 1), "yearly", scope="manager", id=id_)
            for id_ in ("anna", "bruno")
        ),
    ]
    company, *managers = attainments(scopes, sales, date(2025, 12, 31))
    nobody = by_manager(sales).get("", 0)
    assert sum(m.achieved for m in managers) + nobody == company.achieved


@pytest.fixture
def rows(books):
    table = books.targets(as_of=date(2025, 6, 30))
    return {(r["scope"], r["id"], r["measure"]): r for r in table.to_dicts()}


def test_who_was_in_charge_on_the_day_is_credited(rows):
    """
    2025-01-01 custom "manager" "anna" "Anna"
      team: "north"
    2025-01-01 custom "manager" "bruno" "Bruno"
    2025-01-01 custom "client" "acme" "Acme"
      manager: "anna"
    2025-03-01 custom "client" "acme"
      manager: "bruno"
    2025-01-01 custom "target" "company" "revenue" "yearly" 1000 USD
    2025-01-01 custom "target" "company" "cash" "yearly" 1000 USD
    2025-01-01 custom "target" "team" "north" "revenue" "yearly" 200 USD
    2025-01-01 custom "target" "manager" "anna" "cash" "yearly" 100 USD
    2025-01-01 custom "target" "manager" "anna" "new-clients" "yearly" 2
    2025-01-01 custom "target" "client" "acme" "revenue" "yearly" 400 USD

    2025-02-01 * "Acme" "Invoice" ^i-1
      Assets:Receivable  100 USD
      Income:Services

    2025-04-01 * "Acme" "Payment" ^i-1
      Assets:Bank  100 USD
      Assets:Receivable

    2025-05-01 * "Acme" "Invoice" ^i-2
      Assets:Receivable  200 USD
      Income:Services

    2025-06-01 * "Nord" "Invoice" ^i-3
      Assets:Receivable  30 USD
      Income:Services
    """
    achieved = {key: row["achieved"] for key, row in rows.items()}
    assert achieved == {
        ("company", None, "revenue"): 330,
        ("company", None, "cash"): 100,
        ("team", "north", "revenue"): 100,
        ("manager", "anna", "cash"): 0,
        ("manager", "anna", "new-clients"): 1,
        ("manager", "anna", "revenue"): 100,
        ("manager", "bruno", "revenue"): 200,
        ("manager", None, "revenue"): 30,
        ("manager", "bruno", "cash"): 100,
        ("client", "acme", "revenue"): 300,
    }


def test_before_somebody_was_in_charge_nobody_is_credited(rows):
    """
    2025-03-01 custom "manager" "anna" "Anna"
      team: "north"
    2025-03-01 custom "client" "acme" "Acme"
      manager: "anna"
    2025-01-01 custom "target" "company" "revenue" "yearly" 1000 USD
    2025-01-01 custom "target" "team" "north" "revenue" "yearly" 1000 USD

    2025-02-28 * "Acme" "Invoice" ^i-1
      Assets:Receivable  100 USD
      Income:Services

    2025-03-01 * "Acme" "Invoice" ^i-2
      Assets:Receivable  20 USD
      Income:Services
    """
    achieved = {key: row["achieved"] for key, row in rows.items()}
    assert achieved == {
        ("company", None, "revenue"): 120,
        ("team", "north", "revenue"): 20,
        ("manager", "anna", "revenue"): 20,
        ("manager", None, "revenue"): 100,
    }


def test_what_may_yet_come_is_credited_to_who_is_in_charge_today(rows):
    """
    2025-01-01 custom "client" "acme" "Acme"
      manager: "anna"
    2025-07-01 custom "client" "acme"
      manager: "bruno"
    2025-01-01 custom "target" "manager" "anna" "revenue" "yearly" 1000 EUR
    2025-01-01 custom "opportunity" "o-1" "Shop"
      client: "acme"
      stage: "proposal"
      amount: 600 EUR
      close-date: 2025-09-30

    2025-05-01 * "Acme" "Invoice" ^i-1
      Assets:Receivable  50 EUR
      Income:Services
    """
    (row,) = rows.values()
    assert (row["achieved"], row["forecast"]) == (50, 350)


def test_a_book_without_a_sale_yet_has_its_targets(books):
    """
    option "operating_currency" "EUR"
    2025-01-01 custom "target" "company" "revenue" "yearly" 1000 EUR
    """
    table = books.targets(as_of=date(2025, 6, 30))
    assert [row["target"] for row in table.to_dicts()] == [1000]
    assert not any("left out" in note for note in table.notes)


def test_pipeline_cover_is_what_is_open_over_what_is_still_to_make(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
      wallet: 4000.00 EUR
    2025-01-01 custom "target" "company" "revenue" "yearly" 3000 EUR
    2025-02-01 * "Acme" "Shop" ^INV-1
      client: "acme"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR
    2025-02-01 custom "opportunity" "o-1" "More"
      client: "acme"
      stage: "proposal"
      amount: 3000.00 EUR
      close-date: 2025-10-01
    2025-02-01 custom "opportunity" "o-2" "Next year's"
      client: "acme"
      stage: "proposal"
      amount: 9000.00 EUR
      close-date: 2026-10-01
    2025-02-01 custom "opportunity" "o-3" "Won"
      client: "acme"
      stage: "won"
      amount: 500.00 EUR
      close-date: 2025-10-01
    """
    row = books.targets(as_of=date(2025, 6, 30)).to_dicts()[0]
    # 3,000.00 are open, half likely; 2,000.00 are still to make.
    assert (row["coverage"], row["forecast"]) == (D("1.5"), 2500)
    (card,) = (
        row
        for row in books.party_card("acme", as_of=date(2025, 6, 30)).to_dicts()
        if row["what"] == "share of wallet"
    )
    assert (card["value"], card["amount"]) == ("25.0 %", 4000)
    (measured,) = books.client_measures(as_of=date(2025, 6, 30)).to_dicts()
    assert measured["wallet_share"] == 25
