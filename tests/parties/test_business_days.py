"""Due dates that fall on a day when banks are closed."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.parties.business_days import BusinessDays, DayRule, parse_day_rule
from ledgerkit.parties.payment_terms import parse_terms

FOLLOWING, PRECEDING, MODIFIED = DayRule

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("rule", "day", "moved"),
    [
        # Easter 2026: Good Friday is a business day in Italy, Monday is none.
        (FOLLOWING, date(2026, 4, 5), date(2026, 4, 7)),
        (PRECEDING, date(2026, 4, 5), date(2026, 4, 3)),
        (MODIFIED, date(2026, 4, 5), date(2026, 4, 7)),
        # Sunday 31 May 2026: the next business day is in June, and 1 June it is, for
        # the holiday is on the 2nd.
        (FOLLOWING, date(2026, 5, 31), date(2026, 6, 1)),
        (PRECEDING, date(2026, 5, 31), date(2026, 5, 29)),
        (MODIFIED, date(2026, 5, 31), date(2026, 5, 29)),
        (FOLLOWING, date(2026, 4, 8), date(2026, 4, 8)),
    ],
)
def test_each_rule_moves_a_date_as_isda_has_it(rule, day, moved):
    assert BusinessDays(rule, "IT").adjusted(day) == moved


def test_a_region_has_holidays_of_its_own_where_they_are_known():
    in_milan = BusinessDays(FOLLOWING, "IT", "MI")
    assert in_milan.adjusted(date(2026, 12, 7)) == date(2026, 12, 9)
    assert in_milan.words(date(2026, 12, 7)).startswith(
        "Monday 2026-12-07 (Saint Ambrose's Day)"
    )
    unknown = BusinessDays(FOLLOWING, "IT", "Lombardy and around")
    assert unknown.adjusted(date(2026, 12, 7)) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("country", "why"),
    [("", "without a country"), ("XX", "for XX"), ("it's", "for it's")],
)
def test_without_known_holidays_weekends_move_a_date_and_the_words_say_so(country, why):
    nowhere = BusinessDays(FOLLOWING, country)
    assert not nowhere.has_calendar
    assert nowhere.adjusted(date(2026, 12, 25)) == date(2026, 12, 25)
    assert nowhere.words(date(2026, 12, 26)) == (
        "Saturday 2026-12-26; the next business day (only weekends count: there are no"
        f" holidays {why})"
    )


def test_the_ends_of_the_calendar_stay():
    assert BusinessDays(FOLLOWING, "IT").adjusted(date.max) == date.max
    assert BusinessDays(PRECEDING, "IT").adjusted(date.min) == date.min


def test_a_rule_is_read_by_its_name():
    assert parse_day_rule("modified-following") is MODIFIED
    assert parse_day_rule("none") is None
    with pytest.raises(ValueError, match='"following", "preceding"'):
        parse_day_rule("next")


def test_terms_on_business_days_say_why_a_date_moved():
    days_ = BusinessDays(FOLLOWING, "IT")
    terms = replace(parse_terms("2/10 net 30"), business_days=days_)
    assert terms.due(date(2026, 3, 6)) == date(2026, 4, 7)
    assert terms.explain(date(2026, 3, 6)) == (
        "due 2026-04-07: 30 days after 2026-03-06 is Sunday 2026-04-05 (Easter Sunday);"
        " the next business day in IT; 2 % off until 2026-03-16"
    )


def test_the_last_day_for_a_discount_moves_too_and_says_so():
    terms = replace(
        parse_terms("2/9 net 30"), business_days=BusinessDays(FOLLOWING, "IT")
    )
    assert terms.discount_until(date(2026, 3, 6)) == date(2026, 3, 16)
    assert terms.explain(date(2026, 3, 6)).endswith(
        "2 % off until 2026-03-16: 9 days after 2026-03-06 is Sunday 2026-03-15;"
        " the next business day in IT"
    )


@given(
    days, st.sampled_from(DayRule), st.sampled_from(["IT", "US", "IL", "JP", "", "X"])
)
def test_a_moved_date_is_the_nearest_business_day_that_way(day, rule, country):
    there = BusinessDays(rule, country)
    moved = there.adjusted(day)
    assert there.adjusted(moved) == moved
    assert abs(moved - day) < timedelta(days=15)
    if rule is not FOLLOWING:
        assert (moved <= day) or moved.month == day.month
    between = {day + timedelta(days=n) for n in range(1, abs((moved - day).days))}
    if moved > day:
        assert all(there.adjusted(d) == moved for d in between)


def test_books_that_do_not_ask_never_import_the_holidays(tmp_path):
    ledger = tmp_path / "main.beancount"
    ledger.write_text(
        '1970-01-01 custom "ledgerkit" "payment-terms" "net 30"\n'
        "1970-01-01 open Assets:Receivable\n1970-01-01 open Income:Sales\n"
        '2026-01-01 * "Acme" "x" ^A\n'
        "  Assets:Receivable  1.00 EUR\n  Income:Sales  -1.00 EUR\n"
    )
    code = (
        "import sys, datetime, ledgerkit\n"
        f"books = ledgerkit.load({str(ledger)!r})\n"
        "books.aging(as_of=datetime.date(2026, 3, 1)); books.findings()\n"
        "assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
