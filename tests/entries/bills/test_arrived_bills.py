"""Bills that came as files: whose they are, what they are booked on, once each."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from beancount.core.data import Document, Transaction
from tests.conftest import ROOT, SHARED_DATA

import ledgerkit
from ledgerkit.e_invoices.read import arrived_bills
from ledgerkit.entries.bills.arrived_bills import plan_arrived_bills
from ledgerkit.entries.directives import ledger_text
from ledgerkit.errors import UnreadableFileError
from ledgerkit.open_items.side import Side

EMPTY = "1970-01-01 open Liabilities:Payable\n1970-01-01 open Assets:VAT\n"
CODES = """\
1970-01-01 custom "tax-code" "in22" 0.22
  kind: "purchase"
  account: "Assets:VAT"
1970-01-01 custom "tax-code" "in25" 0.25
  kind: "purchase"
  account: "Assets:VAT"
"""
FOLDERS = ("einvoice-en16931", "einvoice-peppol", "einvoice-fatturapa")


def sample_files():
    for folder in FOLDERS:
        for path in sorted((SHARED_DATA / folder).rglob("*")):
            if path.suffix.lower() in {".xml", ".pdf"}:
                yield path


def load(tmp_path, text):
    path = tmp_path / "main.beancount"
    path.write_text(text, encoding="utf-8")
    return ledgerkit.load(path)


def written_books(tmp_path, base, planned):
    """The books with the plan in them, the files themselves aside."""
    directives = [d for d in planned.directives if not isinstance(d, Document)]
    return load(tmp_path, f"{base}\n{ledger_text(directives)}")


@pytest.mark.parametrize("base", [EMPTY, EMPTY + CODES], ids=["empty", "with codes"])
@pytest.mark.usefixtures("shared_data")
def test_every_published_file_is_booked_with_its_own_totals(tmp_path, base):
    """BT-112 and BT-115 of each, as the books then read it."""
    counts, wrong, refused = Counter(), [], Counter()
    books = load(tmp_path, base)
    for path in sample_files():
        try:
            bills = arrived_bills(path.read_bytes(), path.name)
        except UnreadableFileError as error:
            counts["unreadable"] += 1
            refused[str(error).rpartition(": ")[2].partition(";")[0]] += 1
            continue
        for bill in bills:
            planned = plan_arrived_bills(books, [bill])
            for _bill, why in planned.refused:
                counts["refused"] += 1
                refused[f"{bill.invoice.number}: {why}"] += 1
            if not planned.booked:
                continue
            counts["booked"] += 1
            counts["flagged"] += planned.booked[0].document.unfinished
            after = written_books(tmp_path, base, planned)
            document = after.subledger(Side.PAYABLE, date.max).documents[0]
            invoice = after.read_invoice(document)
            turned = -1 if invoice.is_credit != bill.invoice.is_credit else 1
            read = turned * invoice.gross, abs(document.amount)
            # What is withheld, FatturaPA takes off before it states what to pay.
            if after.errors or read != (bill.gross, abs(bill.payable)):
                wrong.append((path.name, read, bill.gross, bill.payable, after.errors))
    print(f"\n{dict(counts)}\n" + "\n".join(f"{n} {why}" for why, n in refused.items()))
    assert wrong == []
    assert counts["booked"] >= 118
    assert counts["refused"] <= 1, "one file of the official tests owes nothing"


@pytest.fixture
def bill(shared_data):
    paths = (shared_data / "einvoice-fatturapa").rglob("invoice-services-period.xml")
    return min(paths)


BOOK = f"""{EMPTY}{CODES}
1970-01-01 open Expenses:Development
1970-01-01 open Expenses:Advice
"""


def plan(books, path, **changes):
    content = path.read_bytes()
    for before, after in changes.items():
        content = content.replace(before.encode(), after.encode())
    return plan_arrived_bills(books, arrived_bills(content, path.name))


def accounts(planned):
    (txn,) = [d for d in planned.directives if isinstance(d, Transaction)]
    return [posting.account for posting in txn.postings]


EARLIER = """
2023-01-01 custom "vendor" "maf" "MAF"
  vat-id: "IT12345678903"
