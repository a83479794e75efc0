"""Documents and money put on record: what is written reads back as what was asked."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from beancount.core import realization
from beancount.core.amount import Amount
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

import ledgerkit
from ledgerkit.entries.documents.draft import InvoiceFacts
from ledgerkit.errors import LedgerkitError, WriteRefusedError
from ledgerkit.invoices.line_amount import line_discount, line_net
from ledgerkit.ledger.writing import writer as files
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 3, 2)
BOOK = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank EUR, USD
1970-01-01 open Assets:Withheld
1970-01-01 open Liabilities:VAT
1970-01-01 open Liabilities:Advances
  role: "client-advance"
1970-01-01 open Income:Services
1970-01-01 open Income:Goods
1970-01-01 open Expenses:Fees
  role: "bank-fees"
1970-01-01 open Expenses:Bad-Debt
  role: "bad-debt"
2020-01-01 custom "tax-code" "it22" 0.22
  account: Liabilities:VAT
  category: "S"
2020-01-01 custom "tax-code" "it10" 0.10
  account: Liabilities:VAT
  category: "S"
2020-01-01 custom "tax-code" "export" 0
  category: "G"
2020-01-01 custom "client" "acme" "Acme S.r.l."
  payment-terms: "net 30"
2020-01-01 custom "client" "rossi" "Rossi & Figli"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    return path


def line(amount: str, tax: str = "it22", **facts: object) -> ledgerkit.NewLine:
    return ledgerkit.NewLine(
        account="Services", amount=Decimal(amount), tax=tax, **facts
    )


def invoice(book: Path, *amounts: str, client: str = "acme", **facts: object) -> str:
    lines = tuple(line(amount) for amount in amounts or ("100",))
    draft = ledgerkit.InvoiceDraft(
        party=client, issued=facts.pop("issued", DAY), lines=lines, **facts
    )
    return ledgerkit.load(book).record(draft).number


def record(book: Path, record: object) -> str:
    """Write, and return what was added, with amounts not aligned."""
    before = book.read_text()
    ledgerkit.load(book).record(record)
    after = book.read_text()
    assert after.startswith(before)
    assert [f.message for f in ledgerkit.load(book).trust_findings()] == []
    return re.sub(r"(?<=\S) {2,}", "  ", after.removeprefix(before))


def open_of(book: Path, number: str) -> Decimal:
    return ledgerkit.load(book).find_document(number).open


def test_the_number_is_the_next_of_the_series_and_voids_count(book):
    assert [invoice(book) for _ in range(2)] == ["INV-2026-001", "INV-2026-002"]
    void = ledgerkit.VoidNumber(number="INV-2026-003", reason="spoilt", day=DAY)
    assert record(book, void) == '\n2026-03-02 custom "void" "INV-2026-003" "spoilt"\n'
    assert invoice(book) == "INV-2026-004"
    assert invoice(book, issued=date(2027, 1, 2)) == "INV-2027-001"


def _write_many(book: Path, client: str, count: int) -> None:
    for _ in range(count):
        invoice(book, client=client)


def test_two_processes_never_take_the_same_number(book):
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=_write_many, args=(book, client, 25))
        for client in ("acme", "rossi")
    ]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0]
    books = ledgerkit.load(book)
    documents = books.subledger(Side.RECEIVABLE, date.max).documents
    assert sorted(d.number for d in documents) == [
        f"INV-2026-{n:03}" for n in range(1, 51)
    ]
    assert Counter(d.party for d in documents) == {"acme": 25, "rossi": 25}
    assert books.findings() == []


def test_somebody_who_saves_the_book_meanwhile_gets_the_number_first(book, monkeypatch):
    """An editor takes no lock: the number is worked out anew on what it saved."""
    theirs = (
        '\n2026-03-01 * "Rossi & Figli" "By hand" ^INV-2026-001\n'
        "  Assets:Receivable  10.00 EUR\n  Income:Services\n"
    )
    publish, saved = files.publish, []

    def late(disk, staged, folder):
        if not saved:
            saved.append(theirs)
            book.write_text(book.read_text() + theirs)
        return publish(disk, staged, folder)

    monkeypatch.setattr(files, "publish", late)
    assert invoice(book) == "INV-2026-002"
    assert theirs in book.read_text()


amounts = st.decimals("0.01", "99999.99", places=2)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)
lines = st.builds(
    lambda account, quantity, price, percent, tax, text, unit: (
        account, quantity, price, percent, tax, text, unit
    ),
    st.sampled_from(["Income:Services", "Income:Goods"]),
    st.decimals("0.5", "99", places=1),
    amounts,
    st.sampled_from([None, Decimal(5), Decimal("12.5"), Decimal(100)]),
    st.sampled_from(["it22", "it10", "export"]),
    texts,
    st.sampled_from([None, "HUR", "C62"]),
)  # fmt: skip


def _new_line(parts) -> ledgerkit.NewLine:
    account, quantity, price, percent, tax, text, unit = parts
    taken = line_discount(quantity, price, percent or Decimal(0), "EUR")
    return ledgerkit.NewLine(
        account=account,
        amount=line_net(quantity, price, taken, "EUR"),
        description=text,
        quantity=quantity,
        unit=unit,
        unit_price=price,
        discount_percent=percent,
        tax=tax,
    )


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(lines, min_size=1, max_size=4), text=texts, remark=texts)
def test_what_is_written_reads_back_as_the_same_invoice(tmp_path, drawn, text, remark):
    asked = tuple(map(_new_line, drawn))
    if not sum(one.amount for one in asked):
        return
    book = tmp_path / f"{os.urandom(8).hex()}.beancount"
    book.write_text(BOOK)
    planned = ledgerkit.load(book).new_invoice(
        client="acme", issued=DAY, lines=asked, text=text, remark=remark, order="PO 7"
    )
    books = ledgerkit.load(book)
    assert books.findings() == []
    read = books.invoice(planned.number)
    assert (read.subject, read.remark, read.order) == (text, remark, "PO 7")
    assert read.due == date(2026, 4, 1)
    for one, other in zip(read.lines, asked, strict=True):
        assert one.description == other.description
        assert (one.net, one.account) == (other.amount, other.account)
        assert one.quantity * one.unit_price == other.quantity * other.unit_price
        assert one.tax.id == other.tax
        assert (one.unit or None) == other.unit
    nets = Counter()
    for one in asked:
        nets[one.tax] += one.amount
    cent = Decimal("0.01")
    rates = {"it22": Decimal("0.22"), "it10": Decimal("0.1"), "export": Decimal(0)}
    tax = {
        code: (nets[code] * rates[code]).quantize(cent, "ROUND_HALF_UP")
        for code in nets
    }
    assert {t.code.id: (t.base, t.tax) for t in read.taxes} == {
        code: (nets[code], tax[code]) for code in nets
    }
    assert read.owed == read.gross == sum(nets.values()) + sum(tax.values())


def balances(book: Path) -> dict[str, dict[str, Decimal]]:
    directives = ledgerkit.load(book).directives
    root = realization.realize(directives)
    return {
        account.account: {
            units.currency: units.number
            for position in account.balance
            for units in [position.units]
        }
        for account in realization.iter_children(root, leaf_only=True)
    }


def test_an_invoice_over_nothing_is_a_document_of_its_series(book):
    """Free of charge, or taken back line by line: it has its number, and is settled."""
    lines = (line("100"), line("-100", description="Free of charge"))
    draft = ledgerkit.InvoiceDraft(party="acme", issued=DAY, lines=lines, text="Work")
    assert record(book, draft) == (
        '\n2026-03-02 * "Acme S.r.l." "Work" ^INV-2026-001\n'
        "  Assets:Receivable  0.00 EUR\n"
        "  Income:Services  -100.00 EUR\n"
        '    tax: "it22"\n'
        "  Income:Services  100.00 EUR\n"
        '    description: "Free of charge"\n'
        '    tax: "it22"\n'
    )
    assert invoice(book, "0") == "INV-2026-002"
    books = ledgerkit.load(book)
    documents = books.subledger(Side.RECEIVABLE, DAY).documents
    assert [(d.number, d.amount, d.open) for d in documents] == [
        ("INV-2026-001", 0, 0),
        ("INV-2026-002", 0, 0),
    ]
    assert books.invoice("INV-2026-001").payable == 0
    assert books.findings() == []
    credit = ledgerkit.CreditNoteDraft(invoice="INV-2026-001", issued=DAY)
    with pytest.raises(LedgerkitError, match="nothing is left to credit"):
        books.record(credit)


def test_a_credit_over_nothing_is_none(book):
    number = invoice(book, "100")
    draft = ledgerkit.CreditNoteDraft(invoice=number, issued=DAY, lines=(line("0"),))
    with pytest.raises(LedgerkitError, match="a credit is over a positive amount"):
        ledgerkit.load(book).record(draft)


def test_balances_change_by_exactly_the_transaction(book):
    invoice(book, "100")
    before = balances(book)
    invoice(book, "10.25", text="Ten")
    after = balances(book)
    changed = {a: after[a]["EUR"] - before[a]["EUR"] for a in before if before[a]}
    assert {a: change for a, change in changed.items() if change} == {
        "Assets:Receivable": Decimal("12.51"),  # 10.25 and 2.255, rounded half up
        "Income:Services": Decimal("-10.25"),
        "Liabilities:VAT": Decimal("-2.26"),
    }


def test_a_credit_note_takes_back_the_whole_invoice(book):
    number = invoice(book, "100", "33.33")
    added = record(book, ledgerkit.CreditNoteDraft(invoice=number, issued=DAY))
    assert added == (
        '\n2026-03-02 * "Acme S.r.l." "Credit note for INV-2026-001" ^INV-2026-001\n'
        '  credit-note: "CN-2026-001"\n'
        "  Assets:Receivable  -162.66 EUR\n"
        "  Income:Services  100.00 EUR\n"
        '    description: "Invoice"\n'
        '    tax: "it22"\n'
        "  Income:Services  33.33 EUR\n"
        '    description: "Invoice"\n'
        '    tax: "it22"\n'
        "  Liabilities:VAT  29.33 EUR\n"
        '    tax: "it22"\n'
    )
    assert open_of(book, number) == open_of(book, "CN-2026-001") == 0
    credit, original = (
        ledgerkit.load(book).invoice(n) for n in ("CN-2026-001", number)
    )
    assert (credit.gross, credit.tax) == (original.gross, original.tax)
    assert credit.preceding == ((number, DAY),)
    with pytest.raises(LedgerkitError, match=r"162\.66 of it are credited already"):
        ledgerkit.load(book).record(
            ledgerkit.CreditNoteDraft(invoice=number, issued=DAY)
        )


def test_a_part_is_credited_in_proportion_to_the_codes(book):
    asked = (line("100"), line("100", tax="it10"))
    number = ledgerkit.load(book).new_invoice(client="acme", issued=DAY, lines=asked)
    amount = Decimal("116.00")  # Half of 232: 61 and 55 with tax, 50 and 50 without.
    record(
        book,
        ledgerkit.CreditNoteDraft(invoice=number.number, issued=DAY, amount=amount),
    )
    read = ledgerkit.load(book).invoice("CN-2026-001")
    assert {t.code.id: (t.base, t.tax) for t in read.taxes} == {
        "it22": (50, 11),
        "it10": (50, 5),
    }


def test_a_payment_fills_documents_in_order_and_the_rest_stays_on_account(book):
    first, second = invoice(book, "100"), invoice(book, "50")
    added = record(
        book,
        ledgerkit.Receipt(
            day=DAY, amount=Decimal(200), settles=((first, None), (second, None))
        ),
    )
    assert added == (
        '\n2026-03-02 * "Acme S.r.l." "Payment"\n'
        "  Assets:Bank  200.00 EUR\n"
        "  Assets:Receivable  -122.00 EUR\n"
        '    invoice: "INV-2026-001"\n'
        "  Assets:Receivable  -61.00 EUR\n"
        '    invoice: "INV-2026-002"\n'
        "  Assets:Receivable  -17.00 EUR\n"
    )
    assert open_of(book, first) == open_of(book, second) == 0


def test_a_payment_of_one_document_links_it_and_the_banks_fee_is_booked(book):
    number = invoice(book)
    added = record(
        book,
        ledgerkit.Receipt(
            day=DAY, amount=Decimal(122), settles=((number, None),), fee=Decimal("2.5")
        ),
    )
    assert added == (
        '\n2026-03-02 * "Acme S.r.l." "Payment" ^INV-2026-001\n'
        "  Assets:Bank  119.50 EUR\n"
        "  Expenses:Fees  2.50 EUR\n"
        "  Assets:Receivable  -122.00 EUR\n"
    )


def test_a_payment_in_another_currency_carries_what_it_brought(book):
    book.write_text(f"{BOOK}{DAY} price USD 0.90 EUR\n")
    number = invoice(book, "100", currency="USD")
    added = record(
        book,
        ledgerkit.Receipt(
            day=DAY,
            amount=Decimal(122),
            settles=((number, None),),
            received=Amount(Decimal("110.01"), "EUR"),
        ),
    )
    assert "-122.00 USD @@ 110.01 EUR\n" in added
    assert open_of(book, number) == 0


@pytest.fixture
def in_dollars(book):
    """Two invoices in dollars, booked in euros at their days' rates."""
    book.write_text(
        f"""{BOOK}1970-01-01 open Assets:Dollars
  role: "bank"
1970-01-01 open Income:Exchange
  role: "exchange-gain"
2026-01-15 * "Acme S.r.l." "Design" ^INV-1
  Assets:Receivable  1000.00 USD @ 0.90 EUR
  Income:Services    -900.00 EUR
    tax: "export"
2026-01-16 * "Acme S.r.l." "Prints" ^INV-2
  Assets:Receivable   300.00 USD @ 0.93 EUR
  Income:Services    -279.00 EUR
    tax: "export"
"""
    )
    return book


