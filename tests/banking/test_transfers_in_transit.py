"""Transfers in transit: what goes in and comes out is paired, n to m."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.banking.booked_statement import BankPosting
from ledgerkit.banking.reconciliation.in_transit import in_transit
from ledgerkit.errors import Place


def postings(*facts):
    return [
        BankPosting(
            day=date(2026, 1, 1) + timedelta(days=day),
            amount=Decimal(amount),
            currency="EUR",
            place=Place("main.beancount", number),
        )
        for number, (day, amount) in enumerate(facts)
    ]


def left(*facts, window=10):
    return [int(p.amount) for p in in_transit(postings(*facts), window=window)]


def test_one_pairs_with_one_the_earliest_first():
    assert left((0, 100), (1, 100), (3, -100)) == [100]
    assert [
        p.day.day
        for p in in_transit(postings((0, 100), (1, 100), (3, -100)), window=10)
    ] == [2]


def test_several_pair_with_one_and_with_several():
    assert left((0, 30), (1, 70), (3, -100)) == []
    assert left((0, 30), (1, 70), (2, 20), (3, -60), (4, -60)) == []
    # One that is under way stands between those that pair.
    assert left((0, 30), (1, 55), (2, 70), (3, -100)) == [55]


def test_what_is_too_far_apart_does_not_pair():
    assert left((0, 100), (40, -100)) == [100, -100]
    assert left((0, 30), (0, 70), (40, -100)) == [30, 70, -100]


def test_transit_lists_transfers_that_a_bank_has_yet_to_book(books):
    """
    1970-01-01 open Assets:Savings
      role: "bank"
    1970-01-01 open Assets:Processor
      role: "clearing"
    2026-01-05 * "Shop" "Card sales"
      Assets:Processor    80.00 EUR
      Income:Services
    2026-01-06 * "Shop" "Card sales"
      Assets:Processor    20.00 EUR
      Income:Services
    2026-01-07 * "Processor" "Payout"
      Assets:Bank         80.00 EUR
        bank-ref: "1"
      Assets:Processor
    2026-01-30 * "To savings"
      Assets:Bank        -50.00 EUR
      Assets:Savings
    2026-01-31 custom "statement" Assets:Bank "2026-01" 80.00 EUR
    """
    table = books.bank_transit(as_of=date(2026, 2, 20))
    assert [(r["account"], r["amount"], r["days"]) for r in table.to_dicts()] == [
        ("Assets:Processor", Decimal("20.00"), 45),
        ("Assets:Bank", Decimal("-50.00"), 21),
    ]
    assert table.rows[0].cells["why"] == "stale"


AMOUNTS = st.integers(-9, 9).map(Decimal)


@given(st.lists(st.tuples(st.integers(0, 40), AMOUNTS), max_size=14))
def test_what_is_left_sums_to_the_balance(facts):
    known = postings(*facts)
    assert sum(p.amount for p in in_transit(known, window=10)) == sum(
        p.amount for p in known
    )


@given(st.lists(st.tuples(st.integers(0, 40), AMOUNTS), max_size=14))
def test_no_two_that_are_left_would_pair(facts):
    found = in_transit(postings(*facts), window=10)
    assert not [
        (one, other)
        for one in found
        for other in found
        if one.amount + other.amount == 0 and abs(one.day - other.day).days <= 10
    ]
