"""Entries for other programs: whatever the books, they are the trial balance."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from beancount.loader import load_string
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.books.books import Books
from ledgerkit.books.general_ledger.booked.entries import BookedEntries
from ledgerkit.general_ledger.period import Period
from ledgerkit.general_ledger.trial_balance import EARLIER_YEARS, trial_balance_lines

ACCOUNTS = """
option "operating_currency" "EUR"
2024-01-01 open Assets:Receivable
2024-01-01 open Assets:Bank EUR
2024-01-01 open Liabilities:Payable EUR
2024-01-01 open Income:Work EUR
2024-01-01 open Expenses:Cost EUR
2024-01-01 open Equity:Earnings EUR
  role: "retained-earnings"
"""
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "2025")
DAYS = st.integers(0, 800).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
CENTS = st.integers(1, 50_000)
DOCUMENTS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(["client", "vendor"]),
        st.sampled_from(["acme", "beta"]),
        CENTS,
        # Payments: days after it, percent of it, and whether they name it.
        st.lists(
            st.tuples(st.integers(0, 500), st.sampled_from([30, 50, 70, 100]),
                      st.booleans()),
            max_size=3,
        ),
        st.booleans(),  # In dollars.
    ),
    max_size=8,
)  # fmt: skip


def written(documents):
    """The books: payments in dollars take them off at the rate of the invoice."""
    for number, (day, kind, party, cents, payments, dollars) in enumerate(documents):
        link, sign = f"D-{number}", 1 if kind == "client" else -1
        of_dollars = dollars and kind == "client"
        control = "Assets:Receivable" if kind == "client" else "Liabilities:Payable"
        other = "Income:Work" if kind == "client" else "Expenses:Cost"
        unit = " USD @ 0.5 EUR" if of_dollars else " EUR"
        amount = Decimal(2 * cents) / 100
        yield f'{day} * "{party}" "document" ^{link}'
        yield f"  {control} {sign * amount}{unit}"
        yield f"  {other}"
        for after, percent, is_named in payments:
            paid = -sign * (amount * percent // 100)
            if paid:
                yield f'{day + timedelta(days=after)} * "{party}" "payment"' + (
                    f" ^{link}" if is_named else ""
                )
                yield f"  {control} {paid}{unit}"
                yield "  Assets:Bank"


def balances(lines):
    sums = defaultdict(Decimal)
    for line in lines:
        sums[line.account.account] += line.amount
    return {account: amount for account, amount in sums.items() if amount}


@settings(max_examples=60)
@given(DOCUMENTS, DAYS)
def test_opening_and_entries_are_the_trial_balance(documents, as_of):
    text = ACCOUNTS + "\n".join(written(documents)) + "\n"
    books = Books(*load_string(text))
    assert [e for e in books.errors if "Invalid" in e.message] == []
    reader = BookedEntries(books.source, books.general_ledger, max(as_of, YEAR.last))
    opening, entries = reader.opening(YEAR), reader.entries(YEAR)
    before = [*(opening.lines if opening else ())]
    within = [line for entry in entries for line in entry.lines]
    for entry in entries:
        assert sum(line.amount for line in entry.lines) == 0
    wanted = [
        (line, "Equity:Earnings" if line.account == EARLIER_YEARS else line.account)
        for line in trial_balance_lines(books.general_ledger.ledger, YEAR)
        if line.currency == "EUR"
    ]
    assert balances(before) == {
        name: line.opening for line, name in wanted if line.opening
    }
    assert balances([*before, *within]) == {
        name: line.closing for line, name in wanted if line.closing
    }
    assert [entry.number for entry in entries] == [*range(1, len(entries) + 1)]
    # What is lettered is settled: with all of it in the file, it is nothing.
    lettered = defaultdict(Decimal)
    for line in [*before, *within]:
        if line.match is not None and line.match.day <= YEAR.last:
            lettered[line.match.code] += line.amount
    assert not any(lettered.values())
    for line in [*before, *within]:
        assert (line.party is not None) == (
            line.account.account in {"Assets:Receivable", "Liabilities:Payable"}
        )