def paid(book, amount, *settles, **facts):
    return record(
        book,
        ledgerkit.Receipt(
            day=DAY,
            amount=Decimal(amount),
            settles=tuple(settles),
            account=facts.pop("account", "Assets:Bank"),
            **facts,
        ),
    )


def test_money_in_euros_settles_dollars_at_their_own_rate(in_dollars):
    half = ("INV-1", Decimal(500))
    first = paid(in_dollars, 500, half, received=Amount(Decimal(460), "EUR"))
    assert "-500.00 USD @ 0.90 EUR\n  Income:Exchange  -10.00 EUR\n" in first
    last = paid(
        in_dollars,
        800,
        ("INV-1", None),
        ("INV-2", None),
        received=Amount(Decimal("735.00"), "EUR"),
        fee=Decimal(5),
    )
    assert last.endswith(
        "  Assets:Bank  735.00 EUR\n"
        "  Expenses:Fees  5.00 EUR\n"
        "  Assets:Receivable  -500.00 USD @ 0.9 EUR\n"
        '    invoice: "INV-1"\n'
        "  Assets:Receivable  -300.00 USD @ 0.93 EUR\n"
        '    invoice: "INV-2"\n'
        "  Income:Exchange  -11.00 EUR\n"  # 740.00 less 450.00 and 279.00
    )
    assert ledgerkit.load(in_dollars).findings() == []


