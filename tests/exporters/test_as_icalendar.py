"""The calendar as another program reads it: the library icalendar, and dateutil."""

from datetime import date, datetime
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.books.clients.agenda import read_agenda
from ledgerkit.cli.clients.client import exported
from ledgerkit.clients.records.agenda import AgendaItem
from ledgerkit.exporters.as_icalendar import render_calendar
from ledgerkit.language.relation_words import repeat_rule
from ledgerkit.receivables.recurring.recurrence import parse_recurrence

icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
DAY = date(2026, 1, 15)


def parsed(data):
    return icalendar.Calendar.from_ical(data)


def events(data):
    return list(parsed(data).walk("VEVENT"))


def test_every_day_of_the_agenda_is_an_event(agency):
    found = events(exported(agency, "ics", DAY, "aurora.example"))
    items = [i for i in read_agenda(agency, DAY) if i.kind != "task"]
    assert {i.kind for i in items} >= {"check-in", "renewal", "milestone"}
    assert [
        (e.decoded("DTSTART"), str(e["SUMMARY"]), e["CATEGORIES"].to_ical().decode())
        for e in found
    ] == [(i.day, ": ".join(filter(None, (i.client, i.what))), i.kind) for i in items]
    uids = [str(e["UID"]) for e in parsed(exported(agency, "ics", DAY, "a")).walk()[1:]]
    assert len(set(uids)) == len(uids)


def test_an_event_that_moved_is_the_same_event():
    """So that a calendar which has it moves it, and keeps no second one."""
    days = [date(2026, 2, 1), date(2026, 3, 1)]
    items = [AgendaItem(day=d, kind="check-in", client="rossi", what="") for d in days]
    first, second = (
        events(render_calendar([], [item], as_of=DAY, domain="x.example"))[0]
        for item in items
    )
    assert first["UID"] == second["UID"] == "check-in-rossi@x.example"


def test_a_birthday_comes_back_each_year(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-01 custom "contact" "anna" "Anna"
      client: "rossi"
      bday: 1980-02-29
    2025-01-01 custom "contact" "luca" "Luca"
      client: "rossi"
      bday: 1980-02-28
    """
    days = {}
    for event in events(exported(books, "ics", DAY, "x.example")):
        rule = rrulestr(
            event["RRULE"].to_ical().decode(),
            dtstart=datetime.combine(event.decoded("DTSTART"), datetime.min.time()),
        )
        days[str(event["SUMMARY"])] = [day.date() for day in islice(rule, 3)]
    assert days == {
        "rossi: Anna": [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)],
        "rossi: Luca": [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 28)],
    }


def test_a_task_that_comes_back(books):
    """
    2025-11-18 custom "task" "t-31" "Call; ask, and note"
      due: 2025-11-25
      repeat: "P2W"
      status: "in-process"
      percent-complete: 50
    2025-11-18 custom "task" "t-32" "Done"
      completed: 2025-11-20
      status: "completed"
    """
    repeated, done = parsed(exported(books, "ics", DAY, "x.example")).walk("VTODO")
    assert str(repeated["SUMMARY"]) == "Call; ask, and note"
    assert repeated.decoded("DTSTART") == repeated.decoded("DUE") == date(2025, 11, 25)
    assert repeated["RRULE"] == {"FREQ": ["WEEKLY"], "INTERVAL": [2]}
    assert (repeated["STATUS"], repeated["PERCENT-COMPLETE"]) == ("IN-PROCESS", 50)
    assert done.decoded("COMPLETED").date() == date(2025, 11, 20)
    assert "RRULE" not in done


@given(
    rhythm=st.sampled_from(
        [
            *("daily", "weekly", "monthly", "quarterly", "yearly", "every 2 weeks"),
            *("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ]
    ),
    first=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
)
def test_a_calendar_reckons_the_days_as_the_books_do(rhythm, first):
    ours = islice(parse_recurrence(rhythm).days_from(first), 14)
    start = datetime.combine(first, datetime.min.time())
    theirs = rrulestr(repeat_rule(rhythm, first), dtstart=start)
    assert [day.date() for day in islice(theirs, 14)] == list(ours)


@pytest.mark.parametrize("wrong", ["sometimes", "P1M2D", "FREQ=HOURLY"])
def test_what_is_no_rhythm_is_refused(wrong):
    with pytest.raises(ValueError, match=wrong):
        repeat_rule(wrong, DAY)


@settings(max_examples=50)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_any_text_is_read_as_it_was_said(text):
    item = AgendaItem(day=DAY, kind="renewal", client="", what=text)
    data = render_calendar([], [item], as_of=DAY, domain="x.example")
    (event,) = events(data)
    said = "".join(c for c in text if c.isprintable() or c == " ")
    if said == text:
        assert str(event["SUMMARY"]) == text
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.decode().startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
