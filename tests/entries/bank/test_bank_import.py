"""Statements into the books: each line once, each file kept, each balance asserted."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.entries.bank.bank_statements import (
    always,
    bank_file,
    certainly,
    line,
    statement,
    told,
)

from ledgerkit.api import load
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.entries.bank.import_statements import (
    BankImportChange,
    BookingChoice,
    choices_above,
    plan_bank_import,
)
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.errors import UsageError, WriteRefusedError
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.open_items.side import Side


def imported(books, *files, match=None, choices=None, **options):
    """Write an import, and load the books again."""
    prepared = prepare_bank_import(
        books, files, match=match or told(lambda *_: None), **options
    )
    planned = plan_bank_import(books, prepared, choices or choices_above(prepared))
    change = BankImportChange(books, planned, known=LoadedFiles.of(books))
    if not change.is_empty:
        change.write()
    again = load(books.filename)
    assert [e.message for e in again.errors] == []
    return again, planned


def text_of(books):
    return Path(books.filename).read_text(encoding="utf-8")


def added(books, before):
    text = text_of(books)
    assert text.startswith(before)
    return text[len(before) :].strip("\n")


def test_an_unknown_line_waits_on_suspense_and_the_statement_is_remembered(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60 X054 2811 1010 0000 0123 456"
    """
    before = text_of(books)
    file = bank_file(
        statement(
            [
                line("2026-01-10", "100.00", name='Acme "S.r.l."', text="Thanks"),
                line("2026-01-20", "-25.50", reference="FT26020", name="Enel"),
            ],
            opening="0.00",
            since="2026-01-01",
            until="2026-01-31",
        )
    )
    books, planned = imported(books, file)
    kept = f"documents/Assets/Bank/Intesa/2026-01-31.{file.digest[:8]}-bank.ofx"
    assert planned.unknown == 2
    text = re.sub("20260110-[0-9a-f]{12}", "20260110-…", added(books, before))
    assert (
        re.sub(" {3,}", "   ", text.replace(file.digest, "…"))
        == f"""\
1970-01-01 open Expenses:Suspense
  role: "suspense"

2026-01-10 ! "Acme \\"S.r.l.\\"" "Thanks"
  Assets:Bank:Intesa   100.00 EUR
   bank-ref: "20260110-…"
  Expenses:Suspense   -100.00 EUR

2026-01-20 ! "Enel" ""
  Assets:Bank:Intesa   -25.50 EUR
   bank-ref: "FT26020"
  Expenses:Suspense   25.50 EUR

2026-01-31 document Assets:Bank:Intesa "{kept}"
  digest: "…"

2026-01-31 custom "statement" Assets:Bank:Intesa "2026-01" 74.50 EUR
  opening: 0.00 EUR
  from: 2026-01-01
  file: "{kept}"
  digest: "…"

2026-02-01 balance Assets:Bank:Intesa   74.50 EUR"""
    )
    assert (Path(books.filename).parent / kept).read_bytes() == file.content


