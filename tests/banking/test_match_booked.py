"""Which movement that is in the books already a line clears."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.banking.known_documents import DAY, PLACE, line, match

from ledgerkit.banking.matching.books_side import BookedMovement
from ledgerkit.banking.matching.proposal import MatchKind


def movement(days, amount="-50.00", **more):
    return BookedMovement(
        day=DAY + timedelta(days),
        amount=Decimal(amount),
        currency="EUR",
        names=more.pop("names", ("Tipografia Rossi",)),
        place=PLACE,
        **more,
    )


@pytest.mark.parametrize("days", [(-9, -1), (-1, -9), (3, -1), (-1, 3)])
def test_of_two_equal_movements_the_nearest_is_cleared(days):
    both = [movement(each) for each in days]
    [found] = match(line("-50.00", name="TIPOGRAFIA ROSSI"), booked=both)
    assert found.booked == (movement(-1),)


@pytest.mark.parametrize(
    ("days", "is_near"), [(-13, False), (-12, True), (6, True), (7, False)]
)
def test_a_line_without_a_name_clears_only_what_is_near_its_day(days, is_near):
    # A person books up to twelve days before the bank and six days after it.
    [found] = match(line("-50.00"), booked=[movement(days)])
    assert (found.kind is MatchKind.BOOKED) is is_near


def test_payments_of_a_run_in_one_sum_are_those_of_one_direction():
    run = [
        movement(0, amount, pending=True, texts=("run-7-1f0c",))
        for amount in ("-30.00", "-20.00", "10.00")
    ]
    [found] = match(line("-50.00"), booked=run)
    assert [each.amount for each in found.booked] == [-30, -20]
    [other] = match(line("-40.00"), booked=run)
    assert other.kind is not MatchKind.BOOKED


def test_nothing_is_cleared_twice():
    pair = match(
        line("-50.00", name="TIPOGRAFIA ROSSI"),
        line("-50.00", name="TIPOGRAFIA ROSSI", lineno=2),
        booked=[movement(0)],
    )
    assert sorted(len(each.booked) for each in pair) == [0, 1]
