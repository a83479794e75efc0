"""Payments of bills and from clients: from which account, and what they settle."""

import inspect
from datetime import date
from decimal import Decimal

import pytest
from beancount.core.amount import Amount

import ledgerkit
from ledgerkit.books.accounts_by_role import accounts_of
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.request import plan_request
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side

D = Decimal
DAY = date(2026, 3, 2)
BOOK = """
    option "operating_currency" "EUR"
    2020-01-01 open Assets:Bank
      role: "bank"
    2020-01-01 open Assets:Bank:Main
    2020-01-01 open Assets:Bank:Savings
    2020-01-01 open Assets:Receivable
    2020-01-01 open Liabilities:Payable
    2020-01-01 open Income:Services
    2020-01-01 open Expenses:Supplies
    2020-01-01 open Expenses:Fees
      role: "bank-fees"
    2020-01-01 open Equity:Opening-Balances
    2020-01-01 custom "vendor" "quill" "Quill & Paper"
    2020-01-01 custom "client" "acme" "Acme"
    2026-01-01 * "Opening"
      Assets:Bank:Main        1000.00 EUR
      Equity:Opening-Balances
    2026-01-10 * "Quill & Paper" "Paper" ^Q-1
      Expenses:Supplies    150.00 EUR
      Liabilities:Payable
    2026-01-20 * "Acme" "Work" ^INV-1
      Assets:Receivable    520.00 EUR
      Income:Services
"""
SECOND = """
    2026-01-25 * "Quill & Paper" "Ink" ^Q-2
      Expenses:Supplies    30.00 EUR
      Liabilities:Payable
    2026-01-26 * "Acme" "More work" ^INV-2
      Assets:Receivable    80.00 EUR
      Income:Services
"""
SAVINGS = """
    2026-01-02 * "Set aside"
      Assets:Bank:Savings     100.00 EUR
      Assets:Bank:Main
"""


@pytest.fixture
def book(tmp_path):
    def make(*texts):
        path = tmp_path / "main.beancount"
        path.write_text("\n".join(map(inspect.cleandoc, texts)) + "\n", "utf-8")
        loaded = ledgerkit.load(path)
        assert loaded.errors == []
        return loaded

    return make


def main_of(text):
    """The book without its second account of money."""
    return text.replace("    2020-01-01 open Assets:Bank:Savings\n", "")


ONE_BANK = main_of(BOOK)


def planned(books, record):
    plan = plan_request(books, record)
    [txn] = plan.directives
    postings = [(p.account, p.units.number) for p in txn.postings]
    return postings, sorted(txn.links), list(plan.notes)


def test_a_bill_is_paid_whole_from_the_account_that_has_movements(book):
    payment = ledgerkit.BillPayment(day=DAY, settles=(("Q-1", None),))
    assert planned(book(ONE_BANK), payment) == (
        [("Assets:Bank:Main", D("-150.00")), ("Liabilities:Payable", D("150.00"))],
        ["Q-1"],
        [],
    )


def test_several_bills_are_paid_together_or_in_part(book):
    payment = ledgerkit.BillPayment(day=DAY, settles=(("Q-1", D(100)), ("Q-2", None)))
    postings, links, _notes = planned(book(ONE_BANK, SECOND), payment)
    assert links == []
    assert postings == [
        ("Assets:Bank:Main", D("-130.00")),
        ("Liabilities:Payable", D(100)),
        ("Liabilities:Payable", D("30.00")),
    ]


def test_what_is_paid_reads_back_as_settled(book, tmp_path):
    books = book(ONE_BANK)
    payment = ledgerkit.BillPayment(day=DAY, settles=(("Q-1", None),), fee=D("2.50"))
    text = ledger_text(plan_request(books, payment).directives)
    path = tmp_path / "after.beancount"
    path.write_text(f"{inspect.cleandoc(ONE_BANK)}\n{text}", "utf-8")
    after = ledgerkit.load(path)
    assert after.errors == []
    assert after.open_items(as_of=DAY, side=Side.PAYABLE).rows == []
    assert after.cash(as_of=DAY).to_dicts()[0]["balance"] == D("847.50")


def test_a_fee_on_top_may_be_more_than_what_is_paid(book):
    payment = ledgerkit.BillPayment(
        day=DAY, settles=(("Q-1", None),), amount=D("0.03"), fee=D("2.50")
    )
    postings, _links, _notes = planned(book(ONE_BANK), payment)
    assert postings == [
        ("Assets:Bank:Main", D("-2.53")),
        ("Expenses:Fees", D("2.50")),
        ("Liabilities:Payable", D("0.03")),
    ]