def test_dollars_in_an_account_of_dollars_take_over_what_was_carried(in_dollars):
    added = paid(in_dollars, 1000, ("INV-1", None), account="Assets:Dollars")
    assert added.endswith(
        "  Assets:Dollars  1000.00 USD @ 0.9 EUR\n"
        "  Assets:Receivable  -1000.00 USD @ 0.9 EUR\n"
    )
    record(in_dollars, ledgerkit.WriteOff(numbers=("INV-2",), day=DAY))
    assert ledgerkit.load(in_dollars).findings() == []


def test_pounds_for_dollars_booked_in_euros_are_entered_by_hand(in_dollars):
    with pytest.raises(LedgerkitError, match=r"with 900\.00 EUR off the document"):
        paid(
            in_dollars,
            1000,
            ("INV-1", None),
            received=Amount(Decimal(780), "GBP"),
            account="Assets:Dollars",
        )


def test_a_gain_of_exchange_needs_its_account(in_dollars):
    text = in_dollars.read_text()
    in_dollars.write_text(text.replace('  role: "exchange-gain"\n', ""))
    facts = {"received": Amount(Decimal(920), "EUR")}
    with pytest.raises(LedgerkitError, match="--exchange-account"):
        paid(in_dollars, 1000, ("INV-1", None), **facts)
    added = paid(
        in_dollars, 1000, ("INV-1", None), exchange_account="Exchange", **facts
    )
    assert "Income:Exchange  -20.00 EUR\n" in added


