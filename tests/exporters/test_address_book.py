"""Address books and calendars that other programs read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.cli.clients.client import exported
from ledgerkit.clients.records.agenda import AgendaItem
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.exporters.as_icalendar import render_calendar
from ledgerkit.exporters.as_vcard import contact_cards
from ledgerkit.exporters.content_lines import content_lines, escaped_value
from ledgerkit.parties.party import PartyRole


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
def test_lines_are_short_and_unfold_to_what_was_said(text):
    data = content_lines([f"FN:{escaped_value(text)}"])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    unfolded = data.replace(b"\r\n ", b"").decode().removesuffix("\r\n")
    said = unfolded.removeprefix("FN:").replace("\\\\", "\0")
    for mark in ",;":
        assert said.count(mark) == said.count(f"\\{mark}")
        said = said.replace(f"\\{mark}", mark)
    assert said.replace("\0", "\\") == text


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_card_of_a_person(books, version):
    r"""
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-10 custom "contact" "abianchi" "Anna Maria Bianchi"
      client: "rossi"
      email-work: "a@rossi.example"
      tel-cell: "+39 333"
      bday: 1980-02-03
    """
    person = books.relations.as_of(RecordKind.CONTACT, "abianchi", date(2026, 1, 1))
    text = contact_cards([(person, "Rossi; S.p.A.")], version, "x.example").decode()
    assert text.split("\r\n")[:4] == [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        "PRODID:-//ledgerkit//ledgerkit//EN",
        "UID:contact-abianchi@x.example",
    ]
    assert "\r\nN:Bianchi;Anna Maria;;;\r\n" in text
    assert "\r\nORG:Rossi\\; S.p.A.\r\n" in text
    assert "\r\nEMAIL;TYPE=work:a@rossi.example\r\n" in text
    assert "\r\nTEL;TYPE=cell:+39 333\r\n" in text
    assert text.endswith("END:VCARD\r\n")
    assert ("KIND:individual" in text) == (version == "4.0")


@pytest.mark.parametrize("form", ["vcard", "vcard4"])
def test_cards_are_content_lines_to_others(agency, form):
    parser = pytest.importorskip("icalendar.parser", reason="icalendar isn't there")
    data = exported(agency, form, date(2026, 1, 15), "x.example")
    assert b"\n" not in data.replace(b"\r\n", b"")
    parts = [line.parts() for line in parser.Contentlines.from_ical(data) if line]
    names = [name for name, _parameters, _value in parts]
    cards = names.count("BEGIN")
    people = agency.relations.ids(RecordKind.CONTACT)
    assert cards == len(agency.directory.ids(PartyRole.CLIENT)) + len(people)
    assert [names.count(name) for name in ("END", "VERSION", "FN", "UID")] == [
        cards
    ] * 4
    for place, name in enumerate(names):
        if name == "BEGIN":
            assert names[place + 1] == "VERSION"
    said = {value for name, _parameters, value in parts if name == "ORG"}
    assert r"Pastificio Mulinello di Anselmi & C. S.a.s." in said


def test_a_task_is_a_to_do(books):
    """
    2025-11-18 custom "task" "t-31" "Send the plan, today"
      due: 2025-11-25
      priority: 1
    """
    tasks = books.relations.all(RecordKind.TASK, date(2026, 1, 1))
    assert render_calendar(tasks, [], as_of=date(2026, 1, 1), domain="x.example") == (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ledgerkit//ledgerkit//EN\r\n"
        b"BEGIN:VTODO\r\nUID:t-31@x.example\r\nDTSTAMP:20260101T000000Z\r\n"
        b"SUMMARY:Send the plan\\, today\r\nDUE;VALUE=DATE:20251125\r\n"
        b"STATUS:NEEDS-ACTION\r\nPRIORITY:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )


def test_a_check_in_is_an_event_of_its_day():
    day = date(2026, 1, 5)
    item = AgendaItem(day=day, kind="check-in", client="rossi", what="Call; ask")
    text = render_calendar([], [item], as_of=day, domain="x.example").decode()
    assert "UID:check-in-rossi@x.example\r\n" in text
    assert "DTSTART;VALUE=DATE:20260105\r\nSUMMARY:rossi: Call\\; ask\r\n" in text
