"""What comes again: rent, wages, subscriptions."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.banking.forecast.recurring import PastPayment, recurring_payments
from ledgerkit.errors import Place

D = Decimal


def paid(day, amount="-900.00", who="landlord", what="Expenses:Rent", **facts):
    return PastPayment(
        who=(who,),
        what=(what,),
        name=who,
        currency="EUR",
        amount=D(amount),
        day=date.fromisoformat(day),
        place=Place("main.beancount", 1),
        **facts,
    )


def coming(*payments, as_of="2026-04-15", until="2026-07-31"):
    days = date.fromisoformat(as_of), date.fromisoformat(until)
    found = recurring_payments(payments, as_of=days[0], until=days[1])
    return [(r.rhythm, str(r.amount), [f"{d:%m-%d}" for d in r.days]) for r in found]


MONTHLY = ("2026-01-31", "2026-02-28", "2026-03-31")


def test_three_payments_a_month_apart_go_on_month_by_month():
    assert coming(*map(paid, MONTHLY)) == [
        ("monthly", "-900.00", ["04-30", "05-31", "06-30", "07-31"])
    ]


def test_two_payments_are_no_habit():
    assert coming(*map(paid, MONTHLY[:2])) == []


@pytest.mark.parametrize(
    ("days", "rhythm", "first"),
    [
        (("2026-03-30", "2026-04-06", "2026-04-13"), "weekly", "04-20"),
        (("2026-03-16", "2026-03-30", "2026-04-13"), "every two weeks", "04-27"),
        (("2025-11-10", "2026-01-12", "2026-03-10"), "every two months", "05-10"),
        (("2025-08-01", "2025-11-03", "2026-02-02"), "quarterly", "05-02"),
        (("2024-11-30", "2025-06-02", "2025-12-01"), "half-yearly", "06-01"),
        (("2023-05-02", "2024-05-06", "2025-05-05"), "yearly", "05-05"),
    ],
)
def test_the_distance_says_how_often(days, rhythm, first):
    found = coming(*map(paid, days))
    assert [(found[0][0], found[0][2][0])] == [(rhythm, first)]


def test_days_without_a_rhythm_are_none():
    assert coming(*map(paid, ("2026-01-01", "2026-01-20", "2026-04-01"))) == []


def test_amounts_that_differ_by_more_than_a_tenth_are_no_habit():
    amounts = ("-100.00", "-150.00", "-210.00")
    assert coming(*(paid(d, a) for d, a in zip(MONTHLY, amounts, strict=True))) == []


def test_a_thirteenth_month_is_set_aside():
    days = ("2025-10-27", "2025-11-27", "2025-12-23", "2026-01-27", "2026-02-26")
    payments = [paid(day) for day in days]
    assert coming(*payments, paid("2025-12-18", "-400.00"), as_of="2026-03-01")


def test_the_amount_is_the_middle_one_of_the_last_three():
    days = ("2025-12-31", *MONTHLY)
    amounts = ("-900.00", "-900.00", "-950.00", "-940.00")
    payments = [paid(d, a) for d, a in zip(days, amounts, strict=True)]
    assert coming(*payments)[0][1] == "-940.00"


def test_what_has_stopped_for_half_a_period_doesnt_come_again():
    assert coming(*map(paid, MONTHLY), as_of="2026-05-15")
    assert coming(*map(paid, MONTHLY), as_of="2026-05-16") == []


def test_what_is_late_is_expected_tomorrow():
    assert coming(*map(paid, MONTHLY), as_of="2026-05-10")[0][2][0] == "05-11"


def test_one_payee_is_told_apart_by_what_it_is_paid_for():
    rent = [paid(day) for day in MONTHLY]
    repairs = [paid(day, "-300.00", what="Expenses:Repairs") for day in MONTHLY[1:]]
    assert [found[1] for found in coming(*rent, *repairs)] == ["-900.00"]


def test_a_bill_is_paid_so_many_days_after_it_comes():
    bills = [paid(day, paid_after=30) for day in MONTHLY]
    assert coming(*bills, until="2026-06-30") == [
        ("monthly", "-900.00", ["05-30", "06-30"])
    ]


def test_what_comes_in_and_what_goes_out_are_two_habits():
    back = [paid(day, "900.00") for day in MONTHLY]
    assert len(coming(*map(paid, MONTHLY), *back)) == 2