def test_a_refund_pays_a_credit_note_back(book):
    number = invoice(book)
    record(
        book,
        ledgerkit.Receipt(day=DAY, amount=Decimal(122), settles=((number, None),)),
    )
    later = date(2026, 3, 9)
    record(book, ledgerkit.CreditNoteDraft(invoice=number, issued=later))
    assert open_of(book, "CN-2026-001") == -122
    record(
        book,
        ledgerkit.Receipt(
            day=later, amount=Decimal(-122), settles=(("CN-2026-001", None),)
        ),
    )
    assert open_of(book, "CN-2026-001") == 0


def test_money_on_account_is_paid_back_and_nothing_beyond_it(book):
    number = invoice(book)
    record(
        book,
        ledgerkit.Receipt(day=DAY, amount=Decimal(200), settles=((number, None),)),
    )
    back = ledgerkit.Receipt(day=DAY, client="acme", amount=Decimal(-78))
    with pytest.raises(LedgerkitError, match=r"79\.00 EUR would be paid back, and"):
        ledgerkit.load(book).record(dataclasses.replace(back, amount=Decimal(-79)))
    record(book, back)
    subledger = ledgerkit.load(book).subledger(Side.RECEIVABLE, date.max)
    assert (subledger.unapplied, open_of(book, number)) == ([], 0)
    # The invoice that too much was paid of may be named instead.
    record(book, ledgerkit.Receipt(day=DAY, amount=Decimal(10), client="acme"))
    with pytest.raises(LedgerkitError, match="has nothing to be paid back"):
        ledgerkit.load(book).record(
            dataclasses.replace(back, settles=((number, None),))
        )


