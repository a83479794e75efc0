"""Discounts on several documents that one line pays: in time, late, to five cents."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.banking.known_documents import (
    DAY,
    differences,
    document,
    line,
    match,
    settles,
)

D = Decimal


def offered(number, amount, off, until=DAY):
    return document(number, amount, discount=D(off), discount_until=until)


def paid(amount, *documents):
    text = "A-1001 A-1002"
    [found] = match(line(amount, text, "ACME TRADING"), documents=documents)
    return found


@pytest.mark.parametrize("amount", ["1469.95", "1470.00", "1470.05"])
def test_discounts_of_several_are_rounded_by_five_cents(amount):
    found = paid(
        amount, offered("A-1001", "1000.00", "20.00"), offered("A-1002", "500.00", "10")
    )
    assert settles(found) == {"A-1001": D("1000.00"), "A-1002": D("500.00")}
    assert differences(found) == {"discount": D(amount) - 1500}


@pytest.mark.parametrize("amount", ["1469.94", "1470.06"])
def test_six_cents_are_no_rounding_of_a_discount(amount):
    found = paid(
        amount, offered("A-1001", "1000.00", "20.00"), offered("A-1002", "500.00", "10")
    )
    assert "discount" not in differences(found)


@pytest.mark.parametrize("late", [0, 1])
def test_of_several_discounts_the_latest_says_whether_they_are_in_time(late):
    # Whichever stands first: one in time doesn't excuse the other.
    dates = [DAY - timedelta(1), DAY]
    documents = [
        offered(f"A-{1001 + n}", "1000.00", "20.00", dates[(n + late) % 2])
        for n in (0, 1)
    ]
    found = paid("1960.00", *documents)
    assert differences(found) == {"discount": D("-40.00")}
    in_time = [offered(f"A-{1001 + n}", "1000.00", "20.00") for n in (0, 1)]
    assert found.reason != paid("1960.00", *in_time).reason
