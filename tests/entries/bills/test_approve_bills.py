"""Approvals written into bills, and vendor credits: what changes in the text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import ledgerkit
from ledgerkit.entries.bills.approve import ApprovalChange
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

DAY = date(2026, 3, 9)

BOOK = """\
option "operating_currency" "EUR"
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:VAT
1970-01-01 open Liabilities:Withheld
1970-01-01 open Assets:VAT
1970-01-01 open Expenses:Paper
2026-01-01 custom "tax-code" "in22" 0.22
  kind: "purchase"
  account: "Assets:VAT"
2026-01-01 custom "tax-code" "rc22" 0.22
  kind: "purchase"
  category: "AE"
  account: "Assets:VAT"
  reverse-charge-account: "Liabilities:VAT"
2026-01-01 custom "approval-rule" "anna"
2026-01-01 custom "approval-rule" "bruno" 100.00 EUR
2026-01-01 custom "ledgerkit" "four-eyes-above" 100.00 EUR
2026-01-01 custom "vendor" "rossi" "Rossi"

2026-03-02 * "Rossi" "Paper" ^R-1  ; as it came
  received: 2026-03-05
\tLiabilities:Payable   -122.00 EUR
\tExpenses:Paper         100.00 EUR
\t  tax: "in22"
\tAssets:VAT              22.00 EUR
\t  tax: "in22"

2026-03-03 * "Rossi" "Abroad" ^R-2
  Liabilities:Payable   -100.00 EUR
  Expenses:Paper         100.00 EUR
    tax: "rc22"
  Assets:VAT              22.00 EUR
    tax: "rc22"
  Liabilities:VAT        -22.00 EUR
    tax: "rc22"