def test_a_deposit_waits_for_its_invoice(book):
    record(book, ledgerkit.Deposit(party="acme", day=DAY, amount=Decimal(50)))
    number = invoice(book)
    planned = ledgerkit.load(book).record(ledgerkit.DepositUse(number=number, day=DAY))
    assert planned.done == "50.00 EUR of deposits set against INV-2026-001"
    assert open_of(book, number) == 72
    with pytest.raises(LedgerkitError, match=r"has 0\.00 EUR of deposits"):
        ledgerkit.load(book).record(ledgerkit.DepositUse(number=number, day=DAY))


def test_a_taxed_deposit_is_taken_off_in_the_invoice_with_its_tax(book):
    """60 in advance with 10 of tax, and 60 at last: 20 of tax in all."""
    deposit = ledgerkit.NewLine(account="Advances", amount=Decimal(50), tax="it22")
    asked = {"client": "acme", "issued": DAY}
    ledgerkit.load(book).new_invoice(lines=(deposit,), **asked)
    invoice(book, "20")
    use = ledgerkit.DepositUse(number="INV-2026-002", day=DAY)
    with pytest.raises(LedgerkitError, match=r"50\.00 EUR more were taxed"):
        ledgerkit.load(book).record(use)
    less = dataclasses.replace(deposit, amount=Decimal(-50))
    ledgerkit.load(book).new_invoice(lines=(line("100"), less), **asked)
    books = ledgerkit.load(book)
    first, last = (books.invoice(f"INV-2026-00{n}") for n in (1, 3))
    assert (first.tax, last.tax, last.payable) == (11, 11, 61)
    assert not balances(book)["Liabilities:Advances"]
    assert books.findings() == []


def test_a_prepayment_waits_for_its_bill(tmp_path):
    path = tmp_path / "main.beancount"
    advances = 'open Assets:Advances\n  role: "vendor-advance"\n'
    text = f'{ACCOUNTS}1970-01-01 {advances}1970-01-01 custom "vendor" "r" "Rossi"\n'
    bill = '2026-02-01 * "Rossi" "Bill" ^R-1\n  Liabilities:Payable  -70 EUR\n'
    path.write_text(f"{text}{bill}  Expenses:Purchases\n", encoding="utf-8")
    ahead = ledgerkit.Deposit(
        party="r", day=DAY, amount=Decimal(90), side=Side.PAYABLE, currency="EUR",
        account="Bank",
    )  # fmt: skip
    added = record(path, ahead)
    assert "Assets:Bank  -90.00 EUR\n  Assets:Advances  90.00 EUR" in added
    assert ledgerkit.load(path).card("r", as_of=DAY).notes == [
        "90.00 EUR were paid in advance, and are not set against any bill yet."
    ]
    use = ledgerkit.DepositUse(number="R-1", day=date(2026, 3, 3), side=Side.PAYABLE)
    assert "^R-1\n  Assets:Advances  -70.00 EUR" in record(path, use)
    books = ledgerkit.load(path)
    assert books.find_document("R-1", side=Side.PAYABLE).open == 0
    # What is used tomorrow can't be used today.
    more = ledgerkit.DepositUse(
        number="R-1", day=DAY, amount=Decimal(30), side=Side.PAYABLE
    )
    with pytest.raises(LedgerkitError, match=r"has 20\.00 EUR of prepayments by"):
        books.record(more)


def test_a_write_off_books_what_is_open_and_says_that_tax_is_in_it(book):
    number = invoice(book)
    planned = ledgerkit.load(book).record(
        ledgerkit.WriteOff(numbers=(number,), day=DAY)
    )
    assert planned.done == "write-off of 122.00 EUR"
    assert "relief for bad debts is not booked" in planned.notes[0]
    assert open_of(book, number) == 0


