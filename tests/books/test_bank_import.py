"""Statements into the books: each line once, each file kept, each balance asserted."""

import re
from pathlib import Path

from tests.books.bank_statements import (
    bank_file,
    certainly,
    line,
    statement,
    told,
)

from ledgerkit.api import load
from ledgerkit.banking.proposal import MatchKind
from ledgerkit.books.bank_import_change import BankImportChange
from ledgerkit.books.files import KnownBooks
from ledgerkit.books.plan_bank_import import choices_above, plan_bank_import
from ledgerkit.books.prepare_bank_import import prepare_bank_import


def imported(books, *files, match=None, choices=None, **options):
    """Write an import, and load the books again."""
    prepared = prepare_bank_import(
        books, files, match=match or told(lambda *_: None), **options
    )
    planned = plan_bank_import(books, prepared, choices or choices_above(prepared))
    change = BankImportChange(books, planned, known=KnownBooks.of(books))
    if not change.is_empty:
        change.keep_files()
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
2026-01-10 open Expenses:Suspense
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
