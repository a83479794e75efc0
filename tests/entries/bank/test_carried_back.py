"""Statements of before the opening entry: balances of later days stay as they are."""

import itertools
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.entries.bank.bank_statements import IBAN, bank_file, line, statement
from tests.entries.bank.test_bank_import_properties import imported

from ledgerkit import load
from ledgerkit.entries.bank.import_statements import choices_above, plan_bank_import
from ledgerkit.entries.bank.prepare import prepare_bank_import

BANK, EQUITY = "Assets:Bank:Main", "Equity:Opening-Balances"
OPENED = f"""
1970-01-01 open {BANK} EUR
  iban: "{IBAN}"
1970-01-01 open {EQUITY}
1970-01-01 open Income:Services
"""


def month(number, opening, *amounts):
    """The file of a statement over a month of 2026, with a line a day from the 13th."""
    first = date(2026, number, 1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    lines = [
        line(f"2026-{number:02}-{day}", amount, reference=f"{number}-{day}")
        for day, amount in enumerate(amounts, start=13)
    ]
    return bank_file(
        statement(lines, opening=opening, since=str(first), until=str(last)),
        name=f"{number}.ofx",
    )


JANUARY = month(1, "100.00", "30.00")
FEBRUARY = month(2, "130.00", "25.00", "5.00")
MARCH = month(3, "160.00", "30.00")


@pytest.fixture
def book(tmp_path):
    """Writes books that open on a day with 160.00, as March does."""

    def opened(day, more=""):
        path = tmp_path / "main.beancount"
        path.write_text(
            f'{OPENED}\n{day} * "Opening"\n  {BANK}  160.00 EUR\n  {EQUITY}\n{more}'
        )
        return path

    return opened


def brought_in(path):
    """What the equity account has brought in."""
    return sum(
        posting.units.number
        for entry in load(path).directives
        for posting in getattr(entry, "postings", None) or ()
        if posting.account == EQUITY
    )


@pytest.mark.parametrize("day", ["2026-03-01", "2026-01-01", "2025-12-31"])
@pytest.mark.parametrize("order", [(JANUARY, FEBRUARY), (FEBRUARY, JANUARY)])
def test_earlier_statements_may_follow_in_any_order(book, day, order):
    path = book(day)
    imported(path, MARCH)
    for file in order:
        imported(path, file)
        loaded = load(path)
        assert [error.message for error in loaded.errors] == []
    assert brought_in(path) == -100
    kinds = [f.kind.name for f in load(path).findings()]
    assert "statement-differs" not in kinds
    assert "statement-gap" not in kinds


def test_what_is_entered_is_what_a_person_would_have_moved(book):
    path = book("2026-03-01")
    imported(path, MARCH)
    planned = imported(path, JANUARY)
    entries = [
        (str(txn.date), txn.narration, txn.postings[0].units.number)
        for txn in planned.directives
        if getattr(txn, "postings", None) and txn.narration.startswith("Opening")
    ]
    assert entries == [
        ("2026-01-01", "Opening balance, as the bank has it", 100),
        ("2026-03-01", "Opening balance: what is in the books by now", -130),
    ]
    assert any("carried back" in note for note in planned.notes)


def test_without_an_opening_balance_only_the_lines_are_taken_off(book):
    path = book("2026-03-01")
    bare = statement([line("2026-01-13", "30.00")])
    planned = imported(path, bank_file(bare))
    amounts = [
        txn.postings[0].units.number
        for txn in planned.directives
        if getattr(txn, "postings", None)
    ]
    assert amounts == [30, -30]


def test_a_line_in_days_that_the_books_have_is_no_part_of_the_opening_balance(book):
    path = book("2026-03-01")
    imported(path, JANUARY)
    late = statement([line("2026-01-14", "5.00", reference="late")], since="2026-01-01")
    books = load(path)
    prepared = prepare_bank_import(books, [bank_file(late)])
    planned = plan_bank_import(books, prepared, choices_above(prepared))
    assert not any("Opening" in str(entry) for entry in planned.directives)
    assert "is asserted for 2026-02-01" in planned.notes[-1]
    assert "import all statements up to that day" in planned.notes[-1]


def test_what_somebody_entered_before_is_left_alone(book):
    more = f'\n2026-01-20 * "Till"\n  {BANK}  5.00 EUR\n  Income:Services\n'
    planned = imported(book("2026-03-01", more), JANUARY)
    assert not any("Opening" in str(entry) for entry in planned.directives)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_statements_of_before_the_books_on_which_nothing_moved_differ_from_nothing(
    order, tmp_path
):
    path = tmp_path / "main.beancount"
    day = f"2026-{order[0] + 1:02}-01"
    path.write_text(f'{OPENED}\n{day} * "Opening"\n  {BANK}  100.00 EUR\n  {EQUITY}\n')
    for number in order:
        imported(path, month(number + 1, "100.00"))
    kinds = {f.kind.name for f in load(path).findings()}
    assert not kinds & {"statement-differs", "statement-gap"}


MONEY = st.decimals(-99, 99, places=2).filter(bool).map(str)


@settings(max_examples=15)
@given(
    st.lists(st.lists(MONEY, max_size=3), min_size=3, max_size=5),
    st.randoms(use_true_random=False),
    st.sampled_from(["first", "long before"]),
)
def test_however_statements_come_the_first_one_opens_the_books(months, chance, opened):
    balances = [Decimal(100)]
    for amounts in months:
        balances.append(balances[-1] + sum(map(Decimal, amounts)))
    files = [
        month(number, str(balance), *amounts)
        for number, (balance, amounts) in enumerate(
            zip(balances, months, strict=False), start=1
        )
    ]
    order = list(range(len(files)))
    chance.shuffle(order)
    day = "2025-12-31" if opened != "first" else f"2026-{order[0] + 1:02}-01"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.beancount"
        path.write_text(
            f'{OPENED}\n{day} * "Opening"\n  {BANK}  {balances[order[0]]} EUR\n'
            f"  {EQUITY}\n"
        )
        for number in order:
            imported(path, files[number])
        loaded = load(path)
        assert [error.message for error in loaded.errors] == []
        held = sum(m.amount for m in loaded.bank_read.movements[BANK])
        assert held == balances[-1]
        assert brought_in(path) == -balances[0]
        kinds = {f.kind.name for f in loaded.findings()}
        assert not kinds & {"statement-differs", "statement-gap"}
