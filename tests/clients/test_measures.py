"""Each formula against an example that was worked by hand, or published."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.clients.measures.concentration import (
    head_of_group,
    measure_concentration,
)
from ledgerkit.clients.measures.measures import measure_clients, simple_lifetime_value
from ledgerkit.clients.measures.payment_behaviour import PaidPart, payment_behaviour
from ledgerkit.clients.measures.retention import measure_retention
from ledgerkit.clients.measures.rfm import Buying, quintiles, rfm_scores
from ledgerkit.clients.measures.rhythm import LossRule, rhythm
from ledgerkit.clients.measures.sales import Sale, SalesHistory, main_currency
from ledgerkit.clients.measures.year import Stretch, twelve_months

D = Decimal
DAY = date(2026, 6, 30)
AMOUNTS = st.decimals(-1000, 1000, places=2)
REVENUE = st.dictionaries(st.sampled_from("abcdefgh"), AMOUNTS)


def test_retention_counts_only_who_was_there_at_the_start():
    # A cohort of 100: a grows by 10, b shrinks by 20, c leaves with 30, d is new.
    # e was away in the year before, and f returned more than it bought.
    before = {"a": D(30), "b": D(40), "c": D(30), "e": D(0), "f": D(-5)}
    now = {"a": D(40), "b": D(20), "d": D(500), "e": D(70), "f": D(80)}
    found = measure_retention(before, now)
    assert (found.start, found.expansion, found.contraction, found.churned) == (
        100,
        10,
        20,
        30,
    )
    assert found.gross == D("0.5")
    assert found.net == D("0.6")
    assert found.logo == D(2) / 3


@given(REVENUE, REVENUE)
def test_gross_retention_is_the_part_that_stayed_and_never_above_one(before, now):
    found = measure_retention(before, now)
    start = {c: r for c, r in before.items() if r > 0}
    if start:
        kept = sum(min(max(now.get(c, D(0)), D(0)), r) for c, r in start.items())
        assert found.gross == kept / sum(start.values())
        assert 0 <= found.gross <= 1
        assert found.net >= found.gross
        assert 0 <= found.logo <= 1
    else:
        assert (found.gross, found.net, found.logo) == (None, None, None)


def test_two_clients_of_eighty_and_twenty_percent_have_an_index_of_6800():
    found = measure_concentration({"rossi": D(8000), "nord": D(2000)}, {})
    assert found.herfindahl == 6800
    assert found.top(1) == 80
    assert [(s.client, s.running_percent) for s in found.shares] == [
        ("rossi", 80),
        ("nord", 100),
    ]


def test_clients_under_common_control_are_one_customer():
    revenue = {"a": D(6), "b": D(5), "c": D(89)}
    assert [s.client for s in measure_concentration(revenue, {}).disclosed] == ["c"]
    found = measure_concentration(revenue, {"b": "a"})
    assert [(s.client, s.percent) for s in found.disclosed] == [("c", 89), ("a", 11)]


def test_a_circle_of_parents_is_one_group_whoever_is_asked():
    parents = {"a": "b", "b": "c", "c": "b"}
    assert {head_of_group(c, parents) for c in "abc"} == {"b"}


def test_credit_notes_alone_are_no_share_of_revenue():
    found = measure_concentration({"a": D(10), "b": D(-5)}, {})
    assert [(s.client, s.percent) for s in found.shares] == [("a", 100)]
    assert measure_concentration({}, {}).herfindahl == 0


def test_silence_is_counted_in_the_clients_own_gaps():
    days = [date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 2), date(2026, 6, 2)]
    found = rhythm(days, date(2026, 7, 2))
    # Gaps of 30, 30 and 92 days.
    assert (found.gap, found.silent_days, found.silence) == (30, 30, 1)
    assert found.next_expected == date(2026, 7, 2)


def test_one_invoice_is_no_rhythm():
    found = rhythm([date(2026, 1, 1)], date(2026, 7, 2))
    assert (found.gap, found.silence, found.next_expected) == (None, None, None)
    assert rhythm([], DAY).silent_days is None


@pytest.mark.parametrize(
    ("gap", "silent", "lost"),
    [(20, 90, False), (20, 91, True), (40, 120, False), (40, 121, True)],
)
def test_a_client_is_lost_after_three_gaps_but_never_before_ninety_days(
    gap, silent, lost
):
    last = DAY - timedelta(days=silent)
    days = [last - timedelta(days=gap), last]
    assert rhythm(days, DAY).is_lost(LossRule()) is lost


def test_quintiles_of_ten_are_two_each_and_equals_share_the_mean_rank():
    assert quintiles([D(n) for n in range(10)]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    # The two in the middle share ranks 2 and 3 of 4, half of all: the third fifth.
    assert quintiles([D(1), D(2), D(2), D(9)]) == [1, 3, 3, 5]


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 50), min_size=1))
def test_scores_do_not_depend_on_the_order_of_clients(silent):
    buying = {
        c: Buying(silent_days=n, invoices=n, revenue=D(n)) for c, n in silent.items()
    }
    backwards = dict(reversed(buying.items()))
    assert rfm_scores(buying) == rfm_scores(backwards)


def test_the_most_recent_has_the_highest_recency():
    buying = {
        "old": Buying(silent_days=300, invoices=9, revenue=D(900)),
        "new": Buying(silent_days=3, invoices=1, revenue=D(10)),
    }
    scores = rfm_scores(buying)
    assert (scores["old"].code, scores["new"].code) == ("244", "422")


def part(paid, late, amount, number="INV-1"):
    day = date(2026, 1, 1) + timedelta(days=paid)
    return PaidPart("acme", number, day - timedelta(days=late), day, D(amount), "EUR")


def test_days_late_are_weighed_by_amount_and_early_ones_are_negative():
    found = payment_behaviour([part(0, 10, 100), part(1, -5, 300)], twelve_months(DAY))
    # 10 days of 100.00 and -5 of 300.00, over 400.00.
    assert found.days_late == D("-1.25")
    assert found.on_time == D("0.75")
    assert found.change is None


def test_the_change_sets_the_latest_three_against_those_before():
    parts = [part(n, late, 100) for n, late in enumerate((0, 2, 10, 11, 12))]
    found = payment_behaviour(parts, twelve_months(DAY))
    assert (found.earlier, found.latest, found.change) == (1, 11, 10)


def test_payments_of_another_year_do_not_count():
    assert payment_behaviour([part(-400, 9, 100)], twelve_months(DAY)).payments == 0


def test_a_year_worth_300_kept_by_four_of_five_is_worth_800():
    # Retention 0.8 and interest 0.1 give 2.67 times the margin.
    assert simple_lifetime_value(D(300), D("0.8"), D("0.1")) == 800
    assert round(simple_lifetime_value(D(1), D("0.8"), D("0.1")), 2) == D("2.67")


def test_twelve_months_end_on_their_day_and_hold_no_day_twice():
    assert twelve_months(date(2026, 3, 31)) == Stretch(
        date(2025, 4, 1), date(2026, 3, 31)
    )
    assert twelve_months(date(2024, 2, 29)).days == 366
    this, last = twelve_months(DAY), twelve_months(DAY, years_ago=1)
    assert last.last + timedelta(days=1) == this.first


SALES = [
    Sale(date(2026, 5, 1), "acme", "Income:Web", D(1000), "EUR", number="1"),
    Sale(
        date(2026, 5, 9),
        "acme",
        "Income:Web",
        D(-100),
        "EUR",
        number="2",
        is_credit=True,
    ),
    Sale(date(2026, 5, 9), "acme", "Expenses:Delivery", D(-300), "EUR", is_cost=True),
    Sale(date(2025, 5, 1), "acme", "Income:Print", D(600), "EUR", number="3"),
    Sale(date(2026, 7, 1), "acme", "Income:Web", D(5000), "EUR", number="later"),
    Sale(date(2026, 5, 1), "acme", "Income:Web", D(70), "USD", number="4"),
]


def test_what_the_books_say_of_a_client():
    history = SalesHistory(SALES, main_currency(SALES), DAY)
    found = measure_clients(history, {"acme": [part(0, 10, 100)]}, LossRule())["acme"]
    assert (found.currency, found.revenue, found.revenue_before) == ("EUR", 900, 600)
    assert (found.margin, found.gross, found.credited) == (600, 1000, 100)
    assert (found.trend, found.dispute_rate) == (D("1.5"), D("0.1"))
    assert (found.rhythm.gap, found.rhythm.last) == (365, date(2026, 5, 1))
    assert found.payments.days_late == 10
    assert history.by_account("acme", twelve_months(DAY)) == {"Income:Web": 900}


@given(st.permutations(SALES))
def test_measures_do_not_depend_on_the_order_of_the_books(sales):
    def measured(lines):
        return measure_clients(SalesHistory(lines, "EUR", DAY), {}, LossRule())

    assert measured(sales) == measured(SALES)
