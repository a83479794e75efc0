"""What assets lose, and what loans cost, worked out by hand or published."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.books.schedules.coefficients import asset_classes
from ledgerkit.general_ledger.period import FiscalYearEnd
from ledgerkit.general_ledger.schedules.coefficients import DepreciationMethod
from ledgerkit.general_ledger.schedules.depreciation import (
    Declining,
    StraightLine,
    by_shares,
    half_in_the_first_year,
)
from ledgerkit.general_ledger.schedules.loan import LoanTerms

CENT = Decimal("0.01")
CALENDAR = FiscalYearEnd()


def year_ends(first, count):
    return [date(first + n, 12, 31) for n in range(count)]


def lost_each_year(plan, first, count):
    sums = [plan.accumulated(day) for day in year_ends(first, count)]
    return [after - before for before, after in zip([0, *sums], sums, strict=False)]


def amounts(text):
    return [Decimal(word) for word in text.split()]


def test_straight_line_rounds_the_accumulated_amount():
    plan = StraightLine(
        amount=Decimal(1000), start=date(2022, 4, 10), months=Fraction(36), quantum=CENT
    )
    found = [plan.accumulated(day) for day in year_ends(2022, 4)]
    assert found == amounts("250.00 583.33 916.67 1000.00")
    assert plan.accumulated(date(2022, 4, 29)) == 0
    assert plan.accumulated(date(2022, 4, 30)) == Decimal("27.78")
    assert plan.accumulated(date(2030, 1, 1)) == 1000


def declining(start, months, rate, cost="100000", residual="0"):
    return Declining(
        cost=Decimal(cost),
        residual=Decimal(residual),
        start=start,
        months=months,
        rate=rate,
        quantum=CENT,
    )


def test_declining_balance_changes_to_linear_where_that_is_more():
    plan = declining(date(2025, 7, 1), 60, Fraction(3, 10)).plan(CALENDAR)
    assert lost_each_year(plan, 2025, 7) == amounts(
        "15000 25500 17850 16660 16660 8330 0"
    )


def test_declining_balance_stops_at_the_residual_value():
    plan = declining(date(2025, 1, 1), 24, Fraction(1, 2), residual="60000")
    assert lost_each_year(plan.plan(CALENDAR), 2025, 2) == amounts("40000 0")


def test_an_italian_coefficient_has_half_in_the_first_year():
    shares = half_in_the_first_year(Fraction(1, 5))
    plan = by_shares(Decimal(1000), date(2025, 11, 3), shares, CALENDAR, CENT)
    assert lost_each_year(plan, 2025, 7) == amounts("100 200 200 200 200 100 0")


@pytest.mark.parametrize(
    ("class_", "percents"),
    [
        ("3-year", "33.33 44.45 14.81 7.41"),
        ("5-year", "20 32 19.2 11.52 11.52 5.76"),
        ("7-year", "14.29 24.49 17.49 12.49 8.93 8.92 8.93 4.46"),
        ("5-year-q4", "5 38 22.8 13.68 10.94 9.58"),
        ("10-year", "10 18 14.4 11.52 9.22 7.37 6.55 6.55 6.56 6.55 3.28"),
        (
            "15-year",
            "5 9.5 8.55 7.7 6.93 6.23 5.9 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.91 2.95",
        ),
    ],
)
def test_macrs_tables_are_as_published(class_, percents):
    [found] = [c for c in asset_classes(DepreciationMethod.MACRS) if c.id == class_]
    assert found.percents == amounts(percents)
    shares = [Fraction(p) / 100 for p in found.percents]
    plan = by_shares(Decimal(100), date(2025, 2, 1), shares, CALENDAR, CENT)
    assert lost_each_year(plan, 2025, len(shares)) == amounts(percents)


def test_twenty_years_have_three_decimals_and_sum_to_all():
    """10,000.00 lose 375.00, 721.90 … and 223.10 in the twenty-first year."""
    [found] = [c for c in asset_classes(DepreciationMethod.MACRS) if c.id == "20-year"]
    shares = [Fraction(p) / 100 for p in found.percents]
    plan = by_shares(Decimal(10000), date(2025, 2, 1), shares, CALENDAR, CENT)
    lost = lost_each_year(plan, 2025, 22)
    assert lost[:3] == amounts("375.00 721.90 667.70")
    assert lost[-2:] == amounts("223.10 0")
    assert sum(lost) == 10000


def test_a_german_pool_and_an_electric_vehicle_lose_shares_of_whole_years():
    classes = {c.id: c for c in asset_classes(DepreciationMethod.GERMAN)}
    assert classes["pool"].percents == amounts("20 20 20 20 20")
    car = classes["electric-vehicle"]
    assert [car.holds_on(date(2025, 6, 30)), car.holds_on(date(2025, 7, 1))] == [
        False, True,
    ]  # fmt: skip
    shares = [Fraction(p) / 100 for p in car.percents]
    plan = by_shares(Decimal(40000), date(2025, 11, 3), shares, CALENDAR, CENT)
    assert lost_each_year(plan, 2025, 7) == amounts("30000 4000 2000 2000 1200 800 0")


@pytest.mark.parametrize(
    "method", [DepreciationMethod.MACRS, DepreciationMethod.GERMAN]
)
def test_every_class_of_fixed_shares_sums_to_all(method):
    classes = asset_classes(method)
    assert {sum(each.percents) for each in classes} == {Decimal(100)}


def test_the_german_rate_follows_the_day_of_purchase():
    classes = asset_classes(DepreciationMethod.DECLINING)

    def rate(day, months):
        found = [c.rate_for(months) for c in classes if c.holds_on(day)]
        assert len(found) <= 1
        return found[0] if found else None

    assert rate(date(2025, 7, 1), 60) == Fraction(3, 10)  # Three times 20, at most 30.
    assert rate(date(2025, 7, 1), 180) == Fraction(1, 5)  # Three times 6.67.
    assert rate(date(2024, 4, 1), 60) == Fraction(1, 5)
    assert rate(date(2021, 5, 1), 60) == Fraction(1, 4)
    assert rate(date(2023, 5, 1), 60) is None


def loan(principal, rate, payments, *, is_annuity=True):
    terms = LoanTerms(
        principal=Decimal(principal),
        rate=rate,
        payments=payments,
        is_annuity=is_annuity,
        quantum=CENT,
    )
    return list(terms.plan())


def test_an_annuity():
    plan = loan("10000", Fraction(6, 1200), 36)
    assert {p.amount for p in plan[:-1]} == {Decimal("304.22")}
    assert plan[-1].amount == Decimal("304.18")
    assert [p.interest for p in plan[:2]] == amounts("50.00 48.73")
    assert plan[0].principal == Decimal("254.22")
    assert plan[0].balance == Decimal("9745.78")
    assert sum(p.interest for p in plan) == Decimal("951.88")
    assert plan[-1].balance == 0


def test_a_loan_paid_back_in_equal_parts():
    plan = loan("10000", Fraction(6, 1200), 3, is_annuity=False)
    assert [p.principal for p in plan] == amounts("3333.33 3333.34 3333.33")
    assert [p.interest for p in plan] == amounts("50.00 33.33 16.67")


def test_a_loan_without_interest():
    assert [p.amount for p in loan("100", Fraction(0), 3)] == amounts(
        "33.33 33.33 33.34"
    )


MONEY = st.decimals(min_value=1, max_value=10**7, places=2)


@given(MONEY, st.integers(0, 3000), st.integers(1, 480), st.booleans())
def test_a_loan_is_paid_back_to_the_cent(principal, rate, payments, is_annuity):
    plan = loan(principal, Fraction(rate, 120000), payments, is_annuity=is_annuity)
    assert sum(p.principal for p in plan) == principal
    assert plan[-1].balance == 0
    assert all(p.balance >= 0 and p.interest >= 0 for p in plan)


@given(
    MONEY,
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    st.integers(1, 240),
    st.sampled_from(["12-31", "06-30", "04-05", "15-03"]),
    st.sampled_from(["straight", "declining", "italian"]),
)
def test_every_method_ends_at_the_cost_and_never_turns(
    cost, start, months, year_end, method
):
    fiscal = FiscalYearEnd(year_end)
    if method == "straight":
        plan = StraightLine(
            amount=cost, start=start, months=Fraction(months), quantum=CENT
        )
    elif method == "declining":
        plan = declining(start, months, Fraction(3, 10), cost).plan(fiscal)
    else:
        shares = half_in_the_first_year(Fraction(1, 7))
        plan = by_shares(cost, start, shares, fiscal, CENT)
    sums = [plan.accumulated(start + timedelta(days=d)) for d in range(0, 9000, 91)]
    assert sums == sorted(sums)
    assert sums[0] <= cost
    assert plan.accumulated(date(2060, 1, 1)) == cost
