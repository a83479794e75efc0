"""Dates: one form for the whole file, found only if there is no other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.date_format import (
    DATE_FORMATS,
    date_format_choices,
    known_date_format,
    parse_date,
)


def choices(*texts: str) -> list[str]:
    return [c.value for c in date_format_choices(enumerate(texts, start=2))]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["2013-04-03"], "%Y-%m-%d"),
        (["20130403"], "%Y%m%d"),
        (["2021-01-01 00:00:00", "2021-02-03"], "%Y-%m-%d"),
        (["2021-01-01T10:00:00.5Z"], "%Y-%m-%d"),
        (["3/4/2013", "1/13/2013"], "%m/%d/%Y"),
        (["3/4/2013", "13/1/2013"], "%d/%m/%Y"),
        (["03.04.2013", "31.12.2013"], "%d.%m.%Y"),
        (["1/15/13"], "%m/%d/%y"),
        (["3 Apr 2013", "12 May 2013"], "%d %b %Y"),
        (["May 3, 2013", "April 12, 2013"], "%B %d, %Y"),
    ],
)
def test_the_only_form_that_reads_every_date_is_found(texts: list[str], wanted: str):
    assert choices(*texts) == [wanted]


def test_one_telling_date_in_the_last_row_is_enough():
    assert choices(*["03/04/2013"] * 500, "25/04/2013") == ["%d/%m/%Y"]


def test_a_form_is_never_guessed():
    assert choices("03/04/2013", "05/06/2013") == ["%d/%m/%Y", "%m/%d/%Y"]
    assert choices("13-02-01") == ["%d-%m-%y", "%y-%m-%d"]


def test_forms_that_read_every_date_alike_are_one():
    assert choices("04/04/2013", "05/05/2013") == ["%d/%m/%Y"]


def test_each_choice_says_what_a_telling_date_would_be():
    found = date_format_choices([(2, "04/04/2013"), (3, "03/04/2013")])
    assert [choice.example for choice in found] == [
        "03/04/2013 is 2013-04-03",
        "03/04/2013 is 2013-03-04",
    ]


def test_what_is_no_date_in_any_form_says_nothing_of_the_others():
    assert choices("25/04/2013", "soon", "31/31/2013") == ["%d/%m/%Y"]
    assert choices("soon") == []


def test_dates_of_two_forms_are_named_with_their_lines():
    with pytest.raises(
        UsageError,
        match=r"line 2 has '25/04/2013' and line 3 has '04/25/2013'.*--date-format",
    ):
        choices("25/04/2013", "04/25/2013")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("%d/%m/%Y", "%d/%m/%Y"),
        ("DD/MM/YYYY", "%d/%m/%Y"),
        ("dd.mm.yy", "%d.%m.%y"),
        ("%d %b %Y", "%d %b %Y"),
    ],
)
def test_a_person_may_say_the_form_in_two_ways(text: str, wanted: str):
    assert known_date_format(text) == wanted


@pytest.mark.parametrize("text", ["%d/%m", "%Y", "%H:%M", "day first", "%q", ""])
def test_a_form_that_leaves_a_part_open_is_refused(text: str):
    with pytest.raises(UsageError, match="doesn't say where day, month and year"):
        known_date_format(text)


@pytest.mark.parametrize("text", ["2013-02-30", "0213-02-01", "2013-02-01x", ""])
def test_a_day_that_does_not_exist_is_refused(text: str):
    with pytest.raises(ValueError, match="is no"):
        parse_date(text, "%Y-%m-%d")


@given(
    st.sampled_from(DATE_FORMATS),
    st.lists(st.dates(date(1970, 1, 1), date(2060, 12, 31)), min_size=1, max_size=20),
)
def test_the_form_a_file_was_written_in_is_always_among_the_choices(form, days):
    found = date_format_choices(
        [(line, day.strftime(form)) for line, day in enumerate(days, start=2)]
    )
    read = {
        tuple(parse_date(day.strftime(form), choice.value) for day in days)
        for choice in found
    }
    wanted = tuple(parse_date(day.strftime(form), form) for day in days)
    assert wanted in read
    assert len(read) == len(found)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("1022026", "%d%m%Y", date(2026, 2, 1)),
        ("01022026", "%d%m%Y", date(2026, 2, 1)),
        ("10226", "%d%m%y", date(2026, 2, 1)),
        ("20260102", "%Y%m%d", date(2026, 1, 2)),
    ],
)
def test_days_without_separators_have_all_their_digits(text, form, day):
    # A spreadsheet takes such a day for a number, and the zero before it is lost.
    assert parse_date(text, form) == day


@pytest.mark.parametrize("text", ["2026111", "202611", "260102"])
def test_a_day_that_lacks_digits_is_none(text):
    with pytest.raises(ValueError, match=r"no date|not of our time"):
        parse_date(text, "%Y%m%d")