def test_voiding_an_issued_invoice_reverses_every_posting(book):
    number, before = invoice(book, "100"), balances(book)
    invoice(book, "40")
    void = ledgerkit.VoidNumber(number="INV-2026-002", reason="wrong client", day=DAY)
    added = record(book, void)
    assert added == (
        '\n2026-03-02 * "Acme S.r.l." "Reversal of INV-2026-002: wrong client"'
        " ^INV-2026-002\n"
        "  Assets:Receivable  -48.80 EUR\n"
        "  Income:Services  40.00 EUR\n"
        '    tax: "it22"\n'
        "  Liabilities:VAT  8.80 EUR\n"
        '    tax: "it22"\n'
        '\n2026-03-02 custom "void" "INV-2026-002" "wrong client"\n'
    )
    assert balances(book) == before
    books = ledgerkit.load(book)
    rows = books.documents(as_of=DAY).to_dicts()
    assert {r["number"]: r["status"] for r in rows} == {
        number: "open",
        "INV-2026-002": "void",
    }
    assert books.findings() == []
    with pytest.raises(LedgerkitError, match="is void already"):
        books.record(void)


def test_a_paid_invoice_is_not_voided(book):
    number = invoice(book)
    record(
        book, ledgerkit.Receipt(day=DAY, amount=Decimal(5), settles=((number, None),))
    )
    with pytest.raises(LedgerkitError, match="write a credit note"):
        ledgerkit.load(book).record(
            ledgerkit.VoidNumber(number=number, reason="x", day=DAY)
        )


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"settles": (("INV-2026-009", None),)}, 'there is no invoice "INV-2026-009"'),
        ({"client": "rossi"}, "is acme's and not rossi's"),
        ({"settles": (("INV-2026-001", Decimal(500)),)}, "has 122.00 EUR open"),
        ({"day": date(2026, 1, 1)}, "after the payment"),
        ({"currency": "USD"}, "is in EUR, and USD is paid"),
        ({"account": "Asets:Bank"}, 'did you mean "Assets:Bank"'),
        ({"fee": Decimal(900)}, "can't have kept"),
        ({"text": "two\nlines"}, "can't be seen"),
    ],
)
def test_a_receipt_that_does_not_fit_is_refused_in_one_sentence(book, facts, message):
    number = invoice(book)
    text = book.read_text()
    asked = {"day": DAY, "amount": Decimal(122), "settles": ((number, None),), **facts}
    with pytest.raises(LedgerkitError, match=message):
        ledgerkit.load(book).record(ledgerkit.Receipt(**asked))
    assert book.read_text() == text


def test_a_client_that_nobody_declared_is_known_by_its_payee(tmp_path):
    book = tmp_path / "main.beancount"
    book.write_text(
        'option "operating_currency" "EUR"\n'
        "1970-01-01 open Assets:Receivable\n1970-01-01 open Income:Sales\n"
        '2026-01-02 * "Bar Sport" "Menu" ^7/2026\n'
        "  Assets:Receivable  10 EUR\n  Income:Sales\n"
    )
    one = ledgerkit.NewLine(account="Sales", amount=Decimal(20))
    planned = ledgerkit.load(book).new_invoice(
        client="bar sport", issued=DAY, lines=(one,)
    )
    assert planned.number == "8/2026"
    assert 'custom "client"' not in book.read_text()
    assert ledgerkit.load(book).invoice("8/2026").buyer.name == "Bar Sport"


def test_a_file_that_may_not_be_written_to_stays_as_it_is(book):
    book.chmod(0o444)
    with pytest.raises(WriteRefusedError, match="is read-only"):
        invoice(book)


def test_withheld_tax_is_kept_back_of_the_net_amount(book):
    draft = ledgerkit.InvoiceDraft(
        party="acme",
        issued=DAY,
        lines=(line("1000"),),
        withholding="RT02 20 A",
        withholding_account="Withheld",
        stamp_duty=Decimal(2),
    )
    number = ledgerkit.load(book).record(draft).number
    read = ledgerkit.load(book).invoice(number)
    assert (read.gross, read.withheld, read.owed) == (1220, 200, 1020)
    assert read.stamp_duty == 2


def test_the_keywords_of_a_new_invoice_are_the_fields_of_its_draft():
    fields = {field.name for field in dataclasses.fields(ledgerkit.InvoiceDraft)}
    assert set(InvoiceFacts.__annotations__) == fields - {"party", "side"}
