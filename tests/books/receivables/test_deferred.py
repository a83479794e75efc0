"""Deferred revenue in the books: read, recognised once, and tied to the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

from ledgerkit.api import load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.recognition import plan_recognition

DECLARED = """\
1970-01-01 open Income:Hosting
1970-01-01 open Income:Support
1970-01-01 open Liabilities:VAT
1970-01-01 open Liabilities:Deferred
  role: "deferred-revenue"
  recognise: Income:Hosting
1970-01-01 custom "client" "acme" "Acme S.r.l."
"""


@pytest.fixture
def ledger_file(ledger_file):
    """With a deferred account and a client declared."""
    text = ledger_file.read_text("utf-8")
    ledger_file.write_text(DECLARED + text, encoding="utf-8")
    return ledger_file


def planned(books, until):
    return [
        (str(one.directive.date), one.number, str(one.amount))
        for one in plan_recognition(books, until=date.fromisoformat(until))
    ]


def written_in(path, until):
    """The same book once everything is written."""
    found = plan_recognition(load(path), until=date.fromisoformat(until))
    text = ledger_text([one.directive for one in found])
    path.write_text(f"{path.read_text('utf-8')}\n{text}", encoding="utf-8")
    return load(path)


def row(books, as_of):
    (found,) = books.deferred(as_of=date.fromisoformat(as_of)).to_dicts()
    keys = ("deferred", "credited", "recognised", "remaining", "within", "later", "due")
    return [str(found[key]) for key in keys]


def test_what_is_recognised_is_not_recognised_again(ledger_file):
    """
    2024-01-16 * "Acme S.r.l." "Hosting" ^INV-2024-003
      Assets:Receivable     1220.00 EUR
      Liabilities:Deferred -1000.00 EUR
        period-from: 2024-01-16
        period-to: 2025-01-15
      Liabilities:VAT       -220.00 EUR
    """
    books = load(ledger_file)
    # Nothing is recognised yet: 207.65 are due; by 31 March 2025 all of it.
    assert row(books, "2024-03-31") == [
        "1000.00", "0.00", "0.00", "1000.00", "1000.00", "0.00", "207.65"
    ]  # fmt: skip
    books = written_in(ledger_file, "2024-03-31")
    assert planned(books, "2024-03-31") == []
    assert planned(books, "2024-04-30") == [("2024-04-30", "INV-2024-003", "81.97")]
    assert row(books, "2024-03-31") == [
        "1000.00", "0.00", "207.65", "792.35", "792.35", "0.00", "0.00"
    ]  # fmt: skip
    # As it was a month before, when a year on 1 March 2025 everything is over.
    assert row(books, "2024-02-29")[2] == "122.95"
    assert [f.message for f in books.findings()] == []
    books = written_in(ledger_file, "2030-12-31")
    assert books.deferred(as_of=date(2030, 12, 31)).rows == []
    (moves,) = books.deferred_roll_forward(
        since=date(1970, 1, 1), as_of=date(2030, 12, 31)
    ).to_dicts()
    assert moves["ledger"] == moves["closing"] == 0


def test_an_entry_is_as_a_person_would_have_written_it(books):
    """
    2026-01-01 * "Acme S.r.l." "Hosting 2026" ^INV-2026-001
      period-from: 2026-01-01
      period-to: 2026-12-31
      Assets:Receivable     365.00 EUR
      Liabilities:Deferred -365.00 EUR
    """
    (one,) = plan_recognition(books, until=date(2026, 1, 31))
    assert ledger_text([one.directive]) == (
        '2026-01-31 * "Acme S.r.l." "Recognised: Hosting 2026" ^INV-2026-001\n'
        '  recognises: "INV-2026-001"\n'
        "  Liabilities:Deferred                             31.00 EUR\n"
        "  Income:Hosting                                  -31.00 EUR\n"
    )


def test_what_is_later_than_a_year_has_its_own_column(books):
    """
    2026-01-01 * "Acme S.r.l." "Three years" ^INV-2026-001
      Assets:Receivable     1095.00 EUR
      Liabilities:Deferred -1095.00 EUR
        period-from: 2026-01-01
        period-to: 2028-12-30
    """
    # A euro a day; by 30 June 2027 there are 546 over, of which none is recognised.
    assert row(books, "2026-06-30") == [
        "1095.00", "0.00", "0.00", "1095.00", "546.00", "549.00", "181.00"
    ]  # fmt: skip


def test_the_setting_counts_by_months(books):
    """
    2026-01-01 custom "ledgerkit" "deferral-basis" "months"
    2026-01-01 * "Acme S.r.l." "Hosting" ^INV-2026-001
      Assets:Receivable     1200.00 EUR
      Liabilities:Deferred -1200.00 EUR
        period-from: 2026-01-01
        period-to: 2026-12-31
    """
    assert [amount for *_, amount in planned(books, "2026-03-31")] == ["100.00"] * 3


def test_lines_of_one_invoice_may_become_different_income(ledger_file):
    """
    2026-01-01 * "Acme S.r.l." "Hosting and support" ^INV-2026-001
      Assets:Receivable     1095.00 EUR
      Liabilities:Deferred  -365.00 EUR
        description: "Hosting"
        period-from: 2026-01-01
        period-to: 2026-12-31
      Liabilities:Deferred  -730.00 EUR
        description: "Support"
        period-from: 2026-01-01
        period-to: 2026-12-31
        recognise: Income:Support
    """
    books = written_in(ledger_file, "2026-01-31")
    rows = books.deferred(as_of=date(2026, 1, 31)).to_dicts()
    assert [(r["income"], str(r["recognised"])) for r in rows] == [
        ("Income:Hosting", "31.00"),
        ("Income:Support", "62.00"),
    ]
    assert planned(books, "2026-01-31") == []


def test_a_credit_note_takes_back_the_rest(ledger_file):
    """
    2026-01-01 * "Acme S.r.l." "Hosting" ^INV-2026-001
      Assets:Receivable     365.00 EUR
      Liabilities:Deferred -365.00 EUR
        period-from: 2026-01-01
        period-to: 2026-12-31
    2026-03-01 * "Acme S.r.l." "Given notice" ^INV-2026-001
      credit-note: "CN-2026-001"
      Assets:Receivable    -306.00 EUR
      Liabilities:Deferred  306.00 EUR
    """
    books = load(ledger_file)
    assert planned(books, "2026-12-31") == [
        ("2026-01-31", "INV-2026-001", "31.00"),
        ("2026-02-28", "INV-2026-001", "28.00"),
    ]
    books = written_in(ledger_file, "2026-12-31")
    (moves,) = books.deferred_roll_forward(
        since=date(2026, 2, 1), as_of=date(2026, 12, 31)
    ).to_dicts()
    assert {key: str(value) for key, value in moves.items()} == {
        "account": "Liabilities:Deferred",
        "currency": "EUR",
        "opening": "334.00",
        "added": "0.00",
        "credits": "306.00",
        "income": "28.00",
        "closing": "0.00",
        "ledger": "0.00",
        "difference": "0.00",
    }


def test_a_credit_note_with_days_of_its_own_is_a_line(books):
    """
    2026-01-01 * "Acme S.r.l." "Hosting" ^INV-2026-001
      Assets:Receivable     365.00 EUR
      Liabilities:Deferred -365.00 EUR
        period-from: 2026-01-01
        period-to: 2026-12-31
    2026-02-01 * "Acme S.r.l." "February for nothing" ^INV-2026-001
      credit-note: "CN-2026-001"
      Assets:Receivable     -28.00 EUR
      Liabilities:Deferred   28.00 EUR
        period-from: 2026-02-01
        period-to: 2026-02-28
    """
    assert planned(books, "2026-02-28") == [
        ("2026-01-31", "INV-2026-001", "31.00"),
        ("2026-02-28", "INV-2026-001", "28.00"),
        ("2026-02-28", "CN-2026-001", "-28.00"),
    ]


def test_what_was_deferred_before_the_books_is_a_line_by_its_keys(books):
    """
    2026-01-01 * "Opening balances" "Hosting of 2025, still to come"
      Equity:Opening-Balances  59.00 EUR
      Liabilities:Deferred    -59.00 EUR
        invoice: "INV-2025-090"
        client: "acme"
        period-from: 2026-01-01
        period-to: 2026-02-28
    """
    assert planned(books, "2026-02-28") == [
        ("2026-01-31", "INV-2025-090", "31.00"),
        ("2026-02-28", "INV-2025-090", "28.00"),
    ]


def test_what_no_line_explains_is_the_difference_to_the_ledger(books):
    """
    2026-01-01 * "Acme S.r.l." "Hosting" ^INV-2026-001
      Assets:Receivable     365.00 EUR
      Liabilities:Deferred -365.00 EUR
        period-from: 2026-01-01
        period-to: 2026-12-31
    2026-01-31 * "Somebody's guess"
      Liabilities:Deferred   30.00 EUR
      Income:Hosting        -30.00 EUR
    """
    table = books.deferred(as_of=date(2026, 1, 31))
    assert table.notes[-1] == (
        "Liabilities:Deferred: 335.00 EUR, of which -30.00 is in no line that can be"
        " told."
    )
    (moves,) = books.deferred_roll_forward(
        since=date(2026, 1, 1), as_of=date(2026, 1, 31)
    ).to_dicts()
    assert (moves["closing"], moves["ledger"]) == (Decimal(365), Decimal(335))
    assert moves["difference"] == Decimal(-30)


def test_the_invoice_shows_a_deferred_line_as_a_line(books):
    """
    2026-01-01 * "Acme S.r.l." "Hosting" ^INV-2026-001
      Assets:Receivable     1220.00 EUR
      Liabilities:Deferred -1000.00 EUR
        period-from: 2026-01-01
        period-to: 2026-12-31
      Liabilities:VAT       -220.00 EUR
    2026-01-01 * "Acme S.r.l." "Days on the invoice itself" ^INV-2026-002
      period-from: 2026-01-01
      period-to: 2026-12-31
      Assets:Receivable     100.00 EUR
      Liabilities:Deferred -100.00 EUR
    """
    invoice = books.invoice("INV-2026-001")
    assert [line.net for line in invoice.lines] == [Decimal("1000.00")]
    assert invoice.tax == Decimal("220.00")
    assert invoice.lines[0].period == (date(2026, 1, 1), date(2026, 12, 31))
    assert books.invoice("INV-2026-002").net == Decimal("100.00")


def test_books_without_a_deferred_account_have_nothing_deferred(agency):
    assert plan_recognition(agency, until=date(2026, 12, 31)) == []


DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
INVOICES = st.lists(
    st.tuples(DAYS, st.integers(0, 500), st.integers(1, 10**6)), min_size=1, max_size=4
)


@settings(max_examples=20)
@given(INVOICES, st.lists(DAYS, max_size=2))
def test_every_book_ties_to_its_ledger_and_is_recognised_once(
    tmp_path_factory, invoices, stops
):
    path = tmp_path_factory.mktemp("books") / "main.beancount"
    text = "".join(
        f'{day} * "Acme S.r.l." "Hosting" ^INV-{number}\n'
        f"  Assets:Receivable      {cents / 100:.2f} EUR\n"
        f"  Liabilities:Deferred  -{cents / 100:.2f} EUR\n"
        f"    period-from: {day}\n"
        f"    period-to: {date.fromordinal(day.toordinal() + length)}\n\n"
        for number, (day, length, cents) in enumerate(invoices)
    )
    path.write_text(f"{ACCOUNTS}{DECLARED}\n{text}", encoding="utf-8")
    for stop in [*sorted(stops), date(2029, 12, 31)]:
        books = written_in(path, str(stop))
        assert planned(books, str(stop)) == []
        table = books.deferred_roll_forward(since=date(2024, 6, 1), as_of=stop)
        assert all(row.cells["difference"] == 0 for row in table.rows)
    assert all(row.cells["ledger"] == 0 for row in table.rows)
