"""Bills by hand: what follows from the vendor's record, and what stops them."""

from datetime import date
from decimal import Decimal

import pytest

import ledgerkit
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

DAY = date(2026, 3, 2)

BOOK = """\
option "operating_currency" "EUR"
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:Withheld
1970-01-01 open Liabilities:VAT
1970-01-01 open Assets:VAT
1970-01-01 open Expenses:Paper
1970-01-01 open Expenses:Advice
2026-01-01 custom "tax-code" "in22" 0.22
  kind: "purchase"
  account: "Assets:VAT"
2026-01-01 custom "tax-code" "rc22" 0.22
  kind: "purchase"
  category: "AE"
  account: "Assets:VAT"
  reverse-charge-account: "Liabilities:VAT"
2026-01-01 custom "tax-code" "it22" 0.22
  kind: "sales"
  account: "Liabilities:VAT"
2026-01-01 custom "vendor" "rossi" "Tipografia Rossi"
  expense-account: "Expenses:Paper"
  tax: "in22"
  payment-terms: "net 30"
2026-01-01 custom "vendor" "studio" "Studio Bianchi"
  expense-account: "Expenses:Advice"
  tax: "in22"
  withholding: "RT01 20 A"
  withholding-account: "Liabilities:Withheld"
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK, encoding="utf-8")
    return path


def line(amount="100.00", account="", **facts):
    facts = {"description": "Paper", **facts}
    return ledgerkit.NewLine(account=account, amount=Decimal(amount), **facts)


def new_bill(path, number, *lines, vendor="rossi", **facts):
    facts = {"issued": DAY, "lines": lines or (line(),), **facts}
    return ledgerkit.load(path).new_bill(vendor=vendor, number=number, **facts)


def postings(planned):
    return [
        (posting.account, posting.units.number)
        for posting in planned.directives[-1].postings
    ]


def test_the_vendors_record_says_account_tax_and_terms(path):
    planned = new_bill(path, "2026/17", received=date(2026, 3, 5))
    assert planned.done == "bill 2026/17 over 122.00 EUR"
    assert planned.directives[-1].meta["received"] == date(2026, 3, 5)
    assert postings(planned) == [
        ("Liabilities:Payable", Decimal("-122.00")),
        ("Expenses:Paper", Decimal("100.00")),
        ("Assets:VAT", Decimal("22.00")),
    ]
    books = ledgerkit.load(path)
    bill = books.find_document("2026/17", side=Side.PAYABLE)
    assert bill.due == date(2026, 4, 1)
    assert list(books.findings()) == []


def test_a_reverse_charge_posts_both_halves_and_is_owed_without_tax(path):
    planned = new_bill(path, "C-1", line("120.00", tax="rc22"))
    assert postings(planned) == [
        ("Liabilities:Payable", Decimal("-120.00")),
        ("Expenses:Paper", Decimal("120.00")),
        ("Assets:VAT", Decimal("26.40")),
        ("Liabilities:VAT", Decimal("-26.40")),
    ]
    books = ledgerkit.load(path)
    invoice = books.invoice("C-1", side=Side.PAYABLE)
    assert (invoice.net, invoice.tax, invoice.gross) == (120, 0, 120)
    assert [s.reverse_charged for s in invoice.taxes] == [Decimal("26.40")]
    assert list(books.findings()) == []


@pytest.mark.parametrize("wrong", ["26.41", "-26.39"])
def test_a_reverse_charge_with_one_wrong_half_is_found(path, wrong):
    new_bill(path, "C-1", line("120.00", tax="rc22"))
    right = wrong.replace("26.41", "26.40").replace("26.39", "26.40")
    text = path.read_text(encoding="utf-8").replace(f" {right} EUR", f" {wrong} EUR")
    text = text.replace(" 120.00 EUR", " 119.99 EUR")
    path.write_text(text, encoding="utf-8")
    books = ledgerkit.load(path)
    assert not books.errors
    assert [found.kind.name for found in books.findings()] == ["reverse-charge-half"]


def test_what_is_withheld_is_no_part_of_what_is_owed(path):
    planned = new_bill(path, "4", line("1000.00"), vendor="studio")
    assert postings(planned) == [
        ("Liabilities:Payable", Decimal("-1020.00")),
        ("Expenses:Advice", Decimal("1000.00")),
        ("Assets:VAT", Decimal("220.00")),
        ("Liabilities:Withheld", Decimal("-200.00")),
    ]
    invoice = ledgerkit.load(path).invoice("4", side=Side.PAYABLE)
    assert invoice.withheld == 200
    assert invoice.gross == 1220


def test_what_a_bill_says_itself_comes_before_the_record(path):
    planned = new_bill(
        path,
        "5",
        line("1000.00", account="Paper", tax="none"),
        vendor="studio",
        withholding="none",
    )
    assert postings(planned) == [
        ("Liabilities:Payable", Decimal("-1000.00")),
        ("Expenses:Paper", Decimal("1000.00")),
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"number": "2026-17"}, "is in the books already"),
        ({"number": "2026/17", "issued": date(2027, 3, 2)}, "needs 2026/17/2027"),
        ({"number": None}, "--number"),
        ({"number": "8", "lines": (line(tax="it22"),)}, "for what we sell"),
        ({"number": "8", "lines": (line(tax="in2"),)}, 'did you mean "in22"'),
        ({"number": "8", "vendor": "rosi"}, 'did you mean "rossi"'),
    ],
)
def test_what_stops_a_bill(path, facts, words):
    new_bill(path, "2026/17")
    before = path.read_bytes()
    with pytest.raises(UsageError, match=words):
        new_bill(path, facts.pop("number"), **facts)
    assert path.read_bytes() == before


def test_another_vendor_may_have_the_number(path):
    new_bill(path, "17")
    new_bill(path, "17", vendor="studio")
    books = ledgerkit.load(path)
    assert len(books.subledger(Side.PAYABLE, date.max).documents) == 2


def test_a_bill_that_looks_like_another_is_written_and_named(path):
    new_bill(path, "R-1047")
    planned = new_bill(path, "R-1O47", issued=date(2026, 2, 20))
    (note,) = planned.notes
    assert note.startswith("R-1O47 of rossi over 122.00 EUR may be R-1047 of")
    assert note.endswith(
        "both are over the same amount, 10 days apart, and the numbers R-1O47 and"
        " R-1047 are read alike"
    )


def test_a_bill_over_nothing_is_a_bill(path):
    planned = new_bill(path, "2026/18", line("0"))
    assert planned.done == "bill 2026/18 over 0.00 EUR"
    assert [str(number) for _account, number in postings(planned)] == ["0.00", "0.00"]
    books = ledgerkit.load(path)
    assert books.find_document("2026/18", side=Side.PAYABLE).open == 0
    assert books.invoice("2026/18", side=Side.PAYABLE).payable == 0
    assert list(books.findings()) == []
