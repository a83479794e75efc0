"""Drafted profiles read the files that they were drafted from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.tables.draft_profile import draft_profile
from ledgerkit.importers.bank_files.tables.parse_profile import parse_bank_profile
from ledgerkit.importers.bank_files.tables.tables import read_table_file


def draft(text, **choices):
    return draft_profile(text.encode(), "f", BankFileChoices(**choices), title="Bank")


def columns(text, **choices):
    return draft(text, **choices).text.partition("[columns]\n")[2].splitlines()


def reread(text, **choices):
    """The lines and balances of a table, read by the profile drafted from it."""
    drafted = draft(text, **choices)
    own = parse_bank_profile(drafted.text, name="own", file="own.toml")
    (statement,) = read_table_file(
        text.encode(), "f", BankFileChoices(profile="own", own_profiles=[own])
    )
    lines = [(line.day, line.amount) for line in statement.lines]
    return lines, statement.opening, statement.closing


def test_two_columns_with_zeros_and_a_balance():
    text = (
        "11/13/2026,0,Deposit,0,500.00,500.00\n11/14/2026,101,Check,100.00,0,400.00\n"
        "11/17/2026,102,Check,100.00,0,300.00\n11/18/2026,0,Deposit,0,700.00,1000.00\n"
    )
    assert columns(text) == [
        'date = "#1"',
        'money-in = "#5"',
        'money-out = "#4"',
        'balance = "#6"',
        'text = "#3"',
    ]
    amounts, opening, closing = reread(text)
    assert [n for _day, n in amounts] == [500, -100, -100, 700]
    assert (opening, closing) == (0, 1000)


def test_two_columns_with_blanks_and_the_latest_on_top():
    text = (
        "05/23/2026,SHOP,1.96,,98.04\n05/22/2026,PAYROLL,,50.00,100.00\n"
        "05/21/2026,GROCER,12.10,,50.00\n"
    )
    assert [str(n) for _day, n in reread(text)[0]] == ["-1.96", "50.00", "-12.10"]


def test_headings_that_nobody_knows_do_not_hinder():
    text = (
        "日期,摘要,存入,支出,余额\n2026-01-13,甲,100.00,,150.00\n"
        "2026-01-14,乙,,30.00,120.00\n"
    )
    assert 'money-in = "存入"' in columns(text)
    assert [n for _day, n in reread(text)[0]] == [100, -30]


@pytest.mark.parametrize("words", [("debit", "credit"), ("Af", "Bij"), ("Dr", "Cr")])
def test_words_of_direction_are_seen_without_headings(words):
    out, in_ = words
    text = (
        f"6/12/2026,Transfer,1000.00,{out},Checking\n6/14/2026,Pay,2000.00,{in_},Main\n"
    )
    assert 'sign = "#4"' in columns(text)
    assert [n for _day, n in reread(text)[0]] == [-1000, 2000]


def test_a_column_that_does_not_follow_is_no_balance():
    text = "2026-01-13,Ink,-5.00,1.10\n2026-01-14,Ink,-6.00,1.20\n"
    assert columns(text) == ['date = "#1"', 'amount = "#3"', 'text = "#2"']


def test_two_columns_that_no_balance_proves_are_told():
    text = "2026-01-13,Ink,5.00,\n2026-01-14,Acme,,7.00\n"
    drafted = draft(text)
    assert "no balance proves" in drafted.why[-1]
    assert "exchange it with money-out if need be" in drafted.text
    assert [n for _day, n in reread(text)[0]] == [-5, 7]


def test_a_total_below_is_skipped():
    text = "2026-01-13,Ink,-5.00\n2026-01-14,Acme,7.00\nTotal,,2.00\n"
    assert "skip-after = 1" in draft(text).text
    assert len(reread(text)[0]) == 2


def test_a_subtotal_among_the_rows_does_not_hinder():
    text = "2026-01-13,Ink,-5.00\nSubtotal,,-5.00\n2026-01-14,Acme,7.00\n"
    assert len(reread(text)[0]) == 2


@dataclass(frozen=True)
class Shape:
    """How a made-up bank writes its table."""

    headings: str
    money: str
    balance: bool
    newest_first: bool
    comma: bool
    date_format: str
    extra: bool


SHAPES = st.builds(
    Shape,
    headings=st.sampled_from(["none", "known", "unknown"]),
    money=st.sampled_from(["one", "card", "blanks", "zeros", "words"]),
    balance=st.booleans(),
    newest_first=st.booleans(),
    comma=st.booleans(),
    date_format=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d"]),
    extra=st.booleans(),
)
MONEY = st.decimals(Decimal("-999.99"), Decimal("999.99"), places=2).filter(bool)
TEXTS = st.sampled_from(["Ink", "Acme 17", "Rent"])
HEADINGS = {
    "known": ["Date", "Description", "Amount", "Debit", "Credit", "DC", "Balance", "x"],
    "unknown": ["Sag", "Sana", "Raha", "Ulos", "Sisaan", "Suunta", "Jaama", "Muu"],
}


def table(shape, moves):
    """The rows of a bank with this shape, and what its last balance is."""
    balance, rows = Decimal("100.00"), []
    for day, (amount, word) in enumerate(moves, start=13):
        balance += amount
        size = abs(amount)
        empty = "0" if shape.money == "zeros" else ""
        cells = {
            "one": [amount],
            "card": [-amount],
            "words": [size, "debit" if amount < 0 else "credit"],
        }.get(shape.money, [size, empty] if amount < 0 else [empty, size])
        row = [f"{date(2026, 1, day):{shape.date_format}}", word, *map(str, cells)]
        row += [str(balance)] if shape.balance else []
        row += ["no"] if shape.extra else []
        rows.append(
            [
                c.replace(".", ",") if shape.comma and n > 1 else c
                for n, c in enumerate(row)
            ]
        )
    return rows[::-1] if shape.newest_first else rows


def header(shape):
    names = HEADINGS[shape.headings]
    money = {"one": [2], "card": [2], "words": [2, 5]}.get(shape.money, [3, 4])
    places = [
        0,
        1,
        *money,
        *([6] if shape.balance else []),
        *([7] if shape.extra else []),
    ]
    return [names[n] for n in places]


@given(
    SHAPES,
    st.lists(
        st.tuples(MONEY, st.sampled_from(["Ink", "Acme", "Rent"])),
        min_size=3,
        max_size=8,
    ),
)
def test_a_draft_fits_its_own_file(shape, moves):
    amounts = [n for n, _w in moves]
    # One direction alone does not show that there are two columns, nor two words.
    assume(any(n < 0 for n in amounts) and any(n > 0 for n in amounts))
    rows = table(shape, moves)
    if shape.headings != "none":
        rows = [header(shape), *rows]
    text = "\n".join(";".join(row) for row in rows) + "\n"
    sign = {"one": "as-is", "card": "reversed"}.get(shape.money)
    lines, opening, closing = reread(text, sign=sign)
    expected = [(date(2026, 1, day), n) for day, n in enumerate(amounts, start=13)]
    assert lines == (expected[::-1] if shape.newest_first else expected), text
    if shape.balance:
        assert (opening, closing) == (100, 100 + sum(amounts)), text
