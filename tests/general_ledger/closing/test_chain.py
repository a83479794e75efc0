"""The chain of closes: every list vouches for the one before it."""

from datetime import date

import pytest
from tests.general_ledger.closing.closing_books import close, closed, edit, named

from ledgerkit.api import load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.general_ledger.close import ClosePeriod, plan_close
from ledgerkit.entries.general_ledger.reopen import ReopenPeriod, plan_reopen
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.closing.closed_list import digest_of_list

RENT = """\
2025-04-03 * "Acme" "Rent"
  Expenses:Rent   700.00 EUR
  Assets:Bank
"""


@pytest.fixture
def two(tmp_path):
    """A ledger with two closed months."""
    main = closed(tmp_path, RENT, period="2025-04", day=date(2025, 5, 2))
    close(main, period="2025-05", day=date(2025, 6, 2))
    return main


def reopen(main, period, day=date(2025, 9, 1)):
    request = ReopenPeriod(period=period, day=day, reason="Late bill", by="Anna")
    planned = plan_reopen(load(main), request)
    main.write_text(main.read_text() + ledger_text(planned.directives, main.parent))


def chain(main):
    rows = load(main).closings(as_of=date(2026, 1, 1)).to_dicts()
    return [(row["period"], row["state"], row["differences"]) for row in rows]


def directive(text, period):
    """The close of a period, as it is written."""
    start = text.index(f'custom "close" "{period}"') - len("2025-05-02 ")
    return text[start : text.find("\n\n", start) + 1 or None]


def test_each_list_names_the_one_before_and_the_last_is_the_head(two):
    closings = load(two).closed_periods.closings
    first, second = closings.closed
    assert (first.previous, second.previous) == ("", first.digest)
    assert closings.head == second.digest
    table = load(two).closings(as_of=date(2025, 6, 30))
    assert table.notes == [f"Head of the chain: {second.digest}."]
    assert named(two) == []


def test_a_close_that_is_taken_out_breaks_the_chain(two):
    edit(two, directive(two.read_text(), "2025-04"), "")
    [(_place, message)] = named(two)
    assert message == (
        "closed period 2025-05: its previous: is not the digest of the close before it"
        " (there is none); a close was taken out or changed, restore it"
    )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("until: 2025-04-30", "until: 2025-04-29", "until:"),
        ("from: 2025-04-01", "from: 2025-04-02", "from:"),
        ('"close" "2025-04"', '"close" "2025-4"', "word"),
        ('2025-05-02 custom "close"', '2025-05-03 custom "close"', "date"),
    ],
)
def test_a_close_says_what_its_list_says(two, old, new, what):
    edit(two, old, new)
    [(_place, message)] = named(two)
    assert f"its {what} isn't what its list closes/2025-04.digests says" in message


def test_a_list_with_other_line_ends_is_the_same_list(two):
    path = two.parent / "closes" / "2025-04.digests"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert named(two) == []


@pytest.mark.parametrize("content", [b"", b"x\n", b"\xff\xfe"])
def test_a_list_that_was_changed_is_named(two, content):
    (two.parent / "closes" / "2025-04.digests").write_bytes(content)
    [(_place, message)] = named(two)
    assert "closes/2025-04.digests is not the one that was written" in message


def test_a_list_elsewhere_is_not_read(two):
    edit(two, '"closes/2025-04.digests"', '"../../../../../dev/zero"')
    [(_place, message)] = named(two)
    assert "can't be read" in message


def test_what_is_reopened_may_be_changed_and_closed_anew(two):
    with pytest.raises(UsageError, match="2025-05 is closed too, and rests on 2025-04"):
        reopen(two, "2025-04")
    reopen(two, "2025-05")
    reopen(two, "2025-04")
    edit(two, "700.00", "710.00")
    assert named(two) == []
    path = close(two, period="2025-04", day=date(2025, 9, 1))
    assert path.name == "2025-04.2.digests"
    assert chain(two) == [
        ("2025-04", "reopened 2025-09-01", 0),
        ("2025-05", "reopened 2025-09-01", 0),
        ("2025-04", "as closed", 0),
    ]
    edit(two, "710.00", "720.00")
    assert chain(two)[-1] == ("2025-04", "changed", 1)


