"""How often: words count whole periods, RRULEs name days of the calendar."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledgerkit.receivables.recurring.billing_period import RuleStretch, billing_periods
from ledgerkit.receivables.recurring.recurrence import parse_recurrence


def days(rule, start, count=4):
    found = parse_recurrence(rule).days_from(date.fromisoformat(start))
    return [str(day) for day in islice(found, count)]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("monthly", "2024-01-31", "2024-01-31 2024-02-29 2024-03-31 2024-04-30"),
        ("Quarterly", "2025-11-30", "2025-11-30 2026-02-28 2026-05-30 2026-08-30"),
        ("every 2 weeks", "2026-01-05", "2026-01-05 2026-01-19 2026-02-02 2026-02-16"),
        ("every year", "2024-02-29", "2024-02-29 2025-02-28 2026-02-28 2027-02-28"),
        ("FREQ=MONTHLY", "2024-01-31", "2024-01-31 2024-02-29 2024-03-31 2024-04-30"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "2024-01-15",
            "2024-01-31 2024-02-29 2024-03-31 2024-04-30",
        ),
        (
            "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
            "2026-01-01",
            "2026-01-30 2026-02-27 2026-03-27 2026-04-24",
        ),
        (
            "FREQ=YEARLY;BYMONTH=1,7",
            "2026-03-15",
            "2026-07-15 2027-01-15 2027-07-15 2028-01-15",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            "2026-01-07",
            "2026-01-19 2026-02-02 2026-02-16 2026-03-02",
        ),
    ],
)
def test_a_rule_falls_on_these_days(rule, start, expected):
    assert days(rule, start) == expected.split()


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "montly",
        "every 0 days",
        "every 1000 years",
        "FREQ=",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;COUNT=3",
        "FREQ=DAILY;UNTIL=20261231",
        "DTSTART:20260101T000000\nFREQ=DAILY",
        "FREQ=MONTHLY;BYEASTER=1",
    ],
)
def test_what_is_no_rule_is_refused_in_one_sentence(rule):
    with pytest.raises(ValueError, match=r"write|no day|no place") as caught:
        parse_recurrence(rule)
    assert "\n" not in str(caught.value)


def test_no_rule_goes_on_beyond_our_time():
    *_, last = parse_recurrence("yearly").days_from(date(2290, 1, 1))
    assert last == date(2299, 1, 1)


WORDS = ["daily", "weekly", "monthly", "quarterly", "every 5 weeks", "yearly"]
RRULES = [
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
    "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
]
DAYS = st.dates(date(1999, 1, 1), date(2031, 12, 31))
RULES = st.sampled_from([*WORDS, *RRULES])


@given(DAYS, RULES, st.booleans())
def test_periods_touch_and_hold_their_parts(start, rule, in_arrears):
    stretch = RuleStretch(
        start=start, recurrence=parse_recurrence(rule), in_arrears=in_arrears
    )
    periods = list(islice(billing_periods([stretch], until=None), 8))
    assert periods[0].first == start
    for one, other in pairwise(periods):
        assert other.first == one.last + timedelta(days=1)
        assert one.issued < other.issued
    for period in periods:
        assert period.whole_first <= period.first <= period.last <= period.whole_last
        assert period.issued == (period.last if in_arrears else period.first)
    assert not any(period.is_broken for period in periods[1:])


@given(DAYS, st.sampled_from(RRULES), st.booleans())
def test_a_broken_first_period_is_the_end_of_one_that_began_earlier(
    start, rule, in_arrears
):
    recurrence = parse_recurrence(rule)
    here = RuleStretch(start=start, recurrence=recurrence, in_arrears=in_arrears)
    first = next(billing_periods([here], until=None))
    assume("INTERVAL" not in rule)  # An interval is counted from the first day.
    earlier = RuleStretch(
        start=start - timedelta(days=400), recurrence=recurrence, in_arrears=in_arrears
    )
    around = [
        period
        for period in islice(billing_periods([earlier], until=None), 60)
        if period.first <= start <= period.last
    ]
    assert [(first.whole_first, first.whole_last)] == [
        (period.first, period.last) for period in around
    ]


@given(DAYS, RULES, st.booleans(), st.integers(0, 500))
def test_an_end_cuts_the_last_period_and_leaves_the_others(
    start, rule, in_arrears, length
):
    until = start + timedelta(days=length)
    stretch = RuleStretch(
        start=start, recurrence=parse_recurrence(rule), in_arrears=in_arrears
    )
    ended = list(billing_periods([stretch], until=until))
    endless = list(islice(billing_periods([stretch], until=None), len(ended)))
    assert ended[-1].last == until
    assert ended[:-1] == endless[:-1]
    assert ended[-1].whole_last == endless[-1].last


def test_a_new_rule_begins_on_its_own_day():
    monthly = RuleStretch(
        start=date(2026, 1, 1), recurrence=parse_recurrence("monthly")
    )
    weekly = RuleStretch(start=date(2026, 2, 10), recurrence=parse_recurrence("weekly"))
    found = islice(billing_periods([monthly, weekly], until=None), 4)
    assert [(str(p.first), str(p.last), p.is_broken) for p in found] == [
        ("2026-01-01", "2026-01-31", False),
        ("2026-02-01", "2026-02-09", True),
        ("2026-02-10", "2026-02-16", False),
        ("2026-02-17", "2026-02-23", False),
    ]
