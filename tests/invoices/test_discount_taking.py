"""Whether a discount was earned, and whether it was taken."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.invoices.discount_taking import (
    DiscountState,
    Payment,
    assess_payment,
    discount_standing,
    earned_of,
)
from ledgerkit.invoices.early_payment import DiscountOffer, TaxedAmount

UNTIL = date(2026, 1, 22)
IN_TIME, LATE, NOW = date(2026, 1, 22), date(2026, 1, 23), date(2026, 3, 1)
OFFER = DiscountOffer(
    percent=Decimal(2),
    until=UNTIL,
    currency="EUR",
    full=Decimal("121.00"),
    off=(
        TaxedAmount(
            code="be21", rate=Decimal("0.21"), net=Decimal(2), tax=Decimal("0.42")
        ),
    ),
)


@pytest.mark.parametrize(
    ("payments", "taken", "open_", "as_of", "state"),
    [
        ([], "0", "121.00", IN_TIME, DiscountState.ON_OFFER),
        ([], "0", "121.00", LATE, DiscountState.LAPSED),
        ([(IN_TIME, "118.58")], "2.42", "0", NOW, DiscountState.TAKEN),
        ([(LATE, "118.58")], "2.42", "0", NOW, DiscountState.NOT_EARNED),
        ([(IN_TIME, "121.00")], "0", "0", NOW, DiscountState.NOT_TAKEN),
        ([(LATE, "121.00")], "0", "0", NOW, DiscountState.LAPSED),
        ([(IN_TIME, "118.58")], "0", "2.42", NOW, DiscountState.NOT_BOOKED),
        ([(LATE, "118.58")], "0", "2.42", NOW, DiscountState.SHORT_PAID),
        ([(IN_TIME, "59.29")], "1.21", "60.50", NOW, DiscountState.PARTLY),
        ([(IN_TIME, "59.29"), (LATE, "61.71")], "0", "0", NOW, DiscountState.PARTLY),
        ([(IN_TIME, "59.29")], "2.42", "59.29", NOW, DiscountState.TOO_MUCH),
        ([(IN_TIME, "110.00")], "11.00", "0", NOW, DiscountState.TOO_MUCH),
        ([(IN_TIME, "120.00")], "1.00", "0", NOW, DiscountState.PARTLY),
    ],
)
def test_where_a_discount_stands_follows_from_days_and_amounts(
    payments, taken, open_, as_of, state
):
    standing = discount_standing(
        OFFER,
        [Payment(day, Decimal(amount)) for day, amount in payments],
        taken=Decimal(taken),
        open_=Decimal(open_),
        as_of=as_of,
    )
    assert standing.state is state


def test_half_paid_in_time_earns_half():
    assert earned_of(OFFER, Decimal("59.29")) == Decimal("1.21")


def test_even_half_a_unit_paid_in_time_earns_its_cent():
    # 2.42 * 0.50 / 118.58 = 0.0102…
    assert earned_of(OFFER, Decimal("0.50")) == Decimal("0.01")
    assert earned_of(OFFER, Decimal(0)) == 0


@pytest.mark.parametrize(
    ("day", "paid", "discount", "rest"),
    [
        (IN_TIME, "118.58", "2.42", "0"),
        (IN_TIME, "120.00", "1.00", "0"),
        (IN_TIME, "121.00", "0", "0"),
        (IN_TIME, "118.57", "0", "2.43"),
        (LATE, "118.58", "0", "2.42"),
        (LATE, "121.50", "0", "-0.50"),
    ],
)
def test_a_payment_earns_the_discount_in_time_and_short_by_no_more(
    day, paid, discount, rest
):
    found = assess_payment(OFFER, open_=Decimal("121.00"), day=day, paid=Decimal(paid))
    assert found.is_early == (day == IN_TIME)
    assert (found.discount, found.rest) == (Decimal(discount), Decimal(rest))
    assert sum(part.gross for part in found.off) == found.discount


def test_what_is_to_be_booked_is_divided_between_discount_and_tax():
    found = assess_payment(
        OFFER, open_=Decimal("121.00"), day=IN_TIME, paid=Decimal("118.58")
    )
    assert [(p.code, p.net, p.tax) for p in found.off] == [
        ("be21", Decimal("2.00"), Decimal("0.42"))
    ]


@given(st.integers(0, 20000), st.dates(date(2026, 1, 1), date(2026, 2, 28)))
def test_paid_discount_and_rest_sum_to_what_was_open(cents, day):
    paid = Decimal(cents) / 100
    found = assess_payment(OFFER, open_=Decimal("121.00"), day=day, paid=paid)
    assert paid + found.discount + found.rest == Decimal("121.00")
    assert found.discount == 0 or day <= UNTIL
