"""Who only looks at a file sees it as it is most likely meant, and what is in doubt."""

import io
from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.errors import AmbiguousFileError, UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.read import read_bank_file


def looked_at(text, encoding="utf-8", **choices):
    stream = io.BytesIO(text.encode(encoding))
    (statement,) = likeliest_statements(stream, "f.csv", BankFileChoices(**choices))
    return statement, list(statement.lines)


def test_the_day_is_taken_before_the_month_and_both_ways_are_told():
    text = "Date,Description,Amount\n03/04/2026,Lamp,-10.00\n"
    statement, (line,) = looked_at(text)
    assert line.day == date(2026, 4, 3)
    assert statement.notes[0] == (
        "in doubt, here read with --date-format %d/%m/%Y: its dates can be read as"
        " %d/%m/%Y (03/04/2026 is 2026-04-03) or %m/%d/%Y (03/04/2026 is 2026-03-04);"
        " write --date-format %d/%m/%Y if that is right, or the other"
    )


def test_several_doubts_are_all_told():
    text = "Date,Description,Amount\n03/04/2026,Café,10.00\n"
    statement, (line,) = looked_at(text, "cp1252")
    assert (line.amount, line.text) == (Decimal("10.00"), "Café")
    doubts = [note for note in statement.notes if note.startswith("in doubt")]
    assert [doubt.split(":")[0] for doubt in doubts] == [
        "in doubt, here read with --encoding cp1252",
        "in doubt, here read with --date-format %d/%m/%Y",
        "in doubt, here read with --sign as-is",
    ]


def test_what_a_person_says_is_in_no_doubt():
    text = "Date,Description,Amount\n03/04/2026,Lamp,-10.00\n"
    statement, (line,) = looked_at(text, date_format="%m/%d/%Y")
    assert line.day == date(2026, 3, 4)
    assert not any(note.startswith("in doubt") for note in statement.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount\n03/04/2026,Lamp,-10.00\n",
        "Date,Description,Amount\n2026-04-03,Lamp,10.00\n",
        "!Type:Bank\nD1/ 2'26\nT-10.00\n^\n",
        "!Type:Bank\nD25/2'26\nT1,234\n^\n",
    ],
    ids=["dates", "sign", "QIF dates", "QIF decimal mark"],
)
def test_what_is_in_doubt_is_never_booked(text):
    with pytest.raises(AmbiguousFileError):
        read_bank_file(text.encode(), "f.csv")
    looked_at(text)


def test_a_broken_file_is_refused_as_ever():
    with pytest.raises(UnreadableFileError, match=r"f.csv:2: 'ten' is no amount"):
        looked_at("Date,Description,Amount\n03/04/2026,Lamp,ten\n")