2023-01-10 * "MAF" "Earlier" ^M-1
  Liabilities:Payable   -20.00 EUR
  Expenses:Development   10.00 EUR
    description: "Development services (3)"
  Expenses:Advice        10.00 EUR
    description: "Advice"
"""


def test_what_nothing_maps_is_flagged_and_waits_in_suspense(bill, tmp_path):
    planned = plan(load(tmp_path, BOOK), bill)
    (booked,) = planned.booked
    assert booked.document.unfinished
    assert booked.vendor.facts["vat-id"] == "IT12345678903"
    assert accounts(planned) == [
        "Liabilities:Payable",
        "Expenses:Suspense",
        "Expenses:Suspense",
        "Assets:VAT",
    ]
    found = written_books(tmp_path, BOOK, planned).findings()
    # The published file's VAT number is made up, and that is told as well.
    kinds = sorted(f.kind.name for f in found)
    assert kinds == ["bad-vat-id", *["unmapped-bill-line"] * 2]
    assert all(f.advice for f in found)


def test_lines_follow_the_words_of_the_vendors_earlier_bills(bill, tmp_path):
    planned = plan(load(tmp_path, BOOK + EARLIER), bill)
    (booked,) = planned.booked
    assert booked.vendor.how == "by its VAT id"
    assert booked.notes == [
        '"Consulting services": nothing says on what maf books this'
    ]
    assert accounts(planned)[1:3] == ["Expenses:Development", "Expenses:Suspense"]


def test_the_only_account_of_a_vendor_takes_every_line(bill, tmp_path):
    only = EARLIER.replace("Expenses:Advice  ", "Expenses:Development")
    planned = plan(load(tmp_path, BOOK + only), bill)
    assert accounts(planned)[1:3] == ["Expenses:Development"] * 2
    assert not planned.booked[0].document.unfinished
    found = written_books(tmp_path, BOOK + only, planned).findings()
    assert [f.kind.name for f in found] == ["bad-vat-id"]


def test_else_the_vendors_record_says_the_account(bill, tmp_path):
    stated = EARLIER.replace(
        'vat-id: "IT12345678903"',
        'vat-id: "IT12345678903"\n  expense-account: "Expenses:Advice"',
    )
    planned = plan(load(tmp_path, BOOK + stated), bill)
    assert accounts(planned)[1:3] == ["Expenses:Development", "Expenses:Advice"]


def test_a_suspense_account_teaches_nothing(bill, tmp_path):
    base = BOOK + '1970-01-01 open Expenses:Suspense\n  role: "suspense"\n'
    waiting = EARLIER.replace("Expenses:Advice  ", "Expenses:Suspense")
    planned = plan(load(tmp_path, base + waiting), bill)
    assert accounts(planned)[1:3] == ["Expenses:Development"] * 2


@pytest.mark.parametrize(
    ("facts", "how"),
    [
        ('vat-id: "it 12345678903"', "by its VAT id"),
        ('aliases: "MªF. Services"', "by its name"),
        ('vat-id: "IT00000000000"\n  aliases: "MªF. Services"', ""),
    ],
)
def test_how_a_vendor_is_recognised(bill, tmp_path, facts, how):
    base = f'{BOOK}2023-01-01 custom "vendor" "maf" "MAF"\n  {facts}\n'
    (booked,) = plan(load(tmp_path, base), bill).booked
    assert booked.vendor.how == how
    assert (booked.vendor.id == "maf") == bool(how)


def test_two_vendors_with_one_vat_id_are_asked_about(bill, tmp_path):
    one = '2023-01-01 custom "vendor" "{0}" "{0}"\n  vat-id: "IT12345678903"\n'
    planned = plan(load(tmp_path, BOOK + one.format("a") + one.format("b")), bill)
    assert [why for _bill, why in planned.refused] == [
        "a, b have the VAT id IT12345678903; leave it with one of them"
    ]


def test_several_tax_codes_that_fit_are_asked_about(bill, tmp_path):
    second = CODES.replace('"in22"', '"in22b"').replace('"in25"', '"in25b"')
    planned = plan(load(tmp_path, BOOK + second + EARLIER), bill)
    assert planned.booked[0].notes[0] == (
        '"Development services": tax S 22 % may be any of in22, in22b'
    )
    usual = EARLIER.replace('"MAF"\n  vat', '"MAF"\n  tax: "in22b"\n  vat')
    (booked,) = plan(load(tmp_path, BOOK + second + usual), bill).booked
    assert {x.tax for x in booked.document.lines} == {"in22b"}


def test_a_bill_is_booked_once(bill, tmp_path):
    first = plan(load(tmp_path, BOOK), bill)
    books = written_books(tmp_path, BOOK, first)
    again = plan(books, bill)
    assert (again.booked, again.refused, again.directives) == ([], [], [])
    assert "has it in the books" in again.there[0][1]


def test_one_import_takes_a_bill_once_and_declares_its_vendor_once(bill, tmp_path):
    books = load(tmp_path, BOOK)
    content = bill.read_bytes()
    other = content.replace(b"SAMPLE-001", b"SAMPLE-002")
    bills = [
        one
        for data in (content, content, other, content + b"\n")
        for one in arrived_bills(data, "a.xml")
    ]
    planned = plan_arrived_bills(books, bills)
    assert [b.document.number for b in planned.booked] == ["SAMPLE-001", "SAMPLE-002"]
    assert len(planned.there) == 2
    assert len({b.vendor.id for b in planned.booked}) == 1


def test_a_number_with_another_amount_is_refused_and_another_year_is_told_apart(
    bill, tmp_path
):
    books = written_books(tmp_path, BOOK, plan(load(tmp_path, BOOK), bill))
    other = plan(books, bill, **{">2023-03-02<": ">2023-03-09<"})
    assert "is in the books as a bill of 2023-03-02" in other.refused[0][1]
    later = plan(books, bill, **{">2023-03-02<": ">2025-03-02<"})
    assert later.booked[0].document.number == "SAMPLE-001/2025"


def test_the_iban_of_a_bill_is_noted_on_it(shared_data, tmp_path):
    paths = (shared_data / "einvoice-fatturapa").rglob("invoice-simple-iban.xml")
    path = min(paths)
    base = BOOK + EARLIER.replace(
        'vat-id: "IT12345678903"',
        'vat-id: "IT12345678903"\n  iban: "DE89370400440532013000"',
    )
    (booked,) = plan(load(tmp_path, base), path).booked
    assert booked.document.iban
    assert booked.document.iban in booked.bill.ibans
    # Where the two agree it is noted as well: the record may be edited later.
    same = base.replace("DE89370400440532013000", booked.document.iban)
    (agreed,) = plan(load(tmp_path, same), path).booked
    assert agreed.document.iban == booked.document.iban


def test_the_file_is_kept_and_named_and_the_ledger_is_written_last(bill, tmp_path):
    from click.testing import CliRunner  # noqa: PLC0415

    from ledgerkit.cli import main  # noqa: PLC0415

    book = tmp_path / "book" / "main.beancount"
    book.parent.mkdir()
    book.write_text(BOOK, encoding="utf-8")
    inbox = tmp_path / "inbox; $(x).xml"
    shutil.copy(bill, inbox)
    broken = tmp_path / "broken.xml"
    broken.write_text("<Invoice", encoding="utf-8")

    def run(*options):
        return CliRunner().invoke(main, ["bill", "import", *map(str, options)])

    refused = run(inbox, broken, "-f", book, "--yes")
    assert refused.exit_code == 2
    assert book.read_text(encoding="utf-8") == BOOK
    assert not (book.parent / "documents").exists()
    done = run(inbox, broken, "-f", book, "--yes", "--skip-bad")
    assert done.exit_code == 0, done.output
    (kept,) = (book.parent / "documents").rglob("*.xml")
    assert kept.read_bytes() == bill.read_bytes()
    books = ledgerkit.load(book)
    assert not books.errors
    (filed,) = [d for d in books.directives if isinstance(d, Document)]
    assert filed.filename == str(kept)
    before = book.read_bytes()
    assert "already" in run(inbox, "-f", book, "--yes").output
    assert book.read_bytes() == before
    amount = books.subledger(Side.PAYABLE, date.max).documents[0].amount
    assert amount == Decimal(2806)


RECEIVED = ROOT / "tests" / "e_invoices" / "received"
ADVANCE = """
1970-01-01 open Assets:Advances
  role: "vendor-advance"