def test_a_reopening_of_nothing_is_named(two):
    two.write_text(
        two.read_text() + '\n2025-07-01 custom "reopen" "2025-06" "Why"\n  by: "Anna"\n'
    )
    messages = [f.message for f in load(two).findings()]
    assert (
        "reopen 2025-06: no close of 2025-06 before 2025-07-01 is in force; correct the"
        " period or the date" in messages
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"close" "2025-06"', "lacks file: or digest:, the list of what was closed"),
        ('"close" 2025', 'close 2025: write 2025-07-01 custom "close" "2025-Q2"'),
        ('"close"', 'close: write 2025-07-01 custom "close" "2025-Q2"'),
        ('"reopen" "2025-05"', 'write 2025-07-01 custom "reopen" "2025-Q2" "Why it is'),
        ('"reopen" "2025-05" "Late"', 'it lacks who did it; write by: "Name"'),
    ],
)
def test_what_cannot_be_read_says_what_to_write(two, line, message):
    two.write_text(f"{two.read_text()}\n2025-07-01 custom {line}\n")
    found = load(two).findings()
    [only] = [f.message for f in found if f.kind.name == "bad-declaration"]
    assert message in only


def test_a_forged_list_that_says_nothing_is_named(two):
    path = two.parent / "closes" / "2025-05.digests"
    forged = path.read_bytes() + b"nonsense\n"
    path.write_bytes(forged)
    [closing] = [c for c in load(two).closed_periods.closings.closed if c.previous]
    edit(two, closing.digest, digest_of_list(forged))
    assert named(two) == []
    edit(two, "Assets:Bank\n\n", "Assets:Bank\n\n2025-05-09 open Assets:Other\n")
    [(_place, message)] = named(two)
    assert "its list closes/2025-05.digests: 'nonsense' describes no dir" in message


@pytest.mark.parametrize(
    ("period", "day", "message"),
    [
        ("2025-06", date(2025, 6, 30), "2025-06 is not over: it ends on 2025-06-30"),
        ("2025-05", date(2025, 9, 1), "2025-05 is closed since 2025-06-02"),
        ("2025-Q2", date(2025, 9, 1), "2025-Q2 has days in common with 2025-04"),
        ("FY2025", date(2026, 9, 1), "FY2025 has days in common with 2025-04"),
        ("2025-13", date(2026, 9, 1), '"2025-13" is not in the calendar'),
        ("spring", date(2026, 9, 1), '"spring" is no period'),
    ],
)
def test_what_cannot_be_closed_says_why(two, period, day, message):
    request = ClosePeriod(period=period, day=day, by="", waivers={})
    with pytest.raises(UsageError, match=message):
        plan_close(load(two), request)


def test_two_closes_of_one_day_are_ordered_by_their_links(tmp_path):
    main = closed(tmp_path, RENT, period="2025-05", day=date(2025, 7, 1))
    close(main, period="2025-04", day=date(2025, 7, 1))
    text = main.read_text()
    later = directive(text, "2025-04")
    main.write_text(text.replace(later, "").replace(RENT, later + RENT))
    assert named(main) == []
    assert [row[0] for row in chain(main)] == ["2025-05", "2025-04"]


def test_a_fiscal_year_that_begins_in_july_is_closed_by_its_own_days(tmp_path):
    setting = '1970-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n'
    main = closed(tmp_path, setting + RENT, period="FY2025", day=date(2025, 7, 2))
    [closing] = load(main).closed_periods.closings.closed
    assert (closing.period.first, closing.period.last) == (
        date(2024, 7, 1),
        date(2025, 6, 30),
    )
    edit(main, '"06-30"', '"09-30"')
    edit(main, "700.00", "710.00")
    assert len(named(main)) == 1
