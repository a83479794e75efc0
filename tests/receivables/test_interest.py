"""Interest on what is paid late: days, rates, part payments, rounding."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.open_items.side import Side
from ledgerkit.receivables.reminders.interest import (
    EU_LATE_PAYMENT,
    InterestRates,
    RateTables,
    interest_of,
    interest_periods,
    late_amounts,
)

D = Decimal


def interest(amounts, rates, after, until, currency="EUR"):
    return interest_of(
        interest_periods(amounts, rates, after=after, until=until), currency
    )


def test_the_example_of_the_british_government():
    """gov.uk, "Late commercial payments: charging interest and debt recovery".

    1,000 pounds at 8 % over a base rate of 0.5 % are 85 a year and, rounded there, 23p
    a day, so 11.50 after 50 days. Unrounded a day is 85/365 = 0.232877, and 50 days
    are 11.64: we round the sum, not the day.
    """
    rates = InterestRates.fixed(D("0.085"))
    due = date(2025, 1, 31)
    owed = [(due, D("1000.00"))]
    assert interest(owed, rates, due, date(2026, 1, 31), "GBP") == D("85.00")
    assert interest(owed, rates, due, date(2025, 2, 1), "GBP") == D("0.23")
    assert interest(owed, rates, due, date(2025, 3, 22), "GBP") == D("11.64")


def test_the_rate_of_each_day_is_that_of_its_half_year():
    """By hand, on 10,000.00 due on 2025-06-15 and unpaid on 2025-07-31.

    15 days to 30 June at 3.15 + 8 %, 31 days in July at 2.15 + 8 %:
    10000 * (0.1115 * 15 + 0.1015 * 31) / 365 = 45.8219… + 86.2054… = 132.03
    """
    due = date(2025, 6, 15)
    periods = interest_periods(
        [(due, D(10000))], EU_LATE_PAYMENT, after=due, until=date(2025, 7, 31)
    )
    assert [(p.days, p.rate) for p in periods] == [
        (15, D("0.1115")),
        (31, D("0.1015")),
    ]
    assert interest_of(periods, "EUR") == D("132.03")


def test_the_rates_of_the_directive_are_those_that_members_published():
    published = {
        date(2013, 3, 16): "0.0875",
        date(2016, 6, 30): "0.0805",
        date(2016, 7, 1): "0.0800",
        date(2022, 12, 31): "0.0800",
        date(2023, 1, 1): "0.1050",
        date(2023, 7, 1): "0.1200",
        date(2024, 1, 1): "0.1250",
        date(2024, 7, 1): "0.1225",
        date(2025, 1, 1): "0.1115",
        date(2025, 12, 31): "0.1015",
    }
    assert {day: str(EU_LATE_PAYMENT.on(day)) for day in published} == published


def test_a_later_rate_of_the_book_continues_the_table():
    own = RateTables([("eu-late-payment", date(2026, 1, 1), D("0.10"))])
    rates = own.get("eu-late-payment")
    assert rates.on(date(2025, 12, 31)) == D("0.1015")
    assert rates.on(date(2026, 1, 1)) == D("0.10")
    assert own.outdated("eu-late-payment", date(2027, 1, 1)) is None
    assert RateTables().outdated("eu-late-payment", date(2027, 1, 1)) == date(
        2025, 12, 31
    )


def test_a_part_payment_bears_interest_on_its_own_day_and_no_more(books):
    """
    2025-01-01 * "Acme" "Website" ^INV-1
      due: 2025-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2025-02-10 * "Acme" "Part" ^INV-1
      Assets:Bank          400.00 EUR
      Assets:Receivable   -400.00 EUR
    """
    invoice = books.find_document("INV-1")
    amounts = late_amounts(invoice, date(2025, 3, 2))
    assert amounts == [(date(2025, 1, 31), D(1000)), (date(2025, 2, 10), D(600))]
    periods = interest_periods(
        amounts,
        InterestRates.fixed(D("0.10")),
        after=invoice.due,
        until=date(2025, 3, 2),
    )
    # Ten days of 1000, twenty of 600: 0.10 * (10000 + 12000) / 365 = 6.0274
    assert [(p.days, p.amount) for p in periods] == [(10, D(1000)), (20, D(600))]
    assert interest_of(periods, "EUR") == D("6.03")


def test_each_instalment_is_late_from_its_own_due_date(books):
    """
    2025-01-01 * "Acme" "Website" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2025-01-11 * "Acme" "Deposit" ^INV-1
      Assets:Bank          300.00 EUR
      Assets:Receivable   -300.00 EUR
    """
    invoice = books.find_document("INV-1")
    assert late_amounts(invoice, date(2025, 3, 31)) == [
        (date(2025, 1, 1), D(300)),
        (date(2025, 1, 11), D(0)),
        (date(2025, 3, 2), D(700)),
    ]


def test_nobody_owed_before_its_day_what_was_added_to_an_invoice_later(books):
    """
    2025-01-01 * "Acme" "Website" ^INV-1
      due: 2025-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2025-02-10 * "Acme" "Forgotten hours"
      invoice: "INV-1"
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    invoice = books.find_document("INV-1")
    assert late_amounts(invoice, date(2025, 3, 2)) == [
        (date(2025, 1, 31), D(1000)),
        (date(2025, 2, 10), D(1100)),
    ]


DAYS = st.dates(date(2022, 1, 1), date(2026, 6, 1))
AMOUNTS = st.lists(
    st.tuples(DAYS, st.decimals("-10", "99999", places=2)), min_size=1, max_size=6
)


@given(AMOUNTS, st.lists(DAYS, min_size=3, max_size=3))
def test_interest_of_adjoining_times_adds_up_before_rounding(amounts, days):
    amounts = sorted(amounts, key=lambda pair: pair[0])
    first, middle, last = sorted(days)

    def products(after, until):
        periods = interest_periods(amounts, EU_LATE_PAYMENT, after=after, until=until)
        return sum((p.day_products for p in periods), D(0))

    assert products(first, last) == products(first, middle) + products(middle, last)


@given(AMOUNTS, DAYS, DAYS)
def test_interest_is_the_sum_of_its_days(amounts, one, other):
    """Each day apart: the amount the evening before, at the day's own rate."""
    amounts = sorted(dict(amounts).items())
    first, last = sorted((one, other))
    periods = interest_periods(amounts, EU_LATE_PAYMENT, after=first, until=last)
    total = D(0)
    for number in range(first.toordinal() + 1, last.toordinal() + 1):
        evening = date.fromordinal(number - 1)
        owed = [amount for day, amount in amounts if day <= evening]
        rate = EU_LATE_PAYMENT.on(date.fromordinal(number))
        total += max(owed[-1], D(0)) * rate if owed else D(0)
    assert sum((p.day_products for p in periods), D(0)) == total


def test_nothing_is_late_before_it_is_due(agency):
    for document in agency.subledger(Side.RECEIVABLE, date(2025, 12, 31)).documents:
        for day, _amount in late_amounts(document, date(2025, 12, 31)):
            assert day >= document.due_parts[0].due
