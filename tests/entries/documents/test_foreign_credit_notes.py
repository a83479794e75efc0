"""Credits of documents booked at a rate of exchange leave nothing of their base."""

from datetime import date
from decimal import Decimal

import pytest
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from hypothesis import given, settings
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.credit_note import CreditNoteDraft, plan_credit_note
from ledgerkit.open_items.side import Side

D = Decimal
DAY = date(2026, 3, 2)
HEAD = """\
option "operating_currency" "EUR"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:VAT
1970-01-01 open Assets:Input-VAT
1970-01-01 open Income:Services
1970-01-01 open Income:Goods
1970-01-01 open Expenses:Wares
1970-01-01 open Income:Exchange
  role: "exchange-gain"
2020-01-01 custom "tax-code" "v22" 0.22
  account: Liabilities:VAT
2020-01-01 custom "tax-code" "in22" 0.22
  kind: "purchase"
  account: Assets:Input-VAT
2020-01-01 custom "client" "acme" "Acme"
2020-01-01 custom "vendor" "mill" "Mill"
"""
INVOICE = """\
2026-01-15 * "Acme" "Work" ^INV-1
  client: "acme"
  Assets:Receivable   1220.00 USD @ 0.90 EUR
  Income:Services    -1000.00 USD @ 0.90 EUR
    tax: "v22"
  Liabilities:VAT     -220.00 USD @ 0.90 EUR
    tax: "v22"
"""


@pytest.fixture
def book(tmp_path):
    def write(text):
        path = tmp_path / "main.beancount"
        path.write_text(HEAD + text, encoding="utf-8")
        books = ledgerkit.load(path)
        assert [e.message for e in books.errors] == []
        return books

    return write


def credit(books, invoice="INV-1", **what):
    return plan_credit_note(books, CreditNoteDraft(invoice=invoice, issued=DAY, **what))


def weights(planned):
    [txn] = [d for d in planned.directives if isinstance(d, Transaction)]
    return {p.account: tuple(get_weight(p)) for p in txn.postings}


def base_of(books, account):
    found = [
        get_weight(posting)
        for txn in books.directives
        if isinstance(txn, Transaction)
        for posting in txn.postings
        if posting.account == account
    ]
    assert {weight.currency for weight in found} <= {"EUR"}
    return sum((weight.number for weight in found), D(0))


def test_the_whole_invoice_is_credited_at_its_own_rate(book):
    planned = credit(book(INVOICE))
    found = weights(planned)
    assert found["Assets:Receivable"] == (D("-1098.00"), "EUR")
    assert found["Income:Services"] == (D("900.00"), "EUR")
    assert found["Liabilities:VAT"] == (D("198.00"), "EUR")


def test_a_part_is_credited_at_the_same_rate_whatever_the_day_says(book):
    """a6.4: 200 of an invoice at 0.90 are -180.00, though the day says 0.95."""
    text = (
        "2026-03-01 price USD 0.95 EUR\n"
        '2026-01-15 * "Acme" "Work" ^INV-1\n  client: "acme"\n'
        "  Assets:Receivable  1000 USD @ 0.90 EUR\n"
        "  Income:Services  -1000 USD @ 0.90 EUR\n"
    )
    planned = credit(book(text), amount=D(200))
    found = weights(planned)
    assert found["Assets:Receivable"] == (D("-180.00"), "EUR")
    assert found["Income:Services"] == (D("180.00"), "EUR")


def test_lines_that_are_booked_in_the_books_own_currency_are_credited_in_it(book):
    text = (
        '2026-01-15 * "Acme" "Work" ^INV-1\n  client: "acme"\n'
        "  Assets:Receivable  1000 USD @ 0.90 EUR\n"
        "  Income:Services  -900.00 EUR\n"
    )
    for amount in (None, D(200)):
        planned = credit(book(text), amount=amount)
        part = (amount or D(1000)) * D("0.90")
        found = weights(planned)
        assert found["Assets:Receivable"] == (-part, "EUR")
        assert found["Income:Services"] == (part, "EUR")


def test_after_a_payment_at_another_carrying_amount_the_rest_is_taken(book):
    """Of 1,098.00 a payment took 600.00 off for 666.67: 498.00 are left."""
    text = INVOICE + (
        '2026-02-01 * "Acme" "Part" ^INV-1\n'
        "  Assets:Bank  600.00 EUR\n"
        "  Assets:Receivable  -666.67 USD @@ 600.00 EUR\n"
    )
    books = book(text)
    planned = credit(books, amount=D("553.33"))
    found = weights(planned)
    assert abs(found["Assets:Receivable"][0] + D("498.00")) < D("1e-8")
    mended = book(text + ledger_text(planned.directives))
    assert abs(base_of(mended, "Assets:Receivable")) < D("1e-8")


