"""What a line pays, in postings that sum to it to the cent."""

from decimal import Decimal

import pytest
from tests.banking.known_documents import (
    DAY,
    INVOICES,
    PLACE,
    SPECIAL,
    differences,
    document,
    known,
    line,
    match,
    settles,
)

from ledgerkit.banking.matching.books_side import BankRule, SpecialAccounts
from ledgerkit.banking.matching.evidence import Fit
from ledgerkit.banking.matching.open_documents import OpenEntry
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.banking.matching.settlement import (
    Settled,
    amount_paid,
    settlement_parts,
)

D = Decimal
NO_ACCOUNTS = SpecialAccounts()


def dollars(number, amount, rate="0.85"):
    return document(number, amount, currency="USD", booked_rate=D(rate))


def parts(paid, documents, fit=Fit.EXCHANGED, special=SPECIAL):
    settled = [
        Settled(entry=OpenEntry(place, each), amount=each.open)
        for place, each in enumerate(documents)
    ]
    found = settlement_parts(paid, settled, fit, known(special=special))
    assert sum(part.amount for part in found) == paid.amount
    return [part.amount for part in found]


def test_what_the_bank_kept_was_paid_where_an_account_takes_fees():
    paid = line("1205.00", charges=D("15.00"))
    assert amount_paid(paid, SPECIAL) == D("1220.00")
    assert amount_paid(paid, NO_ACCOUNTS) == D("1205.00")


def test_what_was_ordered_in_the_accounts_currency_was_paid():
    ordered = line("1205.00", original_amount=D("1220.00"), original_currency="EUR")
    assert amount_paid(ordered, SPECIAL) == D("1220.00")
    abroad = line("1205.00", original_amount=D("1400.00"), original_currency="USD")
    assert amount_paid(abroad, SPECIAL) == D("1205.00")


def test_charges_of_the_bank_settle_the_invoice_whole_and_are_posted():
    paid = line("1205.00", "INV-2026-014", charges=D("15.00"))
    [found] = match(paid, documents=INVOICES)
    assert settles(found) == {"INV-2026-014": D("1220.00")}
    assert differences(found) == {"bank fee": D("-15.00")}


@pytest.mark.parametrize(
    ("paid", "amounts"),
    [
        # Booked at 850.00: 150.00 are fifteen percent of 1000.00, and no more.
        ("1000.00", ["850.00", "150.00"]),
        ("1000.01", ["1000.01"]),
    ],
)
def test_an_exchange_difference_is_at_most_fifteen_percent(paid, amounts):
    assert parts(line(paid), [dollars("A-1", "1000.00")]) == [D(a) for a in amounts]


def test_without_an_account_for_it_documents_share_what_was_paid_to_the_cent():
    three = [dollars(f"A-{n}", "100.00") for n in (1, 2, 3)]
    amounts = parts(line("250.00"), three, special=NO_ACCOUNTS)
    assert amounts == [D("83.33"), D("83.33"), D("83.34")]


def test_what_is_paid_beyond_a_document_stays_on_its_partys_account():
    invoice = document("A-1", "100.00")
    assert parts(line("130.00"), [invoice], Fit.OVER) == [D("100.00"), D("30.00")]


def several(amount):
    """The proposals that settle two named invoices, with what is posted besides."""
    text = "INV-2026-014 INV-2026-015 less bank charges"
    [found] = match(line(amount, text, "ACME TRADING"), documents=INVOICES)
    proposals = (found, *found.others)
    return [
        (*settles(each).values(), differences(each))
        for each in proposals
        if each.kind is MatchKind.SEVERAL
    ]


def test_a_part_of_two_named_invoices_pays_the_one_due_first():
    assert several("1500.00") == [(D("1220.00"), D("280.00"), {})]


@pytest.mark.parametrize(
    ("amount", "why", "rest"),
    [
        ("1840.00", "on account", "10.00"),
        ("1830.06", "on account", "0.06"),
        ("1830.05", "rounding", "0.05"),
        ("1829.95", "rounding", "-0.05"),
        ("1829.94", "bank fee", "-0.06"),
        ("1780.00", "bank fee", "-50.00"),
    ],
)
def test_a_sum_of_named_invoices_is_rounded_by_five_cents_or_less_a_fee(
    amount, why, rest
):
    found = several(amount)[0]
    assert found == (D("1220.00"), D("610.00"), {why: D(rest)})


@pytest.mark.parametrize("amount", ["-10.00", "-50.00"])
def test_a_rule_holds_for_its_bounds_and_not_a_cent_beyond(amount):
    rule = BankRule(
        id="phone",
        account="Expenses:Phone",
        contains="mobile",
        least=D("-50.00"),
        most=D("-10.00"),
        place=PLACE,
    )
    [found] = match(line(amount, "MOBILE MARCH", day=DAY), rules=[rule])
    assert found.kind is MatchKind.RULE
    beyond = line("-9.99" if amount == "-10.00" else "-50.01", "MOBILE MARCH")
    [other] = match(beyond, rules=[rule])
    assert other.kind is MatchKind.NOTHING
