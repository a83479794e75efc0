"""Hours from a timer's file: each once, nothing lost and nothing made up."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.work.timer import TimerImport, plan_timer
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.importers.timers.read import read_timer_file

RECORDS = """
2026-01-01 custom "client" "rossi" "Rossi Logistica"
2026-01-01 custom "client" "solari" "Solari"
2026-01-01 custom "manager" "gverdi" "Giulia Verdi"
  email: "giulia@example.com"
  hourly-rate: 90.00 EUR
2026-01-01 custom "project" "dash" "Dashboard"
  client: "rossi"
"""
TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,\
End time,Duration,Tags,Amount (EUR)
G. Verdi,giulia@example.com,Rossi Logistica,Dashboard,,"Routes, ""north"" side",Yes,\
2026-01-12,09:00:00,2026-01-12,10:20:00,01:20:00,maps,126.67
G. Verdi,giulia@example.com,Solari,,,,No,2026-01-13,14:00:00,2026-01-13,14:30:00,\
00:30:00,,
"""
HARVEST = """\
Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,\
First Name,Last Name,Roles,Billable Rate
2026-01-12,Rossi Logistica,Dashboard,D1,Design,Routes,1.5,Yes,No,Yes,Giulia,Verdi,,90
2026-01-13,Rossi Logistica,Dashboard,D1,Design,Stops,2.25,Yes,Yes,Yes,Giulia,Verdi,,90
2026-01-14,Rossi Logistica,Dashboard,D1,Design,Nothing,0,Yes,No,Yes,Giulia,Verdi,,90
"""
CLOCKIFY = """\
Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,\
End Date,End Time,Duration (h),Duration (decimal),Billable Rate (USD)
Dashboard,Rossi Logistica,Routes,,Giulia Verdi,,giulia@example.com,,Yes,01/13/2026,\
02:00 PM,01/13/2026,02:20 PM,00:20:00,0.33,90.00
"""


def plan(books, text, **given):
    read = read_timer_file(text.encode(), "t.csv")
    return plan_timer(books, TimerImport(file="t.csv", read=read, **given))


def written(planned):
    return [
        (d.date, *(v.value for v in d.values[1:]), d.meta.get("billable"))
        for d in planned.directives
    ]


def test_toggl_hours_are_the_clock_s_and_what_is_not_billable_stays_so(load):
    planned = plan(load(RECORDS), TOGGL)
    assert written(planned) == [
        (
            date(2026, 1, 12),
            "gverdi",
            "dash",
            Decimal("1.3333"),
            'Routes, "north" side',
            None,
        ),
        (
            date(2026, 1, 13),
            "gverdi",
            "solari",
            Decimal("0.5"),
            "(no description)",
            False,
        ),
    ]
    assert planned.notes == ["nothing was made of these columns: Tags, Amount (EUR)"]


def test_harvest_hours_that_are_invoiced_are_left_out_and_said(load):
    planned = plan(load(RECORDS), HARVEST)
    assert [line[1:5] for line in written(planned)] == [
        ("gverdi", "dash", Decimal("1.5"), "Design: Routes")
    ]
    assert planned.notes == [
        "1 entry, 2.25 hours, left out: invoiced, as the file says",
        "nothing was made of these columns: Project Code, Approved?, Billable Rate",
    ]


def test_clockify_hours_come_from_the_clock_not_from_its_rounded_decimals(load):
    planned = plan(load(RECORDS), CLOCKIFY)
    assert [line[:4] for line in written(planned)] == [
        (date(2026, 1, 13), "gverdi", "dash", Decimal("0.3333"))
    ]


@pytest.mark.parametrize("text", [TOGGL, HARVEST, CLOCKIFY])
def test_a_file_imported_twice_brings_nothing_twice(load, text):
    first = plan(load(RECORDS), text)
    books = load(RECORDS + ledger_text(first.directives))
    assert len(books.work_read.items) == len(first.directives)
    assert plan(books, text).directives == []


def test_the_form_of_the_time_of_day_makes_no_other_entry():
    evening = TOGGL.replace("14:00:00", "2:00 PM")
    one, other = (read_timer_file(t.encode(), "t.csv") for t in (TOGGL, evening))
    assert [e.id for e in one.entries] == [e.id for e in other.entries]


def test_entries_that_are_alike_are_each_counted():
    rows = HARVEST.splitlines()
    read = read_timer_file("\n".join([*rows[:2], rows[1]]).encode(), "t.csv")
    assert len({e.id for e in read.entries}) == len(read.entries) == 2


def test_an_entry_changed_in_the_timer_names_the_old_one(load):
    first = plan(load(RECORDS), TOGGL)
    old = first.directives[1].values[0].value
    books = load(RECORDS + ledger_text(first.directives))
    planned = plan(books, TOGGL.replace("00:30:00", "00:45:00"))
    assert [line[3] for line in written(planned)] == [Decimal("0.75")]
    assert any(note.startswith(f"{old} of these people") for note in planned.notes)


def test_all_unknown_names_are_said_at_once(load):
    text = TOGGL.replace("Solari", "Solaris").replace("giulia@", "jo@")
    with pytest.raises(UsageError) as refused:
        plan(load(RECORDS), text)
    assert str(refused.value) == (
        't.csv: there is no manager "G. Verdi"; there is no client "Solaris"; declare'
        ' them, or say which are meant with --match "NAME=ID"'
    )
    names = {"G. Verdi": "gverdi", "Solaris": "solari"}
    assert len(plan(load(RECORDS), text, names=names).directives) == 2


def test_an_unknown_project_goes_to_its_client_and_is_named(load):
    planned = plan(load(RECORDS), TOGGL.replace("Dashboard", "Portal"))
    assert written(planned)[0][2] == "rossi"
    assert planned.notes[0] == (
        'the books have no project "Portal": 1 entry of it for rossi alone'
    )


def test_projects_of_one_name_are_told_apart_by_their_client(load):
    other = """
2026-01-01 custom "project" "dash-2" "Dashboard"
  client: "solari"
"""
    assert written(plan(load(RECORDS + other), TOGGL))[0][2] == "dash"
    with pytest.raises(UsageError, match='"Dashboard" may be any of dash, dash-2'):
        plan(load(RECORDS + other), TOGGL.replace("Rossi Logistica", ""))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "t.csv:1: it is no detailed report of Toggl"),
        (TOGGL.replace("01:20:00", "soon"), 't.csv:2: "soon" is no duration'),
        (TOGGL.replace("01:20:00", "25:20:00"), 't.csv:2: "25:20:00" is more than'),
        (TOGGL.replace("2026-01-12,09", "12 Nivose,09"), "t.csv:2: '12 Nivose' is no"),
        (CLOCKIFY.replace("/13/", "/02/"), "t.csv: its days read as "),
        ("", "t.csv: has no rows"),
        ("Date", "t.csv:1: it is no detailed"),
        (TOGGL + "a,b\n", "t.csv:4: the row has 2 cells where the header has 14"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, message):
    with pytest.raises(LedgerkitError) as refused:
        read_timer_file(text.encode(), "t.csv")
    assert str(refused.value).startswith(message)
