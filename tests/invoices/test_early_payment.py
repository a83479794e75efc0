"""Early-payment discount: the figures of Odoo's manual, and exact cents on all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.invoices.early_payment import (
    DiscountOffer,
    DiscountTax,
    TaxedAmount,
    discount_off,
    tax_to_charge,
)

UNTIL = date(2026, 1, 22)
ALWAYS, EARLY, NEVER = DiscountTax


def offer_on(*amounts, percent, treatment):
    return DiscountOffer(
        percent=percent,
        until=UNTIL,
        currency="EUR",
        full=sum((a.gross for a in amounts), Decimal(0)),
        off=discount_off(amounts, percent, "EUR", treatment),
    )


def charged(net, rate, percent, treatment):
    tax = tax_to_charge(net, rate, "EUR", percent=percent, treatment=treatment)
    return TaxedAmount(code="x", rate=rate, net=net, tax=tax)


@pytest.mark.parametrize(
    ("treatment", "early", "late", "tax_off"),
    [
        (ALWAYS, "118.58", "120.58", "0.00"),
        (EARLY, "118.58", "121.00", "0.42"),
        (NEVER, "119.00", "121.00", "0.00"),
    ],
)
def test_a_hundred_at_21_percent_with_2_off_is_as_odoo_has_it(
    treatment, early, late, tax_off
):
    two = Decimal(2)
    one = charged(Decimal("100.00"), Decimal("0.21"), two, treatment)
    offer = offer_on(one, percent=two, treatment=treatment)
    assert offer.reduced == Decimal(early)
    assert offer.full == Decimal(late)
    assert offer.off[0].net == Decimal("2.00")
    assert offer.off[0].tax == Decimal(tax_off)


def test_tax_of_an_unknown_rate_is_taken_off_by_the_same_percentage():
    one = TaxedAmount(net=Decimal("100.00"), tax=Decimal("21.00"))
    offer = offer_on(one, percent=Decimal(2), treatment=EARLY)
    assert (offer.off[0].net, offer.off[0].tax) == (Decimal("2.00"), Decimal("0.42"))


def test_each_rate_is_discounted_by_itself():
    amounts = [
        charged(Decimal("10.25"), Decimal("0.10"), Decimal(2), EARLY),
        charged(Decimal("33.33"), Decimal("0.22"), Decimal(2), EARLY),
    ]
    offer = offer_on(*amounts, percent=Decimal(2), treatment=EARLY)
    # 0.205 -> 0.21, tax 1.03 - 1.00; 0.6666 -> 0.67, tax 7.33 - 7.19.
    assert [(p.net, p.tax) for p in offer.off] == [
        (Decimal("0.21"), Decimal("0.03")),
        (Decimal("0.67"), Decimal("0.14")),
    ]


def test_a_credit_note_shrinks_the_offer_in_proportion():
    one = charged(Decimal("100.00"), Decimal("0.21"), Decimal(2), EARLY)
    offer = offer_on(one, percent=Decimal(2), treatment=EARLY)
    left = offer.less_credits(Decimal("60.50"))
    assert (left.full, left.amount, left.reduced) == (
        Decimal("60.50"),
        Decimal("1.21"),
        Decimal("59.29"),
    )
    assert offer.less_credits(Decimal("121.00")).amount == 0


cents = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)
rates = st.sampled_from([None, *map(Decimal, ("0", "0.04", "0.055", "0.21", "0.22"))])
percents = st.integers(1, 9999).map(lambda n: Decimal(n) / 100)


@st.composite
def documents(draw):
    treatment, percent = draw(st.sampled_from(DiscountTax)), draw(percents)
    amounts = []
    for _ in range(draw(st.integers(1, 4))):
        net, rate = draw(cents), draw(rates)
        if rate is None:
            amounts.append(TaxedAmount(net=net, tax=draw(cents)))
        else:
            amounts.append(charged(net, rate, percent, treatment))
    return amounts, percent, treatment


@given(documents())
def test_a_discount_conserves_every_cent(document):
    amounts, percent, treatment = document
    offer = offer_on(*amounts, percent=percent, treatment=treatment)
    rest = [
        (a.net - off.net, a.tax - off.tax)
        for a, off in zip(amounts, offer.off, strict=True)
    ]
    assert sum(net + tax for net, tax in rest) == offer.reduced
    assert offer.reduced + offer.amount == offer.full
    assert 0 <= offer.amount <= offer.full
    for one, (net, tax) in zip(amounts, rest, strict=True):
        if one.rate is not None and treatment is not NEVER:
            assert tax == tax_to_charge(net, one.rate, "EUR")


@given(documents(), st.integers(0, 10**6))
def test_a_portion_of_a_discount_sums_to_it(document, part):
    amounts, percent, treatment = document
    offer = offer_on(*amounts, percent=percent, treatment=treatment)
    amount = min(Decimal(part) / 100, offer.amount)
    assert sum(p.gross for p in offer.portion(amount)) == (
        amount if offer.amount else 0
    )


@given(documents(), cents)
def test_credit_notes_leave_an_offer_within_what_is_left(document, credits_):
    amounts, percent, treatment = document
    offer = offer_on(*amounts, percent=percent, treatment=treatment)
    left = offer.less_credits(credits_)
    assert 0 <= left.amount <= max(offer.full - credits_, 0)
    assert sum(p.gross for p in left.off) == left.amount


def test_a_rate_that_takes_back_has_no_part_in_a_portion():
    amounts = [
        TaxedAmount(rate=Decimal("0.22"), net=Decimal(100), tax=Decimal(22)),
        TaxedAmount(rate=Decimal("0.10"), net=Decimal(-10), tax=Decimal(-1)),
    ]
    offer = offer_on(*amounts, percent=Decimal(2), treatment=EARLY)
    assert offer.amount == Decimal("2.44") - Decimal("0.22")
    assert offer.portion(offer.amount) == offer.off
    half = offer.portion(Decimal("1.11"))
    assert sum(part.gross for part in half) == Decimal("1.11")
    assert half[1].gross == 0