def test_a_payment_in_the_books_is_marked_where_it_stands(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-01-09 ! "Rossi" "Payment of R-1"   ; ordered on Friday
      payment-run: "PR-1"
      Liabilities:Payable     90.00 EUR
        bill: "R-1"
      Assets:Bank:Intesa     -90.00 EUR
        reviewed: "yes"
    2026-01-01 custom "payment-run" "PR-1" 90.00 EUR
    2026-01-02 * "Rossi" "Paper" ^R-1
      Liabilities:Payable    -90.00 EUR
      Expenses:Purchases
    """
    before = text_of(books)

    def booked(one, known):
        (movement,) = known.booked
        assert movement.pending
        assert movement.names == ("Rossi",)
        assert {"PR-1", "R-1"} <= set(movement.texts)
        return certainly(one, MatchKind.BOOKED, booked=(movement,))

    file = bank_file(
        statement([line("2026-01-12", "-90.00", reference="FT 1")], opening="90.00")
    )
    books, planned = imported(books, file, match=told(booked))
    text = text_of(books)
    marked = before.replace("2026-01-09 !", "2026-01-09 *").replace(
        "  Assets:Bank:Intesa     -90.00 EUR\n",
        "  Assets:Bank:Intesa     -90.00 EUR\n"
        '    bank-ref: "FT 1"\n'
        "    bank-date: 2026-01-12\n",
    )
    assert text.startswith(marked)
    assert planned.unknown == planned.booked == 0
    # The books lack what was there before, so no balance is asserted, and it is said.
    assert "balance" not in text[len(marked) :]
    assert "90.00 EUR differ" in planned.notes[0]


def lines_of(books, account="Assets:Bank:Intesa"):
    """Reference, day and amount of everything that has cleared."""
    return sorted(
        (m.reference, m.bank_day, m.amount)
        for m in books.bank_read.movements[account]
        if m.reference
    )


def test_importing_again_adds_nothing(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    equal = line("2026-01-10", "-5.00", name="Bar", text="Coffee")
    file = bank_file(
        statement(
            [equal, equal, line("2026-01-10", "-5.00", reference="R-1")], opening="100"
        )
    )
    books, planned = imported(books, file)
    assert planned.unknown == 3
    assert len(set(lines_of(books))) == 3
    before = text_of(books)
    books, planned = imported(books, file)
    assert text_of(books) == before
    assert (planned.directives, planned.marks, planned.files) == ([], [], [])


def test_overlapping_statements_join(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    lines = [line(f"2026-01-{day:02}", f"{day}.00") for day in range(1, 11)]
    first = bank_file(statement(lines[:6], opening="0"), name="a.ofx")
    second = bank_file(statement(lines[3:], opening="6.00"), name="b.ofx")
    books, _planned = imported(books, first, second)
    assert [amount for *_, amount in lines_of(books)] == [one.amount for one in lines]
    assert [str(s.closing) for s in books.bank_read.statements] == ["21.00", "55.00"]
    assert next(iter(books.bank_read.findings())).kind.name == "unknown-bank-line"


def test_the_same_month_in_another_format_is_there_under_other_references(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    period = {"since": "2026-01-01", "until": "2026-01-31"}
    ofx = [
        line("2026-01-01", "5.00", reference="F-1", name="ACME SRL"),
        line("2026-01-31", "5.00", reference="F-2", name="ACME SRL"),
        line("2026-01-31", "5.00", reference="F-3", name="ACME SRL"),
    ]
    csv = [line(str(one.day), "5.00", name="Acme", text="Bonifico") for one in ofx]
    first = bank_file(statement(ofx, opening="0", **period))
    second = bank_file(statement(csv, opening="0", **period), name="bank.csv")
    books, _planned = imported(books, first)
    again, planned = imported(books, second)
    assert lines_of(again) == lines_of(books)
    assert "is there already, under the reference F-1" in planned.notes[0]
    # Only the file is new.
    assert [type(d).__name__ for d in planned.directives] == ["Document"]


def test_a_line_that_may_be_there_is_imported_with_a_doubt(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    books, _planned = imported(
        books, bank_file(statement([line("2026-01-10", "5.00", reference="A")]))
    )
    prepared = prepare_bank_import(
        books,
        [bank_file(statement([line("2026-01-10", "5.00", reference="B")]))],
        match=told(lambda *_: None),
    )
    (only,) = prepared.lines
    assert only.doubt == "A has the same day and amount; is it another?"


def test_a_reference_that_a_bank_uses_again_is_another_line(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    fee = [line(f"2026-0{m}-28", "-5.00", reference="FEE") for m in (1, 2)]
    books, _planned = imported(books, bank_file(statement(fee[:1])))
    books, _planned = imported(books, bank_file(statement(fee[1:])))
    assert len(lines_of(books)) == 2
    # Two payments of one collective order have one reference.
    batch = [line("2026-03-01", a, reference="BATCH") for a in ("1.00", "2.00")]
    books, _planned = imported(books, bank_file(statement(batch)))
    books, planned = imported(books, bank_file(statement(batch)))
    assert planned.directives == []
    assert len(lines_of(books)) == 4


def test_a_posting_that_somebody_moved_or_split_is_still_the_line(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-01-08 * "Acme" "Moved by two days"
      Assets:Bank:Intesa   100.00 EUR
        bank-ref: "R-1"
      Income:Services
    2026-01-12 * "Rossi" "One line, two bills"
      Assets:Bank:Intesa   -30.00 EUR
        bank-ref: "R-2"
      Assets:Bank:Intesa   -40.00 EUR
        bank-ref: "R-2"
      Expenses:Purchases
    """
    lines = [
        line("2026-01-10", "100.00", reference="R-1"),
        line("2026-01-12", "-70.00", reference="R-2"),
    ]
    prepared = prepare_bank_import(
        books, [bank_file(statement(lines))], match=told(lambda *_: None)
    )
    assert (prepared.there, list(prepared.lines)) == (2, [])


def test_a_transfer_between_our_accounts_is_one_transaction(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Assets:Bank:Savings EUR
      account-number: "0000-777 888"
    """
    files = [
        bank_file(
            statement([line("2026-01-10", "-500.00", reference="A-1")], opening="500")
        ),
        bank_file(
            statement(
                [line("2026-01-11", "500.00", reference="B-1")],
                opening="0",
                account="777888",
            ),
            name="savings.ofx",
        ),
    ]

    def say(one, known):
        if one.amount < 0:
            part = ProposedPosting(account="Assets:Bank:Savings", amount=one.amount)
            return certainly(one, MatchKind.TRANSFER, parts=(part,))
        (movement,) = known.booked
        assert (movement.amount, movement.transfer_from) == (500, "Assets:Bank:Intesa")
        return certainly(one, MatchKind.BOOKED, booked=(movement,))

    books, planned = imported(books, *files, match=told(say))
    (transfer,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert [(p.account, p.meta) for p in transfer.postings] == [
        ("Assets:Bank:Intesa", {"bank-ref": "A-1"}),
        (
            "Assets:Bank:Savings",
            {"bank-ref": "B-1", "bank-date": date(2026, 1, 11)},
        ),
    ]
    assert (planned.booked, planned.cleared) == (1, 1)
    again, planned = imported(books, *files, match=told(say))
    assert planned.directives == []
    # Later, and one by one, it comes to the same.
    assert lines_of(again, "Assets:Bank:Savings")[0][0] == "B-1"


def test_what_settles_names_its_documents_and_takes_the_discount_off_the_tax(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Liabilities:VAT
    1970-01-01 open Expenses:Discounts
      role: "discount-given"
    2026-01-01 custom "tax-code" "it22" 0.22
      account: "Liabilities:VAT"
    2026-01-01 custom "client" "acme" "Acme"
    2026-01-05 * "Acme" "Design" ^INV-1
      terms: "2/10 net 30"
      Assets:Receivable   122.00 EUR
      Income:Services    -100.00 EUR
        tax: "it22"
      Liabilities:VAT     -22.00 EUR
        tax: "it22"
    2026-01-06 * "Acme" "Design" ^INV-2
      Assets:Receivable    50.00 EUR
      Income:Services
    """

    def say(one, known):
        found = {document.number: document for document in known.documents}
        assert found["INV-1"].discount == Decimal("2.44")
        assert found["INV-1"].discount_until == date(2026, 1, 15)
        # The creditor reference, and Swiss payment parts' own.
        references = ("RF47INV1", "000000000000000000018233115")
        assert found["INV-1"].references == references
        parts = [
            ProposedPosting(account=d.account, amount=d.open, document=d, party=d.party)
            for _number, d in sorted(found.items())
        ]
        rest = one.amount - sum(part.amount for part in parts)
        parts.append(
            ProposedPosting(account="Expenses:Discounts", amount=rest, why="discount")
        )
        return certainly(one, MatchKind.SEVERAL, parts=tuple(parts))

    file = bank_file(
        statement([line("2026-01-12", "169.56", reference="R-1", name="ACME SRL")])
    )
    books, planned = imported(books, file, match=told(say))
    (txn,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert (txn.payee, txn.links) == ("Acme", frozenset())
    assert [(p.account, str(p.units), p.meta) for p in txn.postings] == [
        ("Assets:Bank:Intesa", "169.56 EUR", {"bank-ref": "R-1"}),
        ("Assets:Receivable", "-122.00 EUR", {"invoice": "INV-1"}),
        ("Assets:Receivable", "-50.00 EUR", {"invoice": "INV-2"}),
        ("Expenses:Discounts", "2.00 EUR", {"invoice": "INV-1"}),
        ("Liabilities:VAT", "0.44 EUR", {"invoice": "INV-1", "tax": "it22"}),
    ]
    assert not books.subledger(Side.RECEIVABLE, date.max).open_documents
    (taken,) = books.discounts_on(Side.RECEIVABLE, date.max)
    assert str(taken.standing.state) == "earned and taken"


def test_a_bill_paid_early_takes_its_discount_on_the_other_side(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Income:Discounts
      role: "discount-taken"
    2026-01-05 * "Rossi" "Paper" ^R-1
      terms: "2/10 net 30"
      Liabilities:Payable   -100.00 EUR
      Expenses:Purchases
    """

    def say(one, known):
        (bill,) = known.documents
        assert (bill.open, bill.discount) == (-100, -2)
        parts = (
            ProposedPosting(
                account=bill.account, amount=bill.open, document=bill, party="Rossi"
            ),
            ProposedPosting(
                account="Income:Discounts", amount=Decimal(2), why="discount"
            ),
        )
        return certainly(one, MatchKind.REFERENCE, parts=parts)

    file = bank_file(statement([line("2026-01-12", "-98.00", reference="R-1")]))
    books, planned = imported(books, file, match=told(say))
    (txn,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert (txn.payee, txn.links) == ("Rossi", {"R-1"})
    assert [(p.account, str(p.units)) for p in txn.postings] == [
        ("Assets:Bank:Intesa", "-98.00 EUR"),
        ("Liabilities:Payable", "100.00 EUR"),
        ("Income:Discounts", "-2.00 EUR"),
    ]
    assert not books.subledger(Side.PAYABLE, date.max).open_documents


def test_a_document_in_foreign_currency_is_settled_at_its_own_rate(books):
    """
    option "operating_currency" "EUR"
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Income:Exchange
      role: "exchange-gain"
    2026-01-05 * "Acme Inc" "Design" ^INV-1
      Assets:Receivable   1000.00 USD @ 0.90 EUR
      Income:Services     -900.00 EUR
    """

    def say(one, known):
        (invoice,) = known.documents
        assert invoice.booked_rate == Decimal("0.90")
        assert known.special.exchange_gain == "Income:Exchange"
        parts = (
            ProposedPosting(
                account=invoice.account,
                amount=Decimal("900.00"),
                document=invoice,
                settles=invoice.open,
                party=invoice.party,
            ),
            ProposedPosting(
                account="Income:Exchange",
                amount=Decimal("20.00"),
                why="exchange difference",
            ),
        )
        return certainly(one, MatchKind.REFERENCE, parts=parts)

    file = bank_file(statement([line("2026-02-12", "920.00", reference="R-1")]))
    books, planned = imported(books, file, match=told(say))
    (txn,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert [(p.account, str(p.units), str(p.price)) for p in txn.postings] == [
        ("Assets:Bank:Intesa", "920.00 EUR", "None"),
        ("Assets:Receivable", "-1000.00 USD", "0.90 EUR"),
        ("Income:Exchange", "-20.00 EUR", "None"),
    ]
    assert not books.subledger(Side.RECEIVABLE, date.max).open_documents


def in_proportion(one, known):
    """The line as matching divides it: by the day's own rate."""
    (invoice,) = known.documents
    part = ProposedPosting(
        account=invoice.account,
        amount=one.amount,
        document=invoice,
        settles=one.amount / Decimal("0.92"),
        party=invoice.party,
    )
    return certainly(one, MatchKind.REFERENCE, parts=(part,))


def test_thirds_of_a_document_in_foreign_currency_leave_no_cent(books):
    """
    option "operating_currency" "EUR"
    plugin "ledgerkit.plugins.all"
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Income:Exchange
      role: "exchange-gain"
    2026-01-05 * "Acme Inc" "Design" ^INV-1
      Assets:Receivable    300.00 USD @@ 270.01 EUR
      Income:Services     -270.01 EUR
    """
    lines = [line(f"2026-02-0{n}", "92.00", reference=f"R-{n}") for n in (1, 2, 3)]
    books, planned = imported(
        books, bank_file(statement(lines)), match=told(in_proportion)
    )
    transactions = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert [str(txn.postings[-1].units) for txn in transactions] == [
        "-2.00 EUR",  # 92.00 less 90.00, 90.01 and 90.00
        "-1.99 EUR",
        "-2.00 EUR",
    ]
    assert [f.message for f in books.findings() if f.kind.name.startswith("exch")] == []


def test_an_exchange_difference_without_an_account_waits(books):
    """
    option "operating_currency" "EUR"
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-01-05 * "Acme Inc" "Design" ^INV-1
      Assets:Receivable   1000.00 USD @ 0.90 EUR
      Income:Services     -900.00 EUR
    """
    file = bank_file(statement([line("2026-02-12", "920.00", reference="R-1")]))
    books, planned = imported(books, file, match=told(in_proportion))
    (txn,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert txn.flag == "!"
    assert [note for note in planned.notes if "20.00 EUR has no account" in note]


def test_nothing_is_booked_above_what_is_open_whatever_is_chosen(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-01-05 * "Acme" "Design" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services
    """

    def say(one, known):
        (invoice,) = known.documents
        part = ProposedPosting(
            account=invoice.account, amount=one.amount, document=invoice, party="Acme"
        )
        return certainly(one, MatchKind.PARTY, parts=(part,))

    lines = [line("2026-01-10", a, reference=a) for a in ("80.00", "20.00", "0.01")]
    books, planned = imported(books, bank_file(statement(lines)), match=told(say))
    assert (planned.booked, planned.unknown) == (2, 1)
    assert "INV-1 has 0.00 EUR open; it waits on Expenses:Suspense" in planned.notes[0]


def test_an_account_that_cannot_take_a_posting_leaves_the_line_on_suspense(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-06-01 open Expenses:Later
    1970-01-01 open Expenses:Dollars USD
    """
    for account, why in (
        ("Expenses:Later", "is opened on 2026-06-01"),
        ("Expenses:Dollars", "is opened for USD only"),
        ("Expenses:Nowhere", "is not opened"),
    ):
        prepared = prepare_bank_import(
            books,
            [bank_file(statement([line("2026-01-10", "-5.00")]))],
            match=always(account),
        )
        planned = plan_bank_import(books, prepared, choices_above(prepared))
        assert (planned.booked, planned.unknown) == (0, 1)
        assert why in planned.notes[0]


def test_a_rule_with_tax_divides_what_was_paid(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Assets:VAT
    1970-01-01 open Expenses:Hosting
    2026-01-01 custom "tax-code" "it22" 0.22
      account: "Assets:VAT"
    2026-01-01 custom "bank-rule" "cloud" Expenses:Hosting
      contains: "Cloud 9"
      tax: "it22"
      payee: "Cloud Nine Ltd"
    """
    cloud = line("2026-01-10", "-10.00", name="CLOUD 9", reference="R")
    prepared = prepare_bank_import(books, [bank_file(statement([cloud]))])
    planned = plan_bank_import(books, prepared, choices_above(prepared))
    (txn,) = [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert txn.payee == "Cloud Nine Ltd"
    assert [(p.account, str(p.units)) for p in txn.postings] == [
        ("Assets:Bank:Intesa", "-10.00 EUR"),
        ("Expenses:Hosting", "8.20 EUR"),
        ("Assets:VAT", "1.80 EUR"),
    ]


def test_a_line_left_out_is_named_and_its_statement_is_not_remembered(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    file = bank_file(
        statement([line("2026-01-10", "5.00"), line("2026-01-11", "6.00")], opening="0")
    )
    choices = [BookingChoice(), BookingChoice(is_left_out=True)]
    books, planned = imported(books, file, choices=choices)
    assert planned.left_out == ["bank.ofx:1: 2026-01-11 over 6.00 EUR"]
    assert "not remembered" in planned.notes[-1]
    assert not books.bank_read.statements
    books, _planned = imported(books, file)
    assert [str(s.closing) for s in books.bank_read.statements] == ["11.00"]


def test_a_gap_between_statements_is_named_by_how_much(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    2026-01-31 custom "statement" Assets:Bank:Intesa "2026-01" 100.00 EUR
    """
    file = bank_file(statement([line("2026-03-10", "5.00")], opening="80.00"))
    prepared = prepare_bank_import(books, [file], match=told(lambda *_: None))
    (note,) = prepared.notes
    assert note == (
        "bank.ofx:1: it opens with 80.00 EUR, and the statement before closed with"
        " 100.00 on 2026-01-31: -20.00 lies between; import what is missing"
    )


def test_the_balance_of_a_day_that_is_not_over_is_not_remembered(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    file = bank_file(statement([line("2026-03-10", "5.00")], opening="0.00"))
    prepared = prepare_bank_import(books, [file], match=told(lambda *_: None))
    planned = plan_bank_import(
        books, prepared, choices_above(prepared), today=date(2026, 3, 10)
    )
    kinds = {type(d).__name__ for d in planned.directives}
    assert kinds == {"Open", "Transaction", "Document"}
    assert "2026-03-10 isn't over" in planned.notes[0]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("IT60 X054 2811 1010 0000 0123 456", "Assets:Bank:Intesa"),
        ("it60x0542811101000000123456", "Assets:Bank:Intesa"),
        ("000000123456", "Assets:Bank:Intesa"),
        ("123456", "Assets:Bank:Intesa"),
        ("00010020030/0777888", "Assets:Bank:Number"),
        ("DE89370400440532013000", "Assets:Bank:Euro"),
    ],
)
def test_an_account_is_recognised_by_iban_or_number(books, number, found):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Assets:Bank:Number USD
      account-number: "777 888"
    1970-01-01 open Assets:Bank:Euro EUR
      iban: "DE89 3704 0044 0532 0130 00"
    1970-01-01 open Assets:Bank:Dollar USD
      iban: "DE89 3704 0044 0532 0130 00"
    """
    assert books.bank_read.accounts.find(number, "EUR") == found


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("", "doesn't say of which account"),
        ("56", 'no account has the number "56"'),
        ("FR7630006000011234567890189", "no account has the number"),
        ("DE89370400440532013000", "may be Assets:Bank:A or Assets:Bank:B"),
    ],
)
def test_a_number_that_is_nobodys_or_two_accounts_is_refused(books, number, why):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    1970-01-01 open Assets:Bank:A EUR
      iban: "DE89 3704 0044 0532 0130 00"
    1970-01-01 open Assets:Bank:B EUR
      iban: "DE89 3704 0044 0532 0130 00"
    """
    with pytest.raises(UsageError, match=re.escape(why)):
        books.bank_read.accounts.find(number, "EUR")


def test_books_that_somebody_changed_meanwhile_are_not_written(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    prepared = prepare_bank_import(
        books,
        [bank_file(statement([line("2026-03-10", "5.00")]))],
        match=told(lambda *_: None),
    )
    planned = plan_bank_import(books, prepared, choices_above(prepared))
    change = BankImportChange(books, planned, known=LoadedFiles.of(books))
    Path(books.filename).write_text(text_of(books) + "; by hand\n", encoding="utf-8")
    before = text_of(books)
    with pytest.raises(WriteRefusedError, match="was changed after it was read"):
        change.write()
    assert text_of(books) == before


def test_a_hostile_text_is_one_visible_line_in_the_ledger(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    hostile = 'A"\n2026-01-01 * "x\\" \u202e\x00\u2028' + "y" * 1000
    file = bank_file(
        statement(
            [
                line(
                    "2026-01-10",
                    "5.00",
                    name=hostile,
                    text=hostile,
                    iban=hostile,
                    reference=hostile,
                )
            ]
        ),
        name="../../etc/pass\nwd.ofx",
    )
    books, planned = imported(books, file)
    (kept,) = planned.files
    assert kept.name == (
        f"documents/Assets/Bank/Intesa/2026-01-10.{file.digest[:8]}-pass-wd.ofx"
    )
    (movement,) = books.bank_read.movements["Assets:Bank:Intesa"]
    txn = movement.transaction
    assert len(txn.payee) <= 140
    assert len(txn.narration) <= 500
    for text in (txn.payee, txn.narration, movement.reference):
        assert text.isprintable()
    books, planned = imported(books, file)
    assert planned.directives == []


def test_what_the_bank_only_announces_is_left_out_by_name(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    lines = [
        line("2026-01-12", "9.00", name="Acme", text="soon", pending=True, lineno=7),
        line("2026-01-12", "0", text="Card renewed", lineno=8),
    ]
    _, planned = imported(books, bank_file(statement(lines)))
    assert not [d for d in planned.directives if type(d).__name__ == "Transaction"]
    assert [note.split(": ")[0] for note in planned.notes[:2]] == [
        "bank.ofx:7",
        "bank.ofx:8",
    ]
    assert "over 9.00 EUR isn't booked by the bank; it is left out" in planned.notes[0]
    assert '"Card renewed" of 2026-01-12 over 0 EUR has no amount' in planned.notes[1]


def test_a_balance_of_within_a_day_is_not_remembered(books):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60X0542811101000000123456"
    """
    said = statement([line("2026-03-10", "5.00")], opening="0.00", interim=True)
    _, planned = imported(books, bank_file(said))
    kinds = {type(d).__name__ for d in planned.directives}
    assert "Balance" not in kinds
    assert "Custom" not in kinds
    assert "is not that of the end of 2026-03-10" in planned.notes[0]


@pytest.mark.parametrize(
    ("opening", "kind"), [("-50.00", "unknown"), ("0.00", "there")]
)
def test_what_the_opening_balance_holds_has_cleared(ledger_file, opening, kind):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60 X054 2811 1010 0000 0123 456"
    1970-01-01 open Expenses:Rent

    2025-12-15 * "Landlord" "Rent December"
      Assets:Bank:Intesa  -50.00 EUR
      Expenses:Rent
    """
    # In January the same rent is due again; December's is within the balance before.
    file = bank_file(
        statement(
            [line("2026-01-05", "-50.00", name="Landlord", text="Rent")],
            opening=opening,
            since="2026-01-01",
            until="2026-01-31",
        )
    )
    prepared = prepare_bank_import(load(ledger_file), [file])
    [found] = prepared.lines
    is_cleared = found.proposal.booked == ()
    assert is_cleared is (kind == "unknown")


def test_no_line_clears_an_opening_balance(ledger_file):
    """
    1970-01-01 open Assets:Bank:Intesa EUR
      iban: "IT60 X054 2811 1010 0000 0123 456"

    2026-01-01 * "Opening balances"
      Assets:Bank:Intesa  100.00 EUR
      Equity:Opening-Balances
    """
    # The client pays by chance what the books began with.
    file = bank_file(statement([line("2026-01-02", "100.00", name="Acme")]))
    [found] = prepare_bank_import(load(ledger_file), [file]).lines
    assert found.proposal.booked == ()
