"""Deferred revenue becomes income as the days pass, and never a cent more or less."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import Place
from ledgerkit.money import part_between
from ledgerkit.receivables.recurring.deferral import Credit, DeferralBasis, DeferredLine
from ledgerkit.receivables.recurring.recognition import Recognition, group_lines

CENT = Decimal("0.01")
DAYS, MONTHS = DeferralBasis.DAYS, DeferralBasis.MONTHS


def line(amount, first, last, *, issued=None, taken=(), number="INV-1"):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return DeferredLine(
        number=number,
        party="acme",
        description="Hosting",
        issued=date.fromisoformat(issued) if issued else first,
        currency="EUR",
        account="Liabilities:Deferred",
        income="Income:Hosting",
        amount=Decimal(amount),
        first=first,
        last=last,
        place=Place("main.beancount", 1),
        credits=tuple(
            Credit(day=date.fromisoformat(day), amount=Decimal(number), number="CN-1")
            for day, number in taken
        ),
    )


def entries(lines, until, basis=DAYS, recognitions=()):
    (group,) = group_lines(lines, recognitions)
    due = group.due_entries(date.fromisoformat(until), basis)
    return [(str(day), str(amount)) for day, amount in due]


def recognition(day, amount):
    return Recognition(
        day=date.fromisoformat(day) if isinstance(day, str) else day,
        number="INV-1",
        account="Liabilities:Deferred",
        income="Income:Hosting",
        currency="EUR",
        amount=Decimal(amount),
    )


def test_a_year_with_29_february_by_days():
    """By hand: 1,000.00 over the 366 days from 16 January 2024 to 15 January 2025.

    16 days are over at the end of January, 45 of February, 76 of March …:
    43.7158, 122.9508, 207.6503, 289.6175, 374.3169, 456.2842, 540.9836, 625.6831,
    707.6503, 792.3497, 874.3169, 959.0164, 1000.
    """
    year = line("1000.00", "2024-01-16", "2025-01-15")
    assert entries([year], "2025-12-31") == [
        ("2024-01-31", "43.72"),
        ("2024-02-29", "79.23"),
        ("2024-03-31", "84.70"),
        ("2024-04-30", "81.97"),
        ("2024-05-31", "84.70"),
        ("2024-06-30", "81.96"),
        ("2024-07-31", "84.70"),
        ("2024-08-31", "84.70"),
        ("2024-09-30", "81.97"),
        ("2024-10-31", "84.70"),
        ("2024-11-30", "81.97"),
        ("2024-12-31", "84.70"),
        ("2025-01-31", "40.98"),
    ]


def test_the_same_by_months_has_eleven_equal_ones_and_two_parts():
    """16/31 of January, eleven months, 15/31 of January: twelve in all."""
    year = line("1200.00", "2024-01-16", "2025-01-15")
    amounts = [amount for _day, amount in entries([year], "2025-01-31", MONTHS)]
    assert amounts == ["51.61", *["100.00"] * 11, "48.39"]


def test_nothing_is_recognised_before_the_document_and_then_all_of_it():
    late = line("1200.00", "2026-01-01", "2026-12-31", issued="2026-03-10")
    assert entries([late], "2026-02-28") == []
    # 90 of 365 days are over: 295.890…
    assert entries([late], "2026-03-31") == [("2026-03-31", "295.89")]


def test_a_month_end_that_has_not_come_is_not_due():
    year = line("1200.00", "2026-01-01", "2026-12-31")
    assert entries([year], "2026-01-30") == []


def test_what_was_recognised_by_hand_counts():
    year = line("1200.00", "2026-01-01", "2026-12-31")
    by_hand = [recognition("2026-02-28", "200.00")]
    # 59 days: 193.97, less than the 200.00; 90 days: 295.89.
    assert entries([year], "2026-02-28", recognitions=by_hand) == [
        ("2026-02-28", "-6.03")
    ]
    assert entries([year], "2026-03-31", recognitions=by_hand) == [
        ("2026-03-31", "95.89")
    ]


def test_a_credit_note_leaves_what_was_earned_and_takes_back_the_rest():
    """100 of 365 days are earned on 10 April: 1000.00, and 2650.00 are left."""
    year = line(
        "3650.00", "2026-01-01", "2026-12-31", taken=[("2026-04-11", "2650.00")]
    )
    assert year.earned(date(2026, 4, 10), DAYS) == Decimal("1000.00")
    assert year.earned(date(2026, 12, 31), DAYS) == Decimal("1000.00")
    assert [day for day, _amount in entries([year], "2026-12-31")] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_credit_note_of_a_part_spreads_what_it_leaves():
    year = line(
        "3650.00", "2026-01-01", "2026-12-31", taken=[("2026-04-11", "1325.00")]
    )
    # 265 days are left for 1325.00: five euros a day.
    assert year.earned(date(2026, 4, 11), DAYS) == Decimal("1005.00")
    assert year.earned(date(2026, 12, 31), DAYS) == Decimal("2325.00")


def test_a_credit_note_of_everything_takes_back_what_was_income():
    year = line(
        "3650.00", "2026-01-01", "2026-12-31", taken=[("2026-04-11", "3650.00")]
    )
    assert year.earned(date(2026, 4, 10), DAYS) == Decimal("1000.00")
    assert year.earned(date(2026, 4, 11), DAYS) == 0
    done = [recognition("2026-03-31", "900.00")]
    assert entries([year], "2026-04-30", recognitions=done) == [
        ("2026-04-30", "-900.00")
    ]


AMOUNTS = st.decimals(-100_000, 100_000, places=2).filter(bool)
FIRSTS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(0, 900)
BASES = st.sampled_from(DeferralBasis)


@given(AMOUNTS, FIRSTS, LENGTHS, st.integers(-60, 400), BASES)
def test_entries_sum_to_the_line_exactly(amount, first, length, delay, basis):
    last = first + timedelta(days=length)
    issued = first + timedelta(days=delay)
    one = line(str(amount), str(first), str(last), issued=str(issued))
    until = max(last, issued) + timedelta(days=31)
    found = entries([one], str(until), basis)
    assert sum(Decimal(number) for _day, number in found) == amount
    assert all((Decimal(number) > 0) == (amount > 0) for _day, number in found)
    assert [day for day, _ in found] == sorted({day for day, _ in found})


@given(AMOUNTS, FIRSTS, LENGTHS, BASES, st.lists(st.integers(0, 1200), max_size=4))
def test_recognising_in_steps_is_recognising_at_once_and_twice_is_once(
    amount, first, length, basis, steps
):
    one = line(str(amount), str(first), str(first + timedelta(days=length)))
    days = sorted(first + timedelta(days=step) for step in steps)
    done = []
    for day in [*days, *days]:
        done += [
            recognition(end, number)
            for end, number in entries([one], str(day), basis, done)
        ]
    if days:
        wanted = entries([one], str(days[-1]), basis)
        assert sum(r.amount for r in done) == sum(Decimal(n) for _day, n in wanted)
        assert entries([one], str(days[-1]), basis, done) == []


@given(
    st.decimals(1, 100_000, places=2),
    FIRSTS,
    st.integers(30, 900),
    BASES,
    st.lists(st.tuples(st.integers(0, 950), st.integers(1, 100)), max_size=3),
)
def test_a_line_is_in_the_end_what_its_credits_leave(
    amount, first, length, basis, taken
):
    last = first + timedelta(days=length)
    parts = [
        (str(first + timedelta(days=day)), (amount * percent / 400).quantize(CENT))
        for day, percent in sorted(taken)
    ]
    one = line(str(amount), str(first), str(last), taken=parts)
    end = last + timedelta(days=1000)
    left = amount - sum((part for _day, part in parts), Decimal(0))
    assert one.earned(end, basis) == left
    found = entries([one], str(end), basis)
    assert sum((Decimal(number) for _day, number in found), Decimal(0)) == left


@given(
    st.lists(st.tuples(AMOUNTS, FIRSTS, LENGTHS), min_size=1, max_size=4),
    st.randoms(),
    BASES,
)
def test_the_order_of_lines_changes_nothing(parts, random, basis):
    lines = [
        line(str(amount), str(first), str(first + timedelta(days=length)))
        for amount, first, length in parts
    ]
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert entries(lines, "2033-12-31", basis) == entries(shuffled, "2033-12-31", basis)


@given(AMOUNTS, st.lists(st.fractions(0, 1), max_size=6))
def test_adjoining_parts_sum_to_the_whole(amount, cuts):
    edges = [Fraction(0), *sorted(cuts), Fraction(1)]
    parts = [
        part_between(amount, start, end, quantum=CENT) for start, end in pairwise(edges)
    ]
    assert sum(parts) == amount
    assert all(abs(part) <= abs(amount) + CENT for part in parts)


@pytest.mark.parametrize("basis", DeferralBasis)
def test_a_single_day_is_earned_on_it(basis):
    one = line("10.00", "2026-05-05", "2026-05-05")
    assert one.earned(date(2026, 5, 4), basis) == 0
    assert one.earned(date(2026, 5, 5), basis) == 10
