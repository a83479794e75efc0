"""Series of numbers: what belongs together, what is missing, what comes next."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import Place
from ledgerkit.invoices.number_pattern import (
    NumberHabit,
    NumberPattern,
    next_number,
    usual_pattern,
)
from ledgerkit.invoices.numbering import (
    UsedNumber,
    in_other_year,
    number_series,
    split_number,
)

DAY = date(2026, 3, 2)


def used(*numbers: str, day: date = DAY, **facts: object) -> list[UsedNumber]:
    place = Place("main.beancount", 1)
    return [UsedNumber(number=n, day=day, place=place, **facts) for n in numbers]


@pytest.mark.parametrize(
    ("number", "series", "counter"),
    [
        ("INV-2026-007", "INV-2026-", 7),
        ("7/2026", "…/2026", 7),
        ("2026/7", "2026/", 7),
        ("7", "…", 7),
        ("FPA 12/26", "FPA 12/", 26),
        ("INV-2026-2026", "INV-2026-", 2026),
        ("A-12-B", "A-…-B", 12),
    ],
)
def test_a_series_is_the_number_less_its_counter(number, series, counter):
    name, found = split_number(number, DAY)
    assert (str(name), found) == (series, counter)


@pytest.mark.parametrize("number", ["website", "in_12345678901234567890"])
def test_what_does_not_count_is_of_no_series(number):
    assert split_number(number, DAY) is None


@pytest.mark.parametrize(
    ("there", "following"),
    [
        (["INV-2026-007"], "INV-2026-008"),
        (["INV-2026-999"], "INV-2026-1000"),
        (["7/2026"], "8/2026"),
        (["2026-09", "2026-10"], "2026-11"),
        (["99"], "100"),
        (["INV-2025-064"], "INV-2025-065"),
    ],
)
def test_the_next_number_continues_what_is_there(there, following):
    numbers = used(*there)
    assert next_number(numbers, usual_pattern(numbers), DAY) == following


def test_a_series_that_names_the_year_begins_anew_with_it():
    numbers = used("INV-2025-063", "INV-2025-064", day=date(2025, 12, 11))
    assert next_number(numbers, usual_pattern(numbers), DAY) == "INV-2026-001"


def of_months(*series):
    """Each a text for the number, its day and how many; counted from 1 unless told."""
    return [
        one
        for text, day, *counters in series
        for n in counters
        for one in used(text.format(n), day=date.fromisoformat(day))
    ]


@pytest.mark.parametrize(
    ("numbers", "day", "following"),
    [
        # The count begins anew each month, which the number names.
        (of_months(("2026-03-{:03}", "2026-03-09", 1, 2)), "2026-04-01", "2026-04-001"),
        (of_months(("2026-03-{:03}", "2026-03-09", 1, 2)), "2026-03-31", "2026-03-003"),
        (of_months(("R202603/{}", "2026-03-09", 8, 9)), "2027-01-02", "R202701/1"),
        (of_months(("03/2026-{}", "2026-03-09", 4)), "2026-11-02", "11/2026-1"),
        (
            of_months(("{:02}-2026.03", "2026-03-09", 1), ("9", "2026-03-10", 1)),
            "2026-03-11",
            "10",
        ),
        # Of two digits a year, two months tell; of one it may be any four.
        (
            of_months(("2603-{}", "2026-03-09", 1, 2), ("2604-{}", "2026-04-02", 1)),
            "2026-05-01",
            "2605-1",
        ),
        (of_months(("2603-{}", "2026-03-09", 1, 2)), "2026-04-01", "2603-3"),
        # A count that goes on, with the month beside it.
        (
            of_months(
                ("2026-03-{:03}", "2026-03-09", 1, 2),
                ("2026-04-{:03}", "2026-04-09", 3),
            ),
            "2026-05-02",
            "2026-05-004",
        ),
        # No month at all: a branch, of which one document is of March by chance.
        (
            of_months(
                ("2026-03-{}", "2026-01-09", 1, 2),
                ("2026-03-{}", "2026-02-09", 3),
                ("2026-03-{}", "2026-03-09", 4),
            ),
            "2026-04-02",
            "2026-03-5",
        ),
        # The last of March was made out on 1 April.
        (
            of_months(
                ("2026-02-{}", "2026-02-09", 1),
                ("2026-03-{}", "2026-03-09", 1, 2, 3),
                ("2026-03-{}", "2026-04-01", 4),
            ),
            "2026-04-02",
            "2026-04-1",
        ),
    ],
)
def test_a_series_that_names_the_month_goes_on_with_the_months(numbers, day, following):
    day = date.fromisoformat(day)
    assert next_number(numbers, usual_pattern(numbers, day), day) == following


@given(
    text=st.sampled_from(["{year}-{month}-{number:03}", "R{year}{month}/{number}"]),
    days=st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), min_size=1),
)
def test_a_monthly_series_is_continued_as_its_pattern_would(text, days):
    pattern, numbers = NumberPattern(text), []
    for day in sorted(days):
        number = next_number(numbers, pattern, day)
        numbers += used(number, day=day)
    assert len({one.number for one in numbers}) == len(numbers)
    # Whose count began anew in each month, which one of each does not show.
    if len({d.replace(day=1) for d in days}) < len(days) or len(days) == 1:
        last = max(days)
        found = NumberHabit(numbers).pattern()
        assert found.text == text
        assert next_number(numbers, found, last) == next_number(numbers, pattern, last)


@given(
    st.lists(st.tuples(st.sampled_from(["25-26/{}", "26-27/{}", "R-{}"]), st.dates())),
    st.dates(),
)
def test_numbers_read_once_say_the_same_of_any_day(drawn, day):
    numbers = [
        one
        for n, (text, on) in enumerate(drawn, start=1)
        for one in used(text.format(n), day=on)
    ]
    assert NumberHabit(numbers).pattern(day) == usual_pattern(reversed(numbers), day)


FINANCIAL_YEARS = [
    *used(*(f"2025-26/{n:03}" for n in range(1, 26)), day=date(2026, 3, 20)),
    *used(*(f"2026-27/{n:03}" for n in range(1, 6)), day=date(2026, 4, 3)),
]


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 3, 25), "2025-26/026"),
        (date(2026, 4, 10), "2026-27/006"),
        (date(2027, 1, 4), "2026-27/006"),
        (date(2026, 3, 1), "2025-26/026"),
    ],
)
def test_the_next_number_is_of_the_series_in_use_on_the_day(day, following):
    pattern = usual_pattern(FINANCIAL_YEARS, day)
    assert next_number(FINANCIAL_YEARS, pattern, day) == following


@pytest.mark.parametrize(
    ("number", "pattern"),
    [
        ("2025-26/007", "2025-26/{number:03}"),
        ("R 2025/2026-7", "R 2025/2026-{number}"),
        ("2025-04/007", "{year}-04/{number:03}"),
    ],
)
def test_two_years_that_follow_one_another_are_a_financial_year(number, pattern):
    assert usual_pattern(used(number, day=date(2025, 5, 2))).text == pattern


@given(
    count=st.integers(1, 40),
    later=st.integers(1, 40),
    day=st.dates(date(2026, 4, 1), date(2027, 3, 31)),
)
def test_however_few_a_new_series_has_it_is_the_one_continued(count, later, day):
    numbers = [
        *used(*(f"25-26/{n}" for n in range(1, count + 1)), day=date(2026, 3, 31)),
        *used(*(f"26-27/{n}" for n in range(1, later + 1)), day=date(2026, 4, 1)),
    ]
    pattern = usual_pattern(numbers, day)
    assert next_number(numbers, pattern, day) == f"26-27/{later + 1}"


def test_most_of_the_latest_numbers_say_how_they_are_written():
    numbers = used(*(f"INV-{n}" for n in range(1, 9))) + used("EXP-1")
    assert next_number(numbers, usual_pattern(numbers), DAY) == "INV-9"


def test_a_void_number_is_never_given_again():
    numbers = [*used("INV-001"), *used("INV-002", void="spoilt")]
    assert next_number(numbers, NumberPattern("INV-{number:03}"), DAY) == "INV-003"


def test_a_jump_of_any_size_is_one_gap():
    (series,) = number_series(used("INV-1", "INV-900000000"))
    (gap,) = series.gaps()
    assert (gap.first, gap.last, gap.count) == ("INV-2", "INV-899999999", 899999998)


def test_numbers_that_another_program_draws_are_no_series_that_lacks_any():
    (drawn,) = number_series(used("280670965", "277331044", "5133177585"))
    (counted,) = number_series(used("INV-1", "INV-2", "INV-7"))
    assert (drawn.is_counted, counted.is_counted) == (False, True)


def test_opening_items_have_no_gaps_between_them():
    (series,) = number_series(used("INV-5", "INV-9", opening=True) + used("INV-10"))
    assert list(series.gaps()) == []


@given(counters=st.sets(st.integers(1, 400), min_size=1))
def test_gaps_and_members_make_the_whole_series(counters):
    (series,) = number_series(used(*(f"INV-{n:03}" for n in counters)))
    missing = {
        n
        for gap in series.gaps()
        for n in range(int(gap.first[4:]), int(gap.last[4:]) + 1)
    }
    assert missing == set(range(min(counters), max(counters) + 1)) - counters


@given(
    counter=st.integers(1, 10**11),
    prefix=st.sampled_from(["INV-{year}-", "{yy}/", "", "A(1).*", "{year}{month}."]),
)
def test_a_pattern_reads_what_it_writes(counter, prefix):
    pattern = NumberPattern(prefix + "{number:04}")
    assert pattern.counter(pattern.write(DAY, counter), DAY) == counter


@pytest.mark.parametrize(
    "text",
    [
        "INV-{year}",
        "{month}-{number}",
        "{number}{number}",
        "{nubmer}",
        "{number:x}",
        "{number",
        "}{number}",
    ],
)
def test_a_pattern_that_gives_a_number_twice_is_refused(text):
    with pytest.raises(ValueError, match="is no pattern of numbers"):
        NumberPattern(text)


def test_numbers_that_follow_one_another_on_one_day_are_in_order_and_without_gap():
    [series] = number_series(used("INV-1", "INV-2", "INV-3"))
    assert list(series.gaps()) == []
    assert list(series.out_of_order()) == []


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        (["INV-2025-001"], ["INV-2025-001"]),
        (["INV-2026-001"], []),
        (["INV-2026-001", "INV-2026-002", "INV-2025-003"], ["INV-2025-003"]),
        # As many agree as differ: perhaps it is no year.
        (["INV-2026-001", "INV-2025-002"], []),
        (["INV-2025-001", "INV-2025-002"], []),
    ],
)
def test_a_number_names_another_year_where_most_name_their_own(numbers, wrong):
    assert [u.number for u in in_other_year(used(*numbers))] == wrong
