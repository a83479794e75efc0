"""A vendor's statement beside our account: what is one, what is missing, and why."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.errors import Place
from ledgerkit.open_items.side import Side
from ledgerkit.payables.account_entries import AccountEntry, Offset, account_entries
from ledgerkit.payables.vendor_statement import (
    FoundBy,
    ListedLine,
    Outcome,
    reconcile_vendor,
)

DAY = date(2026, 3, 1)


def entry(number, amount, day=0, *, kind="bill", open_=None, place=1):
    return AccountEntry(
        number=number,
        kind=kind,
        day=DAY + timedelta(days=day),
        amount=Decimal(amount),
        open=Decimal(amount if open_ is None else open_),
        currency="EUR",
        place=Place("main.beancount", place),
    )


def listed(number, amount, day=0, line=2):
    return ListedLine(
        line=line,
        number=number,
        day=DAY + timedelta(days=day),
        amount=Decimal(amount),
        currency="EUR",
    )


def outcomes(lines, entries, offsets=()):
    return [
        (item.outcome, item.theirs, item.ours)
        for item in reconcile_vendor(lines, entries, offsets)
    ]


def test_one_number_in_two_spellings_is_one_bill():
    [item] = reconcile_vendor([listed("2026/17", 50, 300)], [entry("2026-17", 50)], [])
    assert (item.outcome, item.found_by) == (Outcome.MATCHED, FoundBy.NUMBER)
    [item] = reconcile_vendor([listed("F-O17", 50)], [entry("F-017", 50)], [])
    assert (item.outcome, item.found_by) == (Outcome.MATCHED, FoundBy.SIMILAR_NUMBER)


def test_another_number_is_one_bill_only_if_amount_and_date_say_so():
    [item] = reconcile_vendor([listed("A1", 50, 9)], [entry("PAPER", 50)], [])
    assert (item.outcome, item.found_by) == (Outcome.MATCHED, FoundBy.AMOUNT)
    assert outcomes([listed("A1", 50, 31)], [entry("PAPER", 50)]) == [
        (Outcome.NOT_OURS, 50, 0),
        (Outcome.NOT_THEIRS, 0, 50),
    ]


def test_an_amount_says_that_it_is_one_bill_within_ten_days_of_it():
    [item] = reconcile_vendor([listed("A1", 50, 10)], [entry("PAPER", 50)], [])
    assert item.found_by is FoundBy.AMOUNT
    assert len(reconcile_vendor([listed("A1", 50, 11)], [entry("PAPER", 50)], [])) == 2


def test_what_is_listed_may_be_what_is_left_of_a_bill():
    paid = entry("PAPER", 50, open_=20)
    [item] = reconcile_vendor([listed("A1", 20)], [paid], [])
    assert (item.entry, item.found_by) == (paid, FoundBy.AMOUNT)


def test_of_several_alike_the_nearest_in_time_is_taken():
    monthly = [entry("X", 50, 0), entry("Y", 50, 8, place=2)]
    [first, second] = reconcile_vendor([listed("A2", 50, 7)], monthly, [])
    assert first.entry is monthly[1]
    assert second.outcome is Outcome.NOT_THEIRS


def test_a_credit_is_no_bill_though_its_number_is_the_same():
    credit = entry("7", -20, kind="vendor credit")
    assert outcomes([listed("7", 50)], [credit]) == [
        (Outcome.NOT_OURS, 50, 0),
        (Outcome.NOT_THEIRS, 0, -20),
    ]


def test_instalments_of_one_number_are_put_together():
    lines = [listed("7", 30), listed("7", 20, line=3)]
    [item] = reconcile_vendor(lines, [entry("7", 50)], [])
    assert (item.outcome, item.line.times) == (Outcome.MATCHED, 2)


def test_a_payment_that_they_do_not_list_is_taken_off_its_bill():
    entries = [
        entry("7", 50, open_=20),
        entry(None, -30, 40, kind="payment", open_=0),
    ]
    [item] = reconcile_vendor([listed("7", 50)], entries, [Offset(1, 0, Decimal(30))])
    assert (item.outcome, item.difference) == (Outcome.DIFFERENT, 30)
    assert item.settled_by == ((entries[1], Decimal(30)),)


def test_a_payment_that_they_list_stands_beside_theirs():
    entries = [
        entry("7", 50, open_=20),
        entry(None, -30, 40, kind="payment", open_=0),
    ]
    lines = [listed("7", 50), listed("", -30, 42, line=3)]
    offsets = [Offset(1, 0, Decimal(30))]
    assert outcomes(lines, entries, offsets) == [
        (Outcome.MATCHED, 50, 50),
        (Outcome.MATCHED, -30, -30),
    ]


def test_what_is_settled_and_not_listed_is_left_out():
    entries = [
        entry("7", 50, open_=0),
        entry(None, -50, 40, kind="payment", open_=0),
    ]
    assert outcomes([], entries, [Offset(1, 0, Decimal(50))]) == []


amounts = st.sampled_from(["50", "20", "-20", "70.01"])
numbers = st.sampled_from(["", "7", "F-7", "O8", "08"])
listings = st.builds(listed, numbers, amounts, st.integers(0, 40), st.integers(2, 99))


@settings(max_examples=50)
@given(
    st.lists(listings, max_size=6),
    st.lists(st.builds(entry, numbers, amounts, st.integers(0, 40)), max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3),
)
def test_the_differences_sum_to_the_difference_of_the_balances(lines, entries, pairs):
    offsets = [
        Offset(source, target, Decimal(3))
        for source, target in pairs
        if max(source, target) < len(entries)
    ]
    items = reconcile_vendor(lines, entries, offsets)
    theirs, ours = (sum(x.amount for x in side) for side in (lines, entries))
    assert sum(item.theirs for item in items) == theirs
    assert sum(item.ours for item in items) == ours
    assert sum(item.difference for item in items) == theirs - ours


def test_the_entries_of_a_vendor_sum_to_what_is_owed(books):
    """
    2026-03-01 * "Rossi" "Wood" ^A1
      Liabilities:Payable  -500.00 EUR
      Expenses:Purchases
    2026-03-02 * "Rossi" "Glue" ^A2
      Liabilities:Payable  -80.00 EUR
      Expenses:Purchases
    2026-03-03 * "Rossi" "Wood sent back" ^A1
      vendor-credit: "C1"
      Liabilities:Payable   100.00 EUR
      Expenses:Purchases
    2026-03-04 * "Rossi" "Both, and too much" ^A1 ^A2
      Liabilities:Payable   500.00 EUR
      Assets:Bank
    """
    subledger = books.subledger(Side.PAYABLE, date.max).of_party("Rossi")
    entries, offsets = account_entries(
        subledger, lambda posting: id(books.transaction_of(posting))
    )
    assert {(e.number, e.kind): (e.amount, e.open) for e in entries} == {
        ("A1", "bill"): (500, 0),
        ("A2", "bill"): (80, 0),
        ("C1", "vendor credit"): (-100, 0),
        (None, "payment"): (-500, -20),
    }
    assert sorted(offset.amount for offset in offsets) == [80, 100, 400]