def test_what_is_credited_beyond_what_is_open_takes_the_invoices_rate(book):
    text = INVOICE + (
        '2026-02-01 * "Acme" "All" ^INV-1\n'
        "  Assets:Bank  1098.00 EUR\n  Assets:Receivable  -1220.00 USD @ 0.90 EUR\n"
    )
    planned = credit(book(text), amount=D("122.00"))
    assert weights(planned)["Assets:Receivable"] == (D("-109.80"), "EUR")


def test_a_vendors_credit_takes_the_bills_rate(book):
    text = (
        '2026-01-15 * "Mill" "Wares" ^B-1\n  vendor: "mill"\n'
        "  Liabilities:Payable  -500.00 GBP @ 1.20 EUR\n"
        "  Expenses:Wares  500.00 GBP @ 1.20 EUR\n"
    )
    planned = credit(book(text), "B-1", amount=D(100), side=Side.PAYABLE, number="C-1")
    found = weights(planned)
    assert found["Liabilities:Payable"] == (D("120.00"), "EUR")
    assert found["Expenses:Wares"] == (D("-120.00"), "EUR")


@settings(max_examples=60, deadline=None)
@given(
    nets=st.lists(st.integers(100, 500_000), min_size=1, max_size=3),
    rate=st.integers(3000, 30_000),
    taxed=st.booleans(),
    in_base=st.booleans(),
    shares=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    pays=st.booleans(),
)
def test_whatever_is_credited_and_paid_nothing_is_left(
    tmp_path_factory, *, nets, rate, taxed, in_base, shares, pays
):
    """Credits of parts, then a payment of the rest or a credit of it."""
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    rate = D(rate) / 10_000
    text = HEAD + _invoice(nets, rate, taxed=taxed, in_base=in_base)
    path.write_text(text)
    for place, share in enumerate(shares):
        books = ledgerkit.load(path)
        open_ = books.find_document("INV-1").open
        amount = (open_ * share / 100).quantize(D("0.01"))
        if place == len(shares) - 1 and not pays:
            amount = open_
        if amount <= 0:
            continue
        planned = credit(books, amount=amount)
        path.write_text(path.read_text() + "\n" + ledger_text(planned.directives))
    books = ledgerkit.load(path)
    assert [e.message for e in books.errors] == []
    open_ = books.find_document("INV-1").open
    if open_:
        base = base_of(books, "Assets:Receivable").quantize(D("0.01"))
        path.write_text(
            path.read_text() + '\n2026-04-01 * "Acme" "The rest" ^INV-1\n'
            f"  Assets:Bank  {base} EUR\n"
            f"  Assets:Receivable  -{open_} USD @@ {base} EUR\n"
        )
        books = ledgerkit.load(path)
    assert books.find_document("INV-1").open == 0
    # What is left is less than a coin: rates have many digits.
    # Rates have 28 digits, and so half a cent may come out as a little more.
    left = round(base_of(books, "Assets:Receivable"), 20)
    assert abs(left) <= D("0.005")
    kinds = {f.kind.name for f in books.findings()}
    assert not kinds & {"exchange-difference", "no-exchange-rate"}
    total = sum(
        (get_weight(p).number for t in books.directives if isinstance(t, Transaction)
         for p in t.postings), D(0)
    )  # fmt: skip
    assert abs(total) < D("0.02")


def _invoice(nets, rate, *, taxed, in_base):
    amounts = [D(net) / 100 for net in nets]
    tax = (sum(amounts) * D("0.22")).quantize(D("0.01")) if taxed else D(0)
    gross = sum(amounts) + tax
    accounts = ("Income:Services", "Income:Goods", "Income:Services")
    lines = ['2026-01-15 * "Acme" "Work" ^INV-1', '  client: "acme"']
    lines.append(f"  Assets:Receivable  {gross} USD @ {rate} EUR")
    posted = [*zip(accounts, amounts, strict=False)]
    if tax:
        posted.append(("Liabilities:VAT", tax))
    for account, amount in posted:
        if in_base:
            lines.append(f"  {account}  {-amount * rate} EUR")
        else:
            lines.append(f"  {account}  {-amount} USD @ {rate} EUR")
        if taxed:
            lines.append('    tax: "v22"')
    return "\n".join(lines) + "\n"
