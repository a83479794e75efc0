"""What holds on all books: credit control ties to the subledger, in any file order."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.open_items.test_properties import books, days, subledger

from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.receivables.collection.allowance import required_allowance
from ledgerkit.receivables.collection.credit_limit import CreditLimit, credit_uses
from ledgerkit.receivables.collection.history import read_histories
from ledgerkit.receivables.collection.measures import measure_collection

D = Decimal
#: The allocation below has its own, longer tests.
fewer = settings(max_examples=settings.default.max_examples // 2)
LIMITS = {"acme": [CreditLimit(since=date.min, amount=D(200), currency="EUR")]}


def measured(ledger, as_of, months=2):
    histories = read_histories(ledger)
    return {
        c: measure_collection(h, as_of, months=months) for c, h in histories.items()
    }


def uses(ledger):
    return [
        (u.party, u.currency, u.exposure, u.limit, [b.excess for b in u.breaches])
        for u in credit_uses(ledger, LIMITS)
    ]


@fewer
@given(books, days, st.integers(0, 200))
def test_what_is_owed_is_the_ledgers_balance_on_every_day(postings, as_of, ago):
    day = as_of - timedelta(days=ago)
    owed = defaultdict(Decimal)
    for posting in postings:
        if posting.day <= day:
            owed[posting.currency] += posting.amount
    for currency, history in read_histories(subledger(postings, as_of)).items():
        assert history.owed.until(day) == owed[currency]


@fewer
@given(books, days)
def test_what_is_not_due_is_the_first_column_of_the_ageing(postings, as_of):
    ledger = subledger(postings, as_of)
    not_due = defaultdict(Decimal)
    for line in age(ledger, buckets=Buckets()):
        not_due[line.currency] += line.amounts[0]
    for currency, history in read_histories(ledger).items():
        assert history.not_due(as_of) == not_due[currency]


@fewer
@given(books, days)
def test_what_is_left_out_as_past_changes_no_measure(postings, as_of):
    ledger, since = subledger(postings, as_of), as_of - timedelta(days=70)
    everything = read_histories(ledger)
    for currency, history in read_histories(ledger, since=since).items():
        assert measure_collection(history, as_of, months=2) == measure_collection(
            everything[currency], as_of, months=2
        )


@fewer
@given(books, days)
def test_exposures_sum_to_what_parties_owe(postings, as_of):
    owed = defaultdict(Decimal)
    ledger = subledger(postings, as_of)
    for line in age(ledger, buckets=Buckets()):
        owed[line.party, line.currency] += line.balance
    found = {(u.party, u.currency): u.exposure for u in credit_uses(ledger, LIMITS)}
    assert {k: n for k, n in found.items() if n} == {
        k: n for k, n in owed.items() if n and k[0]
    }


@fewer
@given(books, days, st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(postings, as_of, rnd):
    shuffled = list(postings)
    random.Random(rnd.random()).shuffle(shuffled)
    one, other = subledger(postings, as_of), subledger(shuffled, as_of)
    assert measured(one, as_of) == measured(other, as_of)
    assert uses(one) == uses(other)


@fewer
@given(books, days, st.sampled_from(list(AgingBasis)))
def test_the_allowance_is_on_exactly_what_the_ageing_shows(postings, as_of, basis):
    ledger = subledger(postings, as_of)
    aged = defaultdict(Decimal)
    for line in age(ledger, buckets=Buckets(), basis=basis):
        aged[line.currency] += sum(line.amounts)
    allowed = defaultdict(Decimal)
    for line in required_allowance(
        ledger,
        buckets=Buckets(),
        basis=basis,
        rates=[D(n) for n in (0, 1, 5, 20, 50)],
        percent_of=lambda d: D(80) if d.number == "A-1" else None,
    ):
        allowed[line.currency] += line.open
    assert {c: n for c, n in allowed.items() if n} == {
        c: n for c, n in aged.items() if n
    }