def test_the_only_open_bill_is_settled_by_just_its_amount(book):
    payment = ledgerkit.BillPayment(day=DAY, amount=D(150), vendor="quill")
    _postings, links, notes = planned(book(ONE_BANK), payment)
    assert links == ["Q-1"]
    assert notes == [
        (
            "it settles Q-1, the only open one, which asks for just that; --on-account"
            " leaves it open"
        )
    ]


def test_the_only_open_invoice_is_settled_by_just_its_amount(book):
    receipt = ledgerkit.Receipt(day=DAY, amount=D(520), client="acme")
    postings, links, _notes = planned(book(ONE_BANK), receipt)
    assert links == ["INV-1"]
    assert postings == [("Assets:Bank:Main", D(520)), ("Assets:Receivable", D(-520))]


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        (SECOND, {}),
        ("", {"amount": D(519)}),
        ("", {"on_account": True}),
        ("", {"day": date(2026, 1, 19)}),
        ("", {"currency": "USD"}),
    ],
    ids=["two are open", "another amount", "asked not to", "before it", "currency"],
)
def test_any_other_payment_stays_on_account(book, more, asked):
    receipt = {"day": DAY, "amount": D(520), "client": "acme", **asked}
    _postings, links, notes = planned(
        book(ONE_BANK, more), ledgerkit.Receipt(**receipt)
    )
    assert links == []
    assert "stay on account" in notes[0]


def test_money_on_account_may_have_settled_it_already(book):
    paid = """
    2026-02-01 * "Acme" "On account"
      Assets:Bank:Main     520.00 EUR
      Assets:Receivable
    """
    receipt = ledgerkit.Receipt(day=DAY, amount=D(520), client="acme")
    assert planned(book(ONE_BANK, paid), receipt)[1] == []


def test_a_heading_without_movements_is_no_account_of_money(book):
    assert accounts_of(book(ONE_BANK), Role.BANK) == ["Assets:Bank:Main"]


def test_of_two_accounts_of_money_a_person_says_which(book):
    payment = ledgerkit.BillPayment(day=DAY, settles=(("Q-1", None),))
    with pytest.raises(UsageError) as refused:
        plan_request(book(BOOK, SAVINGS), payment)
    assert str(refused.value) == (
        "the book has 2 accounts that could be the bank: Assets:Bank:Main,"
        " Assets:Bank:Savings; write for instance --pay-from Assets:Bank:Main"
    )


def test_an_account_without_movements_is_not_taken_where_another_may_be_meant(book):
    text = """
    2020-01-01 open Assets:Bank
    2020-01-01 open Assets:Revolut
    2020-01-01 open Assets:Receivable
    2020-01-01 open Income:Services
    2026-01-02 * "Acme" "Paid at once"
      Assets:Revolut    5.00 EUR
      Income:Services
    2026-01-20 * "Acme" "Work" ^INV-1
      Assets:Receivable    520.00 EUR
      Income:Services
    """
    receipt = ledgerkit.Receipt(day=DAY, amount=D(520), settles=(("INV-1", None),))
    with pytest.raises(UsageError, match="Assets:Bank has no movements yet"):
        plan_request(book(text), receipt)


def test_an_account_without_movements_is_not_taken_where_another_has_some(book):
    text = """
    2020-01-01 open Assets:Bank
    2020-01-01 open Assets:Cash
    2020-01-01 open Assets:Receivable
    2020-01-01 open Income:Services
    2026-01-20 * "Acme" "Work" ^INV-1
      Assets:Receivable    520.00 EUR
      Income:Services
    """
    receipt = ledgerkit.Receipt(day=DAY, amount=D(520), settles=(("INV-1", None),))
    [txn] = plan_request(book(text), receipt).directives
    assert txn.postings[0].account == "Assets:Bank"
    paid = """
    2026-01-02 * "Acme" "Paid at once"
      Assets:Cash    5.00 EUR
      Income:Services
    """
    with pytest.raises(UsageError, match="no movements yet, and Assets:Cash has"):
        plan_request(book(text, paid), receipt)


