"""What fits nothing that is open: all that is open and a rest, or all on account."""

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
OPEN = [document("A-1001", "100.00"), document("A-1002", "300.00")]
BOTH = {"A-1001": D("100.00"), "A-1002": D("300.00")}


def paid(amount, documents=OPEN, **more):
    [found] = match(line(amount, name="ACME TRADING", **more), documents=documents)
    return settles(found), differences(found)


@pytest.mark.parametrize("amount", ["430.00", "500.00"])
def test_more_than_all_that_is_open_pays_it_and_leaves_a_rest_on_account(amount):
    assert paid(amount) == (BOTH, {"on account": D(amount) - 400})


def test_more_than_a_quarter_too_much_pays_something_else():
    assert paid("500.01") == ({}, {"on account": D("500.01")})


def test_what_is_open_in_another_currency_is_no_part_of_it():
    dollars = document("A-1003", "90.00", currency="USD")
    assert paid("430.00", [*OPEN, dollars]) == (BOTH, {"on account": D("30.00")})


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, False)])
def test_what_is_not_issued_yet_is_no_part_of_it(days, counts):
    later = document("A-1003", "50.00", issued=DAY + timedelta(days))
    settled, rest = paid("480.00", [*OPEN, later])
    assert ("A-1003" in settled) is counts
    assert rest == {"on account": D(30 if counts else 80)}


def test_where_a_credit_is_open_too_a_person_says_what_is_paid():
    credit = document("CN-1", "-50.00")
    assert paid("430.00", [*OPEN, credit]) == ({}, {"on account": D("430.00")})


def test_small_documents_count_like_large_ones():
    small = [document("A-1001", "0.60"), document("A-1002", "0.90")]
    settled, rest = paid("1.60", small)
    assert settled == {"A-1001": D("0.60"), "A-1002": D("0.90")}
    assert sum(rest.values()) == D("0.10")


@pytest.mark.parametrize(
    ("text", "party", "named"),
    [
        # The line before paid it: it may be paid twice, and a person is to look.
        ("Invoice A-0999", "acme", True),
        # Another client's, or nothing that was paid.
        ("Invoice A-0999", "muller", False),
        ("Thank you", "acme", False),
    ],
)
def test_who_names_what_is_settled_already_is_told_so(text, party, named):
    there = [document("A-1001", "100.00"), document("A-0999", "70.00", party)]
    name = "ACME TRADING" if party == "acme" else "MUELLER"
    _first, found = match(
        line("70.00", "Invoice A-0999", name),
        line("1000.00", text, "ACME TRADING", lineno=2),
        documents=there,
    )
    assert ("names A-0999, which is settled" in found.reason) is named
    assert (settles(found), differences(found)) == ({}, {"on account": D(1000)})
