"""What holds on all books, whatever was posted in whatever order."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.general_ledger.control_accounts import prove_control_accounts
from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.building import oldest_first
from ledgerkit.open_items.control_posting import (
    ControlPosting,
    OrderedPostings,
    PartyProof,
)
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.payment_terms import parse_terms

START = date(2026, 1, 1)
NUMBERS = ["A-1", "A-2", "B-1", "CN-1"]
TERMS = [
    None,
    parse_terms("net 30"),
    parse_terms("30% 0, 70% 60"),
    parse_terms("33.3% 60, 33.3% eom, 33.4% 0"),
]

days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))
amounts = st.integers(-100_000, 100_000).filter(bool).map(lambda n: Decimal(n) / 100)


@st.composite
def control_postings(draw):
    """A posting as the reader could have made it."""
    amount, day = draw(amounts), draw(days)
    links = tuple(sorted(draw(st.sets(st.sampled_from(NUMBERS), max_size=3))))
    number = draw(st.none() | st.sampled_from(NUMBERS))
    if amount > 0 and number is None and len(links) == 1:
        number = links[0]
    is_credit = amount < 0 and draw(st.integers(0, 5)) == 0
    party = draw(st.sampled_from(["acme", "bolt", ""]))
    terms = draw(st.sampled_from(TERMS))
    proof = draw(st.sampled_from(list(PartyProof)[:3])) if party else PartyProof.NONE
    return ControlPosting(
        day=day,
        links=links,
        amount=amount,
        party=party,
        account=draw(st.sampled_from(["Assets:AR:One", "Assets:AR:Two"])),
        text="",
        currency=draw(st.sampled_from(["EUR", "USD"])),
        side=Side.RECEIVABLE,
        control_account=draw(st.sampled_from(["Assets:AR", "Assets:Debtors"])),
        proof=proof,
        number=number,
        credit="CN-1" if is_credit else None,
        due=day if terms is None else terms.first_due(day),
        terms=terms,
        due_is_stated=terms is not None,
        purpose=draw(st.sampled_from(_purposes(amount, is_credit=is_credit))),
        unfinished=False,
        has_keys=False,
        filename="x.beancount",
        lineno=1,
    )


ADDS = [Purpose.DOCUMENT] * 4 + [
    Purpose.OPENING,
    Purpose.MONEY_BACK,
    Purpose.MONEY_BACK,
    Purpose.WRITE_OFF,
    Purpose.DIFFERENCE,
]
REDUCES = [Purpose.PAYMENT] * 4 + [
    Purpose.OPENING,
    Purpose.WRITE_OFF,
    Purpose.TAKEN_BACK,
    Purpose.DIFFERENCE,
]


def _purposes(amount, *, is_credit):
    if is_credit:
        return [Purpose.DOCUMENT]
    return ADDS if amount > 0 else REDUCES


@st.composite
def moves(draw):
    """Two postings of one transaction that put a debt elsewhere."""
    source = draw(control_postings().filter(lambda p: not p.credit))
    source = source._replace(amount=-abs(source.amount), purpose=Purpose.MOVE)
    target = draw(control_postings().filter(lambda p: not p.credit))
    links = source.links
    number = target.number or (links[0] if len(links) == 1 else None)
    return [
        source,
        target._replace(
            day=source.day,
            links=links,
            amount=-source.amount,
            currency=source.currency,
            number=number,
            due=max(target.due, source.day),
            purpose=Purpose.MOVE,
            moved_from=source,
        ),
    ]


def _as_one_book(groups):
    postings = [posting for group in groups for posting in group]
    return [posting._replace(lineno=n) for n, posting in enumerate(postings, start=1)]


books = st.lists(
    st.one_of(control_postings().map(lambda p: [p]), moves()), max_size=12
).map(_as_one_book)


def subledger(postings, as_of, *, oldest=False):
    ordered = OrderedPostings(postings, Side.RECEIVABLE)
    return allocate(ordered, as_of=as_of, apply_oldest=oldest)


def picture(ledger):
    """Everything that a reader of the subledger can see."""
    documents = sorted(
        (d.label, d.party, d.currency, d.amount, d.settled, d.issued, d.due)
        for d in ledger.documents
    )
    on_account = sorted(
        (i.party, i.posting.currency, i.posting.day, i.amount)
        for i in (*ledger.unapplied, *ledger.unassigned)
    )
    return documents, on_account


@given(books, days, st.booleans())
def test_every_control_account_is_proven_on_every_day(postings, as_of, oldest):
    balances = defaultdict(Decimal)
    for posting in postings:
        if posting.day <= as_of:
            balances[posting.control_account, posting.currency] += posting.amount
    proofs = prove_control_accounts(balances, subledger(postings, as_of, oldest=oldest))
    assert [proof.difference for proof in proofs if proof.difference] == []


@given(books, days, st.booleans(), st.sampled_from(list(AgingBasis)))
def test_buckets_and_unapplied_sum_to_the_party_balance(postings, as_of, oldest, basis):
    ledger = subledger(postings, as_of, oldest=oldest)
    owed = defaultdict(Decimal)
    for document in ledger.documents:
        owed[document.party, document.currency] += document.open
    for item in (*ledger.unapplied, *ledger.unassigned):
        owed[item.party, item.posting.currency] += item.amount
    lines = age(ledger, buckets=Buckets(), basis=basis)
    assert {(x.party, x.currency): x.balance for x in lines if x.balance} == {
        key: amount for key, amount in owed.items() if amount
    }


@given(books, days, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_postings_does_not_matter(postings, as_of, rnd, oldest):
    shuffled = list(postings)
    random.Random(rnd.random()).shuffle(shuffled)
    assert picture(subledger(shuffled, as_of, oldest=oldest)) == picture(
        subledger(postings, as_of, oldest=oldest)
    )


@given(books, days, st.booleans())
def test_what_comes_later_does_not_change_what_was_so_on_a_day(postings, as_of, oldest):
    up_to_the_day = [p for p in postings if p.day <= as_of]
    assert picture(subledger(postings, as_of, oldest=oldest)) == picture(
        subledger(up_to_the_day, as_of, oldest=oldest)
    )


@given(books, days, st.booleans())
def test_a_settlement_never_makes_or_loses_a_cent(postings, as_of, oldest):
    ledger = subledger(postings, as_of, oldest=oldest)
    used = defaultdict(Decimal)
    for document in ledger.documents:
        for posting in document.postings:
            used[posting.lineno] += posting.amount
        for settlement in document.settlements:
            used[settlement.posting.lineno] -= settlement.amount
    for item in (*ledger.ever_on_account, *ledger.unassigned):
        used[item.posting.lineno] += item.amount
    for posting in postings:
        expected = posting.amount if posting.day <= as_of else Decimal(0)
        assert used[posting.lineno] == expected


@given(books, days)
def test_links_never_fill_a_document_beyond_what_is_open(postings, as_of):
    unnamed = [p if p.amount > 0 else p._replace(number=None) for p in postings]
    for document in subledger(unnamed, as_of).documents:
        if not document.is_credit:
            assert document.open >= 0


@given(books, days)
def test_the_open_parts_of_a_document_sum_to_what_is_open(postings, as_of):
    for document in subledger(postings, as_of).documents:
        assert sum(p.amount for p in document.open_parts()) == document.open


@settings(max_examples=40)
@given(books, days)
def test_parts_sum_to_the_document_and_are_filled_the_earliest_first(postings, as_of):
    for document in subledger(postings, as_of).documents:
        parts = list(document.settled_parts())
        assert sum(part.amount for part, _ in parts) == document.amount
        assert sum(settled for _, settled in parts) == document.settled
        dues = [part.due for part, _ in parts]
        assert dues == sorted(dues)
        names_a_part = any(s.posting.due_is_stated for s in document.settlements)
        is_within = 0 <= document.settled <= document.amount
        if document.is_credit or names_a_part or not is_within:
            continue
        # What is settled of a part means that nothing is open before it.
        for (before, full), (_part, settled) in pairwise(parts):
            assert not settled or full == before.amount


@settings(max_examples=40)
@given(books, days)
def test_each_open_part_is_aged_in_its_own_bucket(postings, as_of):
    ledger = subledger(postings, as_of)
    buckets = Buckets()
    expected = defaultdict(Decimal)
    for document in ledger.documents:
        for part, settled in document.settled_parts():
            # What settled it beyond its amount is owed back, and does not age.
            if not document.is_credit and document.open >= 0:
                bucket = buckets.index((as_of - part.due).days)
                key = document.party, document.currency, bucket
                expected[key] += part.amount - settled
    found = {
        (line.party, line.currency, bucket): amount
        for line in age(ledger, buckets=buckets)
        for bucket, amount in enumerate(line.amounts)
        if amount
    }
    assert found == {key: amount for key, amount in expected.items() if amount}


def _filled_without_a_short_cut(postings):
    """What each open document is settled by, gone through from the first each time."""
    plain = subledger(postings, date.max)
    open_ = sorted((i for i in plain.items if i.open > 0), key=oldest_first)
    for unapplied in plain.unapplied:
        amount = -unapplied.amount
        for item in open_:
            mine = (unapplied.party, unapplied.posting.currency)
            if (item.party, item.first.currency) != mine:
                continue
            part = min(amount, item.open)
            if part > 0:
                item.settle(unapplied.posting, part, Basis.OLDEST)
                amount -= part
    return [item.finish() for item in plain.items]


@given(books)
def test_the_oldest_are_settled_as_if_all_were_gone_through_each_time(postings):
    filled = subledger(postings, date.max, oldest=True)
    assert [item.finish() for item in filled.items] == _filled_without_a_short_cut(
        postings
    )
