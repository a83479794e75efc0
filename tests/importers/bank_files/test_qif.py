"""What a QIF file says becomes statements; what it doesn't say is asked for."""

from datetime import date
from decimal import Decimal

import pytest
from tests.importers.bank_files.qif_files import BANK, QUICKEN

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.qif.qif import is_qif, read_qif

GIVE = "give the file's own --date-format"


def lines_of(text, **choices):
    statements = read_qif(text.encode(), "a.qif", BankFileChoices(**choices))
    return [line for one in statements for line in one.lines]


def day_of(text, **choices):
    (line,) = lines_of(f"!Type:Bank\nD{text}\nT1.00\n^", **choices)
    return line.day


def refusal(text, **choices):
    with pytest.raises(UnreadableFileError) as caught:
        lines_of(text, **choices)
    return str(caught.value)


def test_quickens_export_of_several_accounts():
    bank, card = read_qif(QUICKEN, "a.qif")
    assert (bank.account, card.account) == ("House Bank", "Visa")
    assert (bank.since, bank.until) == (date(2026, 1, 2), date(2026, 1, 15))
    assert (bank.currency, bank.opening, bank.closing) == ("", None, None)
    first, second, third = bank.lines
    assert (first.day, first.amount) == (date(2026, 1, 2), Decimal("-1234.50"))
    assert (first.name, first.text) == ("Lumen, Ltd", "Bulbs kitchen porch no. 101")
    assert (first.kind, first.place.lineno) == ("Office:Light/Studio", 21)
    assert (second.amount, second.kind) == (Decimal(2000), "[Visa]")
    # The account's second section, and a record without an end.
    assert (third.day, third.name) == (date(2026, 1, 15), "Fee")
    # Shares bought have an amount without a sign, and are no line.
    assert [line.amount for line in card.lines] == [Decimal("-2000.00")]


def test_an_old_encoding_is_asked_for():
    with pytest.raises(UnreadableFileError) as caught:
        read_qif(BANK, "a.qif")
    assert str(caught.value) == (
        'a.qif:4: it is not UTF-8; write --encoding cp1252 if "PBäcker" is right, or'
        ' --encoding cp850 if "PBõcker" is right'
    )
    (statement,) = read_qif(BANK, "a.qif", BankFileChoices(encoding="cp1252"))
    (line,) = statement.lines
    assert (line.day, line.amount) == (date(1999, 3, 25), Decimal("-1234.50"))
    assert line.name == "Bäcker"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read(encoding):
    data = "!Type:Bank\nD2026-01-31\nT1.00\nPCafé\n^\n".encode(encoding)
    assert is_qif(data)
    (statement,) = read_qif(data, "a.qif")
    assert statement.lines[0].name == "Café"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/13'26", date(2026, 1, 13)),
        ("13/ 1'26", date(2026, 1, 13)),
        ("03/25/099", date(1999, 3, 25)),
        ("3/25/105", date(2005, 3, 25)),
        ("25.03.99", date(1999, 3, 25)),
        ("25-03-1999", date(1999, 3, 25)),
        ("1/13' 5", date(2005, 1, 13)),
        ("27/ 8'99", date(1999, 8, 27)),
        ("08/27/21", date(2021, 8, 27)),
        ("1/ 1'00", date(2000, 1, 1)),
        ("2022-09-08", date(2022, 9, 8)),
        ("2022/9/8", date(2022, 9, 8)),
        ("20220908", date(2022, 9, 8)),
        ("8 Sep 2022", date(2022, 9, 8)),
    ],
)
def test_days_in_every_form(text, day):
    assert day_of(text) == day


def test_one_day_after_the_twelfth_decides_for_all():
    text = "!Type:Bank\nD1/2'26\nT1.00\n^\nD1/13'26\nT1.00\n^"
    assert [line.day for line in lines_of(text)] == [
        date(2026, 1, 2),
        date(2026, 1, 13),
    ]


def test_where_no_day_decides_it_is_asked_for():
    text = "!Type:Bank\nD1/ 2'26\nT1.00\n^"
    assert refusal(text) == (
        "a.qif: its dates can be read in several ways; write --date-format %d/%m/%Y if"
        " 1/2/2026 is 2026-02-01, or --date-format %m/%d/%Y if 1/2/2026 is 2026-01-02"
    )
    assert day_of("1/ 2'26", date_format="%m/%d/%Y") == date(2026, 1, 2)
    assert day_of("1/ 2'26", date_format="%d.%m.%y") == date(2026, 2, 1)


def test_dates_of_two_orders_are_refused():
    text = "!Type:Bank\nD1/13'26\nT1.00\n^\nD13/1'26\nT1.00\n^"
    assert "line 5 has '13/1/2026' and line 2 has '1/13/2026'" in refusal(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("-1,234,567.00", "-1234567.00"),
        ("1.234,50", "1234.50"),
        ("+5", "5"),
        ("-184.8", "-184.8"),
        ("$12.00", "12.00"),
    ],
)
def test_amounts_in_every_form(text, amount):
    (line,) = lines_of(f"!Type:Bank\nD2026-01-31\nT{text}\n^")
    assert line.amount == Decimal(amount)


def test_thousands_or_decimals_are_asked_for():
    text = "!Type:Bank\nD2026-01-31\nT1,234\n^"
    assert refusal(text) == (
        "a.qif: its amounts can be read in several ways; write --decimal-mark . if"
        " 1,234 is 1234, or --decimal-mark , if 1,234 is 1.234"
    )
    assert lines_of(text, decimal_mark=".")[0].amount == 1234


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("T1.00\nPA", "2: the movement has no day (D)"),
        ("D2026-01-31\nPA", "2: the movement has no amount (T)"),
        ("D2026-01-31\nT", "3: the movement has no amount (T)"),
        ("D2026-01-31\nT1E9", "3: '1E9' is no amount"),
        (
            "D2026-02-30\nT1.00",
            f'2: "2026-02-30" is no day in the form %Y-%m-%d; {GIVE}',
        ),
    ],
)
def test_a_movement_without_day_or_amount_is_refused_by_line(record, why):
    assert refusal(f"!Type:Bank\n{record}\n^") == f"a.qif:{why}"


@pytest.mark.parametrize(
    "heading", ["Bank", "CCard", "Cash", "Oth A", "Oth L", "bank "]
)
def test_every_sort_of_account(heading):
    assert len(lines_of(f"!Type:{heading}\nD2026-01-31\nT1.00\n^\n^\n")) == 1


def test_equal_movements_are_as_many_lines():
    record = "D2026-01-31\nT1.00\nPA\n^\n"
    assert len(lines_of(f"!Type:Bank\n{record * 3}")) == 3


def test_lists_are_passed_over():
    lists = "".join(
        f"!Type:{name}\nNX\nD5\nT9\n^\n"
        for name in ("Cat", "Class", "Memorized", "Prices", "Security", "Tag")
    )
    assert len(lines_of(f"{lists}!Type:Bank\nD2026-01-31\nT1.00\n^\n")) == 1


def test_quickens_opening_balance_names_the_account():
    text = "!Type:Bank\nD2026-01-31\nT5.00\nPOpening Balance\nL[Savings]\n^"
    (statement,) = read_qif(text.encode(), "a.qif")
    assert statement.account == "Savings"
    assert statement.lines[0].amount == Decimal("5.00")
