"""Periods by their words, and fiscal years as Fava counts them."""

import itertools
from datetime import date, timedelta

import pytest
from fava.util.date import FiscalYearEnd as FavasYearEnd
from fava.util.date import get_fiscal_period, parse_fye_string
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import (
    FiscalYearEnd,
    Interval,
    Period,
    parse_period,
    preceding,
    split,
    years_before,
)

CALENDAR = FiscalYearEnd()
JUNE = FiscalYearEnd("06-30")


@pytest.mark.parametrize(
    ("word", "fiscal", "first", "last"),
    [
        ("2025", CALENDAR, "2025-01-01", "2025-12-31"),
        ("2025", JUNE, "2025-01-01", "2025-12-31"),
        ("2025-Q2", CALENDAR, "2025-04-01", "2025-06-30"),
        ("2025-q4", CALENDAR, "2025-10-01", "2025-12-31"),
        ("2024-02", CALENDAR, "2024-02-01", "2024-02-29"),
        ("2024-02-29", CALENDAR, "2024-02-29", "2024-02-29"),
        ("FY2025", CALENDAR, "2025-01-01", "2025-12-31"),
        ("FY2024", JUNE, "2023-07-01", "2024-06-30"),
        ("FY2024-Q1", JUNE, "2023-07-01", "2023-09-30"),
        ("FY2024-Q4", JUNE, "2024-04-01", "2024-06-30"),
        ("FY2024", FiscalYearEnd("04-05"), "2023-04-06", "2024-04-05"),
        ("FY2024", FiscalYearEnd("15-03"), "2024-03-04", "2025-03-03"),
        ("FY2024", FiscalYearEnd("02-28"), "2023-03-01", "2024-02-28"),
    ],
)
def test_a_word_names_its_days(word, fiscal, first, last):
    period = parse_period(word, fiscal)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.label == word.upper()


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("25", "no period"),
        ("2025-Q5", "no period"),
        ("2025-13", "not in the calendar"),
        ("2025-02-30", "not in the calendar"),
        ("0000", "not in the calendar"),
        ("FY2025-06", "a month has no fiscal year"),
        ("last year", "no period"),
    ],
)
def test_what_is_no_period_is_refused_with_what_to_write(word, says):
    with pytest.raises(UsageError, match=says):
        parse_period(word, CALENDAR)


def test_years_that_begin_within_a_month_have_no_quarters():
    with pytest.raises(UsageError, match="no quarters"):
        parse_period("FY2024-Q1", FiscalYearEnd("04-05"))


@pytest.mark.parametrize("text", ["02-29", "00-10", "25-01", "6-30", "06-31", "x"])
def test_a_year_ends_on_a_day_that_every_year_has(text):
    with pytest.raises(ValueError, match="day of"):
        FiscalYearEnd(text)


ends = st.builds("{:02}-{:02}".format, st.integers(1, 24), st.integers(1, 28))
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(ends, st.integers(1990, 2100))
def test_fiscal_years_are_favas(text, name):
    theirs: FavasYearEnd | None = parse_fye_string(text)
    first, after = get_fiscal_period(name, theirs)
    ours = FiscalYearEnd(text).year(name)
    assert (ours.first, ours.last) == (first, after - timedelta(days=1))


@given(ends, days)
def test_each_day_is_in_one_fiscal_year(text, day):
    fiscal = FiscalYearEnd(text)
    year = fiscal.year_of(day)
    assert year.first <= day <= year.last
    assert fiscal.year_of(year.last) == year
    assert fiscal.year_of(year.last + timedelta(days=1)).first == year.last + timedelta(
        days=1
    )


@given(days, days, st.sampled_from(Interval), ends)
def test_a_period_is_the_sum_of_its_parts(one, other, interval, text):
    whole = Period(min(one, other), max(one, other))
    parts = split(whole, interval, FiscalYearEnd(text))
    assert parts[0].first == whole.first
    assert parts[-1].last == whole.last
    for before, after in itertools.pairwise(parts):
        assert after.before == before.last
        assert before.label != after.label


@pytest.mark.parametrize(
    ("word", "before", "label"),
    [
        ("2025", "2024-01-01..2024-12-31", "2024"),
        ("2025-Q2", "2024-04-01..2024-06-30", "2024-Q2"),
        ("2024-02", "2023-02-01..2023-02-28", "2023-02"),
        ("2025-02", "2024-02-01..2024-02-29", "2024-02"),
        ("FY2025", "2024-01-01..2024-12-31", "FY2024"),
    ],
)
def test_the_same_months_of_the_year_before(word, before, label):
    moved = years_before(parse_period(word, CALENDAR), 1)
    assert f"{moved.first}..{moved.last}" == before
    assert moved.label == label


def test_days_are_compared_with_the_same_days_of_the_year_before():
    moved = years_before(Period(date(2025, 1, 1), date(2025, 2, 28)), 1)
    assert moved.label == "2024-01-01..2024-02-29"


@pytest.mark.parametrize(
    ("word", "before"),
    [("2025-Q1", "2024-Q4"), ("2025-01", "2024-12"), ("2025", "2024")],
)
def test_the_period_before_is_one_of_the_same_kind(word, before):
    assert preceding(parse_period(word, CALENDAR), CALENDAR).label == before


def test_the_days_before_are_as_many():
    moved = preceding(Period(date(2025, 1, 11), date(2025, 1, 20)), CALENDAR)
    assert (moved.first, moved.last) == (date(2025, 1, 1), date(2025, 1, 10))
