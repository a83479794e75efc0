"""DSO in its three ways, against worked examples that others published."""

from datetime import date
from decimal import Decimal

from ledgerkit.receivables.collection.measures import count_back, days_sales_outstanding

D = Decimal


def by_month(sales):
    """A function for the sales of whole or begun months, from one amount a month."""

    def between(first, last):
        assert first.day == 1
        assert (first.year, first.month) == (last.year, last.month)
        return D(sales.get((first.year, first.month), 0))

    return between


def test_simple_dso_is_receivables_by_sales_times_days():
    # Published: 150,000 of 1,800,000 a year are 30.4 days.
    found = days_sales_outstanding(D(150000), D(1800000), 365)
    assert round(found, 1) == D("30.4")


def test_without_sales_there_is_no_dso():
    assert days_sales_outstanding(D(100), D(0), 365) is None
    assert days_sales_outstanding(D(100), D(-5), 365) is None


def test_count_back_uses_up_month_after_month():
    # Published with months of 30 days: 212,000 against 100,000, 80,000 and 70,000 are
    # 73.7 days. November has 30 days, October and September here have 31 and 30.
    sales = {(2025, 9): 70000, (2025, 10): 80000, (2025, 11): 100000}
    found = count_back(
        D(212000),
        date(2025, 11, 30),
        first_day=date(2025, 9, 1),
        sales_between=by_month(sales),
    )
    assert found == 30 + 31 + D(32000) * 30 / D(70000)
    assert round(found - 1, 1) == D("73.7")


def test_count_back_counts_a_begun_month_with_the_days_it_has_so_far():
    sales = {(2026, 2): 1000, (2026, 3): 500}
    found = count_back(
        D(750),
        date(2026, 3, 10),
        first_day=date(2026, 1, 1),
        sales_between=by_month(sales),
    )
    assert found == 10 + D(250) * 28 / D(1000)


def test_count_back_of_more_than_was_ever_sold_is_unknown():
    found = count_back(
        D(5000),
        date(2026, 3, 31),
        first_day=date(2026, 3, 1),
        sales_between=by_month({(2026, 3): 100}),
    )
    assert found is None


def test_count_back_of_nothing_owed_is_no_day():
    nothing = by_month({})
    for owed in (D(0), D(-10)):
        assert (
            count_back(
                owed,
                date(2026, 3, 31),
                first_day=date(2026, 1, 1),
                sales_between=nothing,
            )
            == 0
        )
