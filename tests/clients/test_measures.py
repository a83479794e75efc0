"""Each formula against an example that was worked by hand, or published."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.calendars import first_of_months, month_end
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


def test_what_is_credited_of_last_years_invoices_did_not_stay():
    # Now 100 - 100 over 200 before; as if nothing had become of b it would be a half.
    found = measure_retention({"a": D(100), "b": D(100)}, {"a": D(100), "b": D(-100)})
    assert (found.churned, found.lost) == (200, 1)
    assert (found.gross, found.net, found.logo) == (0, 0, D("0.5"))


@given(REVENUE, REVENUE)
def test_retention_is_the_chapters_formula_and_gross_never_above_one(before, now):
    found = measure_retention(before, now)
    start = {c: r for c, r in before.items() if r > 0}
    if start:
        of_them = {c: now.get(c, D(0)) for c in start}
        kept = sum(min(of_them[c], r) for c, r in start.items())
        assert found.gross == kept / sum(start.values())
        assert found.net == sum(of_them.values()) / sum(start.values())
        assert found.gross <= min(found.net, 1)
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


def test_a_net_credit_is_a_negative_share_and_leaves_no_index():
    # 10 of 5 in all; the squares of 200 and -100 % would come to 50,000 of 10,000.
    found = measure_concentration({"a": D(10), "b": D(-5)}, {})
    assert [(s.client, s.percent) for s in found.shares] == [("a", 200), ("b", -100)]
    assert (found.total, found.top(1), found.top(5)) == (5, 200, 100)
    assert (found.herfindahl, [s.client for s in found.negative]) == (None, ["b"])


@pytest.mark.parametrize("revenue", [{}, {"a": D(100), "b": D(-100)}, {"a": D(-1)}])
def test_of_no_revenue_nothing_is_a_share(revenue):
    found = measure_concentration(revenue, {})
    assert [s.client for s in found.shares] == sorted(revenue)
    assert {s.percent for s in found.shares} <= {None}
    assert (found.herfindahl, found.top(1), found.disclosed) == (None, None, [])


def test_what_names_no_client_is_revenue_that_shares_are_of():
    # A shop: 90 over the counter, 8 and 2 to firms. 64 and 4, not 6,400 and 400.
    found = measure_concentration({"a": D(8), "b": D(2)}, {}, nobodys=D(90))
    assert [s.percent for s in found.shares] == [8, 2]
    assert (found.nobodys_percent, found.total, found.herfindahl) == (90, 100, 68)
    assert found.disclosed == []


@given(REVENUE, AMOUNTS)
def test_the_shares_sum_to_all_revenue_whatever_its_sign(revenue, nobodys):
    found = measure_concentration(revenue, {}, nobodys=nobodys)
    assert found.total == sum(revenue.values()) + nobodys
    assert sum(s.revenue for s in found.shares) + found.nobodys == found.total
    if found.total > 0:
        of_all = sum(s.percent for s in found.shares) + found.nobodys_percent
        assert round(of_all, 9) == 100
    assert found.herfindahl is None or 0 <= found.herfindahl <= 10_000


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


@pytest.mark.parametrize(
    ("until", "first", "first_before"),
    [
        # February's end is February's end, with 28 days or 29.
        ("2025-02-28", "2024-03-01", "2023-03-01"),
        ("2024-02-29", "2023-03-01", "2022-03-01"),
        # Within a month: the same days, 28 February too if a 29th follows it.
        ("2024-02-28", "2023-03-01", "2022-03-01"),
        ("2025-03-15", "2024-03-16", "2023-03-16"),
        ("2025-04-30", "2024-05-01", "2023-05-01"),
        ("2025-03-30", "2024-03-31", "2023-03-31"),
    ],
)
def test_the_months_compared_are_the_same_of_the_year_before(
    until, first, first_before
):
    day = date.fromisoformat(until)
    assert twelve_months(day).first == date.fromisoformat(first)
    assert twelve_months(day, years_ago=1).first == date.fromisoformat(first_before)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_twelve_months_after_twelve_months_leave_no_day_out(day):
    windows = [twelve_months(day, years_ago=ago) for ago in range(10)]
    assert windows[0].last == day
    for later, earlier in pairwise(windows):
        assert earlier.last + timedelta(days=1) == later.first
    whole = day == month_end(day)
    assert all((w.first.day == 1) >= whole for w in windows)
    assert all((w.last == month_end(w.last)) >= whole for w in windows)
    assert windows[0].first == first_of_months(day, 12)


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
    # From 600 to 900; 100 of 1,000 invoiced were credited.
    assert (found.trend, found.dispute_rate) == (50, D("0.1"))
    assert (found.rhythm.gap, found.rhythm.last) == (365, date(2026, 5, 1))
    assert found.payments.days_late == 10
    assert history.by_account("acme", twelve_months(DAY)) == {"Income:Web": 900}


@given(st.permutations(SALES))
def test_measures_do_not_depend_on_the_order_of_the_books(sales):
    def measured(lines):
        return measure_clients(SalesHistory(lines, "EUR", DAY), {}, LossRule())

    assert measured(sales) == measured(SALES)


def test_what_was_sold_abroad_is_in_whole_cents_and_sums(books):
    """
    option "operating_currency" "EUR"
    2024-01-01 price USD 0.9031 EUR
    2025-02-01 * "Acme" "of the day's rate" ^INV-1
      Assets:Receivable  100.77 USD
      Income:Services   -100.77 USD
    2025-02-02 * "Acme" "of its own rate" ^INV-2
      Assets:Receivable   33.31 USD @ 0.9077 EUR
      Income:Services    -33.31 USD @ 0.9077 EUR
    """
    # 100.77 * 0.9031 = 91.005387; 33.31 * 0.9077 = 30.235487
    (row,) = books.client_measures(as_of=date(2025, 3, 1)).to_dicts()
    assert row["revenue"] == Decimal("91.01") + Decimal("30.24")