"""


def received(name, *changes):
    """The last bill of a file of ours, changed."""
    text = (RECEIVED / name).read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return arrived_bills(text.encode(), name)[-1:]


PREPAID = {
    # Total 277.50 and 0.50 of rounding, all of it paid already.
    "goods.ubl.xml": (
        '<cbc:PrepaidAmount currencyID="EUR">100.00<',
        '<cbc:PrepaidAmount currencyID="EUR">278.00<',
        '<cbc:PayableAmount currencyID="EUR">178.00<',
        '<cbc:PayableAmount currencyID="EUR">0.00<',
        "278.00",
    ),
    # A credit note over 119.00, refunded already.
    "credit.cii.xml": (
        "<GrandTotalAmount>119.00</GrandTotalAmount>",
        (
            "<GrandTotalAmount>119.00</GrandTotalAmount>"
            "<TotalPrepaidAmount>119.00</TotalPrepaidAmount>"
        ),
        "<DuePayableAmount>119.00<",
        "<DuePayableAmount>0.00<",
        "-119.00",
    ),
}


@pytest.mark.parametrize("name", PREPAID)
def test_a_bill_that_is_paid_already_is_booked_and_nothing_is_owed(tmp_path, name):
    before, after, payable, nothing, amount = PREPAID[name]
    bills = received(name, (before, after), (payable, nothing))
    planned = plan_arrived_bills(load(tmp_path, EMPTY + CODES), bills)
    (booked,) = planned.booked
    assert planned.refused == []
    assert booked.document.unfinished
    assert any("are said to be paid already" in note for note in booked.notes)
    books = written_books(tmp_path, EMPTY + CODES, planned)
    assert books.errors == []
    (document,) = books.subledger(Side.PAYABLE, date.max).documents
    assert (document.amount, document.open) == (Decimal(amount), 0)
    assert {txn.flag for txn in books.directives if isinstance(txn, Transaction)} == {
        "!"
    }
    # Again, it is there, by its number and amount.
    (again,) = plan_arrived_bills(
        books, [replace(bill, digest="another") for bill in bills]
    ).there
    assert "has it in the books" in again[1]


def test_what_was_paid_in_advance_comes_from_the_account_of_advances(tmp_path):
    before, after, payable, nothing, _amount = PREPAID["goods.ubl.xml"]
    bills = received("goods.ubl.xml", (before, after), (payable, nothing))
    planned = plan_arrived_bills(load(tmp_path, EMPTY + CODES + ADVANCE), bills)
    *_bill, payment = [d for d in planned.directives if isinstance(d, Transaction)]
    assert payment.flag == "*"
    assert [(p.account, p.units.number) for p in payment.postings] == [
        ("Assets:Advances", Decimal("-278.00")),
        ("Liabilities:Payable", Decimal("278.00")),
    ]


def test_a_total_of_which_nothing_is_to_be_paid_is_a_bill_as_well(tmp_path):
    """An Italian one that says ImportoPagamento 0.00, without a word of why."""
    text = (RECEIVED / "two.fatturapa.xml").read_text("utf-8")
    first = text.replace(
        "<ImportoPagamento>568.80<", "<ImportoPagamento>0.00<"
    ).replace("<ImportoPagamento>500.00<", "<ImportoPagamento>0.00<")
    bill = arrived_bills(first.encode(), "two.xml")[0]
    assert bill.payable == 0
    planned = plan_arrived_bills(load(tmp_path, EMPTY + CODES), [bill])
    (booked,) = planned.booked
    owed = booked.document.amount
    assert owed > 0
    assert booked.notes[-1] == f"{owed} EUR are its total, and nothing is to be paid"
    assert [paid.amount for paid in booked.document.settlements] == [owed]
    books = written_books(tmp_path, EMPTY + CODES, planned)
    assert books.aging(as_of=date.max, side=Side.PAYABLE).rows == []
