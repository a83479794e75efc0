"""Coins and notes are summed exactly, and what is over or short is booked."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit import load
from ledgerkit.banking.cash_account import low_balances, parse_pieces, sum_of
from ledgerkit.entries.bank.cash_count import CashCounted, plan_cash_count
from ledgerkit.errors import UsageError

D = Decimal
BOOK = """\
1970-01-01 open Assets:Cash:Till     EUR
  float: 200.00 EUR
1970-01-01 open Assets:Bank          EUR
1970-01-01 open Income:Sales
1970-01-01 open Expenses:Over-Short
  role: "cash-over-short"

2026-01-02 * "Takings"
  Assets:Cash:Till   162.50 EUR
  Income:Sales

2026-02-01 * "Takings after the count"
  Assets:Cash:Till   900.00 EUR
  Income:Sales
"""


@pytest.fixture
def till(tmp_path):
    file = tmp_path / "main.beancount"
    file.write_text(BOOK)
    return load(file)


def counted(text, **facts):
    return CashCounted(
        account="till", day=date(2026, 1, 31), pieces=parse_pieces(text), **facts
    )


def test_pieces_sum_to_the_cent():
    pieces = parse_pieces("50x2, 20x3 0.50x3 0.02x7")
    assert sum_of(pieces) == D("161.64")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("50", '"50" is no value with how many'),
        ("0x3", '"0x3" is no value with how many'),
        ("50x2 50.00x1", "50.00 is counted twice"),
        ("-5x2", '"-5x2" is no value'),
        ("1e9x2", '"1e9x2" is no value'),
        ("", "count values with how many"),
    ],
)
def test_what_is_no_count_is_named(text, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        parse_pieces(text)


def test_what_is_short_is_booked_on_the_day_of_the_count(till):
    planned = plan_cash_count(till, counted("50x3 10x1"))
    count, entry = planned.directives
    assert count.meta == {"pieces": "50x3 10x1"}
    amounts = {p.account: p.units.number for p in entry.postings}
    # 162.50 were in the books, 160.00 in the till; the later takings don't count.
    assert amounts == {"Assets:Cash:Till": D("-2.50"), "Expenses:Over-Short": D("2.50")}
    assert "2.50 EUR short" in planned.notes


def test_a_count_that_agrees_is_a_directive_alone(till):
    planned = plan_cash_count(till, counted("50x3 10x1 0.50x5"))
    assert len(planned.directives) == 1


def test_a_box_is_filled_up_to_its_float_from_what_was_counted(till):
    planned = plan_cash_count(till, counted("50x3", top_up_from="bank"))
    filled = planned.directives[-1]
    amounts = {p.account: p.units.number for p in filled.postings}
    assert amounts == {"Assets:Cash:Till": D("50.00"), "Assets:Bank": D("-50.00")}
    # What comes in after the count is no part of it.
    assert filled.date == date(2026, 2, 1)


def test_an_account_that_holds_no_money_cannot_be_counted(till):
    wrong = CashCounted(account="Income:Sales", day=date(2026, 1, 31), amount=D(1))
    with pytest.raises(UsageError, match="holds no money"):
        plan_cash_count(till, wrong)


def test_a_count_is_compared_with_the_books_of_its_day(tmp_path):
    file = tmp_path / "main.beancount"
    file.write_text(BOOK + '2026-01-31 custom "cash-count" Assets:Cash:Till 160.00 EUR')
    books = load(file)
    [row] = books.cash_counts(as_of=date(2026, 12, 31)).to_dicts()
    assert (row["books"], row["over"]) == (D("162.50"), D("-2.50"))


def day(number):
    return date(2026, 1, number)


def test_times_below_the_limit_are_told_with_their_lowest():
    moved = [(day(1), D(100)), (day(3), D(-80)), (day(5), D(-30)), (day(9), D(60))]
    [low] = low_balances(moved, D(50))
    assert (low.first, low.last) == (day(3), day(9))
    assert (low.lowest, low.lowest_on) == (-10, day(5))


def test_what_comes_and_goes_within_a_day_is_no_breach():
    moved = [(day(1), D(-100)), (day(1), D(100))]
    assert list(low_balances(moved, D(0))) == []


def test_an_overdraft_is_a_breach_only_beyond_its_limit():
    moved = [(day(1), D(-400)), (day(2), D(-200))]
    [low] = low_balances(moved, D(-500))
    assert (low.first, low.last, low.lowest) == (day(2), None, -600)


def test_a_limit_is_kept_by_what_is_exactly_as_much_and_the_first_low_day_counts():
    moved = [(day(1), D(50)), (day(3), D("-0.01")), (day(5), D(0)), (day(9), D("0.01"))]
    [low] = low_balances(moved, D(50))
    assert (low.first, low.last) == (day(3), day(9))
    assert (low.lowest, low.lowest_on) == (D("49.99"), day(3))


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(-50, 50)), max_size=20))
def test_every_day_below_the_limit_is_in_one_time_and_no_other_is(moves):
    moved = sorted((day(n), D(amount)) for n, amount in moves)
    lows = list(low_balances(moved, D(0)))
    for number in range(1, 29):
        balance = sum((a for d, a in moved if d <= day(number)), D(0))
        told = [
            low
            for low in lows
            if low.first <= day(number) and (low.last is None or day(number) < low.last)
        ]
        assert len(told) == (balance < 0)
