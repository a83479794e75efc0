"""Duplicates among bills: rules one by one, and figures on a generated year."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ledgerkit.errors import Place
from ledgerkit.open_items.document_number import read_alike, same_number, transposed
from ledgerkit.payables.duplicates import BillFacts, find_duplicates

DAY = date(2026, 3, 2)


def bill(number, place=1, **facts):
    return BillFacts(
        **{
            "party": "rossi",
            "number": number,
            "day": DAY,
            "amount": Decimal("122.00"),
            "currency": "EUR",
            "place": Place("main.beancount", place),
            **facts,
        }
    )


def pairs(*bills):
    return [(d.bill.number, d.is_certain) for d in find_duplicates(bills)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("INV-2026/007", "inv 2026 007"),
        ("R7", "r-7"),
        ("12.3", "12/3"),
    ],
)
def test_one_number_in_two_spellings(one, other):
    assert same_number(one, other)
    later = bill(other, 2, amount=Decimal(5), day=date(2026, 12, 1))
    assert pairs(bill(one), later) == [(other, True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("7", "8"), ("2026-7", "2025-7"), ("A7", "B7")],
)
def test_two_numbers(one, other):
    assert not same_number(one, other)
    assert pairs(bill(one), bill(other, 2)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R-1047", "R-1O47"),
        ("R-1147", "R-I147"),
        ("R-1147", "R-l147"),
        ("R-007", "R-7"),
        ("2026007", "2026-007"),
        ("R-1047", "R-1074"),
        ("INV-2026-17", "2026-17"),
        ("INV-2026-17", "17"),
        ("17/2026", "17"),
        ("FT 17/26", "17"),
    ],
)
def test_numbers_that_look_alike_do_so_for_one_amount_within_a_month(one, other):
    later = bill(other, 2, day=DAY + timedelta(days=30))
    assert pairs(bill(one), later) == [(other, False)]
    assert pairs(bill(one), replace(later, day=DAY + timedelta(days=31))) == []
    assert pairs(bill(one), replace(later, amount=Decimal("122.01"))) == []
    assert pairs(bill(one), replace(later, currency="USD")) == []
    assert pairs(bill(one), replace(later, party="bianchi")) == []


def test_a_letter_is_a_digit_only_beside_digits():
    assert read_alike("OIL-7") == "OIL7"
    assert read_alike("O7") == "7"
    assert read_alike("IO") == "IO"


def test_neighbours_that_changed_places():
    assert transposed("1243", "1234")
    assert not transposed("4231", "1234")
    assert not transposed("1234", "12345")


def test_a_vendor_may_count_anew_each_year():
    assert pairs(bill("7"), bill("7", 2, day=date(2027, 3, 2))) == []


def test_a_credit_has_a_number_of_its_own():
    assert pairs(bill("7"), bill("7", 2, amount=Decimal("-122.00"))) == []


def test_one_file_in_two_bills():
    digest = frozenset({"24a2"})
    one, other = bill("7", digests=digest), bill("9", 2, digests=digest)
    assert pairs(one, other) == [("9", False)]


def test_one_bank_account_behind_two_names():
    account = frozenset({"IT60X0542811101000000123456"})
    one = bill("7", identities=account)
    other = bill("99", 2, party="rossi-sas", identities=account)
    assert pairs(one, other) == [("99", False)]
    assert pairs(one, replace(other, day=DAY + timedelta(days=1))) == []
    same = replace(other, number="7", day=DAY + timedelta(days=9))
    assert pairs(one, same) == [("7", False)]


def test_what_somebody_decided_is_not_asked_again():
    one, other = bill("R-1047"), bill("R-1O47", 2)
    for first, second in ((one, other), (other, one)):
        decided = replace(second, differs_from=frozenset({first.number}))
        assert find_duplicates([first, decided]) == []


def test_the_order_of_the_bills_says_nothing():
    bills = [bill("R-7"), bill("R-07", 2), bill("R-70", 3), bill("7", 4)]
    found = find_duplicates(bills)
    assert find_duplicates(bills[::-1]) == found


FORMS = (
    "INV-{year}-{n:04}",
    "{n}/{year}",
    "{year}{n:05}",
    "R{n:06}",
    "{n}",
    "FT {n}/{yy}",
)


def a_year_of_bills(chance, count=4000):
    """Bills of 120 vendors; some with one amount every month, as rents have."""
    bills, counters = [], {}
    for place in range(1, count + 1):
        vendor = min(int(chance.expovariate(1 / 25)), 119)
        counters[vendor] = counters.get(vendor, 900) + chance.randint(1, 4)
        day = date(2026, 1, 1) + timedelta(days=place * 364 // count)
        form = FORMS[vendor % len(FORMS)]
        number = form.format(n=counters[vendor], year=2026, yy=26)
        amount = Decimal(chance.randint(500, 500_000)) / 100
        if vendor % 4 == 0:
            amount = Decimal(100 + vendor)
        identities = frozenset({f"IT{vendor:011}"})
        facts = {"party": f"v{vendor}", "day": day, "amount": amount}
        bills.append(bill(number, place, identities=identities, **facts))
    return bills


def _swapped(number, chance):
    places = [
        i
        for i in range(len(number) - 1)
        if number[i : i + 2].isdigit() and number[i] != number[i + 1]
    ]
    i = chance.choice(places)
    return number[:i] + number[i + 1] + number[i] + number[i + 2 :]


def _lettered(number, chance):
    places = [i for i, c in enumerate(number) if c in "01"]
    if not places:
        return f"0{number}" if number[0].isdigit() else number.replace("-", "-0")
    i = chance.choice(places)
    letter = {"0": "O", "1": chance.choice("Il")}[number[i]]
    return number[:i] + letter + number[i + 1 :]


def _without_prefix(number, _chance):
    for mark in ("INV-2026-", "FT ", "R"):
        if number.startswith(mark):
            return number.removeprefix(mark)
    return f"Fatt. {number}"


def planted(bills, chance):
    """Copies of some bills: exact ones, and near ones of every kind."""
    exact, near = [], []
    chosen = chance.sample(bills, 300)
    for place, original in enumerate(chosen, start=10_001):
        later = original.day + timedelta(days=chance.randint(0, 20))
        copy = replace(original, place=Place("main.beancount", place), day=later)
        kind = place % 6
        number = original.number
        if kind == 0:
            changed = number.replace("-", "/").replace(" ", "-").lower()
            if later.year == original.day.year:
                exact.append((original, replace(copy, number=changed)))
        elif kind == 4:
            copy = replace(copy, party="another", day=original.day, number="X 1")
            near.append((original, copy))
        elif kind == 5:
            digest = frozenset({f"file {place}"})
            near.append((original, replace(copy, number="Y", digests=digest)))
        else:
            change = (_swapped, _lettered, _without_prefix)[kind - 1]
            near.append((original, replace(copy, number=change(number, chance))))
    return exact, near


@pytest.mark.parametrize("seed", range(3))
def test_planted_duplicates_are_found_and_few_others(seed):
    chance = random.Random(seed)
    bills = a_year_of_bills(chance)
    exact, near = planted(bills, chance)
    shared = {o.place: c.digests for o, c in near if c.digests}
    whole = [
        *(replace(b, digests=shared.get(b.place, frozenset())) for b in bills),
        *(copy for _original, copy in (*exact, *near)),
    ]
    found = {
        frozenset({d.bill.place, d.earlier.place}): d for d in find_duplicates(whole)
    }

    def are_found(wanted):
        return [p for p in wanted if frozenset({p[0].place, p[1].place}) in found]

    certain = [
        pair
        for pair in are_found(exact)
        if found[frozenset({pair[0].place, pair[1].place})].is_certain
    ]
    copies = {copy.place for _original, copy in (*exact, *near)}
    alarms = {
        d.bill.place
        for d in found.values()
        if not {d.bill.place, d.earlier.place} & copies
    }
    print(
        f"\n{len(bills)} bills: {len(certain)} of {len(exact)} exact duplicates,"
        f" {len(are_found(near))} of {len(near)} near ones, {len(alarms)} false alarms"
        f" ({len(alarms) / len(bills):.2%})"
    )
    assert len(certain) == len(exact)
    assert len(are_found(near)) >= 0.95 * len(near)
    assert len(alarms) < 0.02 * len(bills)


def test_two_bills_without_a_number_are_alike_on_one_day_only():
    assert pairs(bill(None), bill(None, 2)) == [(None, False)]
    assert pairs(bill(None), bill(None, 2, day=DAY + timedelta(1))) == []
    [found] = find_duplicates([bill(None), bill(None, 2)])
    assert found.reason.endswith("of the same day, and neither has a number")