def test_a_bill_paid_in_another_currency_has_the_banks_amount(book):
    payment = ledgerkit.BillPayment(
        day=DAY, settles=(("Q-1", None),), paid=Amount(D("165.00"), "USD")
    )
    [txn] = plan_request(book(ONE_BANK), payment).directives
    bank, payable = txn.postings
    assert bank.units == Amount(D("-165.00"), "USD")
    assert payable.price == Amount(D("1.1"), "USD")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "say what was paid: NUMBER of a bill, or --vendor and --amount"),
        ({"vendor": "quill"}, "say how much was paid, with --amount"),
        ({"settles": (("Q-9", None),)}, 'there is no bill "Q-9"'),
        ({"settles": (("Q-1", D(200)),)}, "Q-1 has 150.00 EUR open and not 200"),
        ({"settles": (("Q-1", None), ("Q-1", None))}, "Q-1 is named twice"),
        (
            {"amount": D(-5), "vendor": "quill"},
            "5.00 EUR would be paid back, and Quill & Paper has 0.00 EUR on account",
        ),
        (
            {"settles": (("Q-1", None),), "account": "Liabilities:Payable"},
            "Liabilities:Payable is a payable; name where the money came from",
        ),
    ],
)
def test_what_cant_be_paid_is_refused(book, asked, message):
    with pytest.raises(UsageError, match=message):
        plan_request(book(ONE_BANK), ledgerkit.BillPayment(day=DAY, **asked))


def test_a_paid_bill_is_not_paid_again(book):
    paid = """
    2026-02-01 * "Quill & Paper" "Payment" ^Q-1
      Liabilities:Payable   150.00 EUR
      Assets:Bank:Main
    """
    with pytest.raises(UsageError, match="Q-1 has nothing to be paid; leave it out"):
        plan_request(
            book(ONE_BANK, paid),
            ledgerkit.BillPayment(day=DAY, settles=(("Q-1", None),)),
        )


FOREIGN = """
    2020-01-01 open Income:Exchange
      role: "exchange-gain"
    2026-01-12 * "Quill & Paper" "Machine" ^US-1
      Liabilities:Payable    -100.00 USD @ 0.90 EUR
      Expenses:Supplies        90.00 EUR
    2026-01-12 * "Acme" "Work abroad" ^US-2
      Assets:Receivable       100.00 USD @ 0.90 EUR
      Income:Services         -90.00 EUR
"""


@pytest.mark.parametrize(
    ("record", "bank", "gain"),
    [
        (ledgerkit.BillPayment, "-95.00", "5.00"),
        (ledgerkit.Receipt, "95.00", "-5.00"),
    ],
)
def test_what_is_worth_more_than_it_was_booked_at_is_lost_or_gained(
    book, tmp_path, record, bank, gain
):
    """A hundred dollars at 0.90, for which the bank moves 95.00 euros."""
    bills = record is ledgerkit.BillPayment
    payment = record(
        day=DAY,
        amount=D(100),
        settles=(("US-1" if bills else "US-2", None),),
        **{"paid" if bills else "received": Amount(D("95.00"), "EUR")},
    )
    [txn] = plan_request(book(ONE_BANK, FOREIGN), payment).directives
    assert [str(posting.units.number) for posting in txn.postings][::2] == [bank, gain]
    text = f"{inspect.cleandoc(ONE_BANK)}\n{inspect.cleandoc(FOREIGN)}\n"
    path = tmp_path / "after.beancount"
    path.write_text(text + ledger_text([txn]), "utf-8")
    after = ledgerkit.load(path)
    assert after.errors == []
    side = Side.PAYABLE if bills else Side.RECEIVABLE
    assert [f.kind.name for f in after.findings() if "exchange" in f.kind.name] == []
    assert "USD" not in {
        t["currency"] for t in after.aging(as_of=DAY, side=side).totals
    }


def test_money_that_a_vendor_pays_back_is_taken_from_what_is_on_account(book):
    paid_twice = """
    2026-02-01 * "Quill & Paper" "On account"
      Liabilities:Payable    40.00 EUR
      Assets:Bank:Main
    """
    back = ledgerkit.BillPayment(day=DAY, amount=D(-30), vendor="quill")
    postings, _links, notes = planned(book(ONE_BANK, paid_twice), back)
    assert postings == [
        ("Assets:Bank:Main", D(30)),
        ("Liabilities:Payable", D(-30)),
    ]
    assert notes == ["10.00 EUR stay on account"]
