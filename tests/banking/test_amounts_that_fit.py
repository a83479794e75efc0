"""How an amount fits what is open, to the last day and the last cent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.banking.known_documents import DAY, document, known, line

from ledgerkit.banking.matching.evidence import Fit
from ledgerkit.banking.matching.one_document import (
    amount_fits,
    is_fee,
    is_usual_fee,
    with_discount,
)

D = Decimal
OFFERED = document("A-1", "1000.00", discount=D("20.00"), discount_until=DAY)


@pytest.mark.parametrize(
    ("days", "fit"),
    [
        (0, Fit.DISCOUNT),
        (1, Fit.LATE_DISCOUNT),
        (7, Fit.LATE_DISCOUNT),
        (8, None),
    ],
)
def test_a_discount_holds_to_its_last_day_and_is_forgiven_for_a_week(days, fit):
    paid = line("980.00", day=DAY + timedelta(days=days))
    expected = (D("980.00"), fit) if fit else None
    assert with_discount(paid, OFFERED, OFFERED.open) == expected


def test_the_value_day_decides_where_it_comes_before_the_line():
    late = DAY + timedelta(days=3)
    assert with_discount(line("980.00", day=late), OFFERED, OFFERED.open)[1] is (
        Fit.LATE_DISCOUNT
    )
    in_time = line("980.00", day=late, value_day=DAY)
    assert with_discount(in_time, OFFERED, OFFERED.open)[1] is Fit.DISCOUNT


def test_what_was_paid_in_part_has_no_discount_left():
    assert with_discount(line("480.00"), OFFERED, D("500.00")) is None


@pytest.mark.parametrize(
    ("kept", "open_", "found"),
    [
        ("0.00", "1000.00", False),
        ("0.01", "1000.00", True),
        # Six of a hundred of what is open.
        ("6.00", "100.00", True),
        ("6.01", "100.00", False),
        # Fifty at most, however much is open.
        ("50.00", "10000.00", True),
        ("50.01", "10000.00", False),
        ("-1.00", "1000.00", False),
    ],
)
def test_the_most_that_a_bank_keeps_is_six_percent_and_fifty_euros(kept, open_, found):
    assert is_fee(D(kept), D(open_), "EUR") is found
    # Of money out, the other side received less than was owed.
    assert is_fee(D(kept), -D(open_), "EUR") is found


def test_a_fee_in_yen_is_at_most_as_many_yen_as_cents_of_a_euro():
    assert is_fee(D(5000), D(1000000), "JPY")
    assert not is_fee(D(5001), D(1000000), "JPY")


def test_a_usual_fee_is_in_steps_of_five_cents():
    assert is_usual_fee(D("2.35"), "EUR")
    assert not is_usual_fee(D("2.34"), "EUR")


@pytest.mark.parametrize(
    ("paid", "fits"),
    [
        ("1000.00", [(Fit.EXACT, "1000.00")]),
        ("999.95", [(Fit.ROUNDED, "1000.00"), (Fit.PART, "999.95")]),
        ("999.94", [(Fit.FEE, "1000.00"), (Fit.PART, "999.94")]),
        ("950.00", [(Fit.FEE, "1000.00"), (Fit.PART, "950.00")]),
        ("949.99", [(Fit.PART, "949.99")]),
        ("1000.05", [(Fit.ROUNDED, "1000.00"), (Fit.OVER, "1000.00")]),
        ("1000.06", [(Fit.OVER, "1000.00")]),
        ("-1000.00", []),
    ],
)
def test_an_amount_is_exact_rounded_less_a_fee_a_part_or_more(paid, fits):
    invoice = document("A-2", "1000.00")
    found = amount_fits(line(paid), invoice, invoice.open, known())
    assert [(fit.fit, fit.settles) for fit in found] == [(f, D(s)) for f, s in fits]


@pytest.mark.parametrize(
    ("paid", "fit"),
    [
        ("979.94", Fit.FEE),
        ("979.95", Fit.DISCOUNT),
        ("980.05", Fit.DISCOUNT),
        ("980.06", Fit.FEE),
    ],
)
def test_a_discount_may_be_rounded_by_five_cents(paid, fit):
    found = amount_fits(line(paid), OFFERED, OFFERED.open, known())
    assert [each.fit for each in found] == [fit, Fit.PART]


@pytest.mark.parametrize(
    ("euros", "fits"),
    [
        # Booked at 0.90: 990.00 euros, and the rate moves by six percent.
        ("930.60", [Fit.EXCHANGED_ABOUT]),
        ("930.59", []),
        ("1049.40", [Fit.EXCHANGED_ABOUT]),
        ("1049.41", []),
    ],
)
def test_an_invoice_in_dollars_fits_about_what_it_was_booked_at(euros, fits):
    dollars = document("A-3", "1100.00", currency="USD", booked_rate=D("0.90"))
    found = amount_fits(line(euros), dollars, dollars.open, known())
    assert [fit.fit for fit in found] == fits


@pytest.mark.parametrize(
    ("ordered", "fits"),
    [
        ("1100.00", [(Fit.EXCHANGED, "1100.00")]),
        ("1099.99", [(Fit.PART, "1099.99")]),
        ("1100.01", []),
        ("-1100.00", []),
    ],
)
def test_what_was_ordered_in_dollars_settles_dollars(ordered, fits):
    dollars = document("A-3", "1100.00", currency="USD", booked_rate=D("0.90"))
    paid = line("990.00", original_amount=D(ordered), original_currency="USD")
    found = amount_fits(paid, dollars, dollars.open, known())
    assert [(fit.fit, fit.settles) for fit in found] == [(f, D(s)) for f, s in fits]