"""


@pytest.fixture(params=["\n", "\r\n"], ids=["lf", "crlf"])
def path(tmp_path, request):
    path = tmp_path / "main.beancount"
    path.write_bytes(BOOK.replace("\n", request.param).encode())
    return path


def approve(path, *numbers, by="anna", on=DAY):
    change = ApprovalChange(ledgerkit.load(path), numbers, by=by, on=on)
    change.write()
    return change


def test_only_the_keys_are_added_above_the_postings(path):
    change = approve(path, "R-1", "R-2")
    lines = path.read_bytes().decode().splitlines()
    added = ['approved-by: "anna"', "approved-on: 2026-03-09"]
    assert [line.strip() for line in lines if "approved-" in line] == [
        *added,
        "approved-amount: 122.00 EUR",
        *added,
        "approved-amount: 100.00 EUR",
    ]
    kept = [line for line in lines if "approved-" not in line]
    assert kept == BOOK.splitlines()
    place = lines.index('\tapproved-by: "anna"')
    assert lines[place - 1] == "  received: 2026-03-05"
    assert list(change.still_missing) == ["R-1"]
    books = ledgerkit.load(path)
    bill = books.find_document("R-2", side=Side.PAYABLE)
    assert books.approval_state(bill, DAY).may_be_paid
    assert not books.approval_state(bill, date(2026, 3, 8)).may_be_paid


def test_the_second_approval_has_keys_of_its_own(path):
    text = path.read_bytes().replace(b'"bruno" 100.00 EUR', b'"bruno"')
    path.write_bytes(text)
    approve(path, "R-1")
    change = approve(path, "R-1", by="bruno", on=date(2026, 3, 10))
    assert change.still_missing == {}
    assert b'approved-also-by: "bruno"' in path.read_bytes()
    with pytest.raises(UsageError, match="anna and bruno have approved it already"):
        approve(path, "R-1", by="carla")


@pytest.mark.parametrize(
    ("number", "by", "words"),
    [
        ("R-1", "bruno", "bruno may not approve more than 100.00 EUR"),
        ("R-1", "dario", "dario may not approve bills"),
        ("R-9", "anna", 'there is no bill "R-9"'),
        ("R-1", 'an"na', "is no name to write"),
        ("R-1", " ", "is no name to write"),
    ],
)
def test_what_may_not_be_approved_changes_nothing(path, number, by, words):
    before = path.read_bytes()
    with pytest.raises(UsageError, match=words):
        approve(path, "R-2", number, by=by)
    assert path.read_bytes() == before


def test_an_approval_lapses_when_the_amount_is_edited(path):
    approve(path, "R-2")
    approved = path.read_bytes()
    dearer = approved.replace(b"-100.00 EUR", b"-180.00 EUR", 1)
    path.write_bytes(dearer.replace(b"         100.00 EUR\r", b"         180.00 EUR\r"))
    books = ledgerkit.load(path)
    state = books.approval_state(books.find_document("R-2", side=Side.PAYABLE), DAY)
    assert state.lacks_approval[0] == (
        "anna approved 100.00 EUR, and it is over 180.00 EUR now; approve it anew"
    )
    # As approvals were written before: they hold for any amount.
    without = [
        line
        for line in dearer.splitlines(keepends=True)
        if b"approved-amount" not in line
    ]
    path.write_bytes(b"".join(without))
    books = ledgerkit.load(path)
    bill = books.find_document("R-2", side=Side.PAYABLE)
    lacks = books.approval_state(bill, DAY).lacks_approval
    assert [why for why in lacks if "now" in why] == []


def test_a_lapsed_approval_gives_way_to_the_new_one(path):
    approve(path, "R-2")
    cheaper = path.read_bytes().replace(b"-100.00 EUR", b"-90.00 EUR", 1)
    cheaper = cheaper.replace(b"         100.00 EUR\r", b"          90.00 EUR\r")
    path.write_bytes(cheaper)
    approve(path, "R-2", on=date(2026, 3, 12))
    assert path.read_bytes() == cheaper.replace(
        b"approved-on: 2026-03-09", b"approved-on: 2026-03-12"
    ).replace(b"approved-amount: 100.00 EUR", b"approved-amount: 90.00 EUR")
    books = ledgerkit.load(path)
    bill = books.find_document("R-2", side=Side.PAYABLE)
    assert books.approval_state(bill, date(2026, 3, 12)).may_be_paid
    with pytest.raises(UsageError, match="anna has approved it already"):
        approve(path, "R-2")


def test_nobody_approves_twice(path):
    approve(path, "R-2")
    with pytest.raises(UsageError, match="anna has approved it already"):
        approve(path, "R-2")


def credit(path, bill, **facts):
    draft = ledgerkit.CreditNoteDraft(
        invoice=bill, side=Side.PAYABLE, issued=date(2026, 4, 1), number="NC-1", **facts
    )
    return ledgerkit.load(path).record(draft)


def test_a_whole_bill_is_credited_posting_by_posting(path):
    (txn,) = credit(path, "R-2").directives
    assert [(p.account, p.units.number) for p in txn.postings] == [
        ("Liabilities:Payable", Decimal("100.00")),
        ("Expenses:Paper", Decimal("-100.00")),
        ("Assets:VAT", Decimal("-22.00")),
        ("Liabilities:VAT", Decimal("22.00")),
    ]
    books = ledgerkit.load(path)
    assert books.find_document("R-2", side=Side.PAYABLE).open == 0
    assert list(books.findings()) == []


@pytest.mark.parametrize(
    ("bill", "amount", "net"),
    [("R-1", "61.00", "-50.00"), ("R-2", "50.00", "-50.00")],
)
def test_an_amount_is_credited_with_the_tax_that_the_bill_had(path, bill, amount, net):
    (txn,) = credit(path, bill, amount=Decimal(amount)).directives
    assert txn.postings[0].units.number == Decimal(amount)
    assert txn.postings[1].units.number == Decimal(net)
    left = ledgerkit.load(path).find_document(bill, side=Side.PAYABLE).open
    assert left == Decimal(122 if bill == "R-1" else 100) - Decimal(amount)
    assert list(ledgerkit.load(path).findings()) == []


def test_more_than_the_bill_is_not_credited(path):
    with pytest.raises(UsageError, match="credit at most 122"):
        credit(path, "R-1", amount=Decimal("122.01"))
