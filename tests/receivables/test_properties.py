"""What holds on all books: credit control ties to the subledger, in any file order."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.open_items.test_properties import books, days, subledger

from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.open_items.overdue import (
    NOTHING_OVERDUE,
    debt_histories,
    overdue_by_party,
)
from ledgerkit.receivables.collection.allowance import required_allowance
from ledgerkit.receivables.collection.credit_limit import CreditLimit, credit_uses
from ledgerkit.receivables.collection.history import read_histories
from ledgerkit.receivables.collection.measures import measure_collection

D = Decimal
#: The allocation below has its own, longer tests.
fewer = settings(max_examples=settings.default.max_examples // 2)
LIMITS = {"acme": [CreditLimit(since=date.min, amount=D(200), currency="EUR")]}


def measured(ledger, as_of, months=2, since=date.min):
    debts = defaultdict(list)
    for (_party, currency), debt in debt_histories(ledger, since=since).items():
        debts[currency].append(debt)
    histories = read_histories(ledger, since=since)
    return {
        currency: measure_collection(history, debts[currency], as_of, months=months)
        for currency, history in histories.items()
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
@given(books, days, st.sampled_from(["acme", "bolt", None]))
def test_overdue_is_what_is_past_due_of_debts_whoever_shows_it(postings, as_of, party):
    ledger = subledger(postings, as_of)
    wanted = defaultdict(Decimal)
    for document in ledger.open_documents:
        for part in document.open_parts():
            late = part.due < as_of and part.amount > 0 and not document.is_credit
            if late and party in {None, document.party}:
                wanted[document.party, document.currency] += part.amount
    on_the_day = {
        key: overdue.amount
        for key, overdue in overdue_by_party(ledger).items()
        if party in {None, key[0]}
    }
    assert on_the_day == wanted
    histories = debt_histories(ledger, party=party).items()
    assert {
        key: debt.overdue.until(as_of)
        for key, debt in histories
        if debt.overdue.until(as_of)
    } == wanted


@fewer
@given(books, days)
def test_a_companys_overdue_sums_its_parties_and_covered_is_what_they_paid_ahead(
    postings, as_of
):
    ledger = subledger(postings, as_of)
    by_party = overdue_by_party(ledger)
    for currency, found in measured(ledger, as_of).items():
        own = {k: o.amount for k, o in by_party.items() if k[1] == currency}
        assert found is None or found.overdue == sum(own.values())
        assert found is None or 0 <= found.uncovered <= found.overdue
    debts = debt_histories(ledger)
    # A document of debts and credits alike has parts below nothing.
    mixed = {
        (document.party, document.currency)
        for document in ledger.open_documents
        if document.open > 0 and min(p.amount for p in document.open_parts()) < 0
    }
    for line in age(ledger, buckets=Buckets()):
        key = line.party, line.currency
        if key not in mixed:
            late = sum(line.amounts[1:])
            assert by_party.get(key, NOTHING_OVERDUE).amount == late
            uncovered = debts[key].uncovered(as_of)
            assert uncovered == max(late + min(line.unapplied, 0), 0)


@fewer
@given(books, days)
def test_what_is_left_out_as_past_changes_no_measure(postings, as_of):
    ledger, since = subledger(postings, as_of), as_of - timedelta(days=70)
    assert measured(ledger, as_of, since=since) == measured(ledger, as_of)


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
