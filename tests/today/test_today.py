"""What is to be done today, and where we stand: values that a person worked out."""

from datetime import date
from decimal import Decimal

from click.testing import CliRunner

import ledgerkit
from ledgerkit.cli import main

DAY = date(2026, 3, 4)  # A Wednesday; its week ends on the 8th.
HEAD = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
2025-01-01 open Assets:Bank EUR
2025-01-01 open Assets:Receivable EUR
2025-01-01 open Assets:Suspense EUR
  role: "suspense"
2025-01-01 open Liabilities:Payable EUR
2025-01-01 open Income:Sales EUR
2025-01-01 open Expenses:Goods EUR
2025-01-01 open Equity:Opening-Balances EUR
2025-01-01 * "Opening"
  Assets:Bank 1000 EUR
  Equity:Opening-Balances
"""
INVOICE = """\
{issued} * "Acme" "Work" ^{number}
  due: {due}
  Assets:Receivable {amount} EUR
  Income:Sales
"""
BILL = """\
{issued} * "Bolt" "Goods" ^{number}
  due: {due}
  Liabilities:Payable -{amount} EUR
  Expenses:Goods
"""


def load(tmp_path, *parts):
    path = tmp_path / "main.beancount"
    path.write_text("".join(parts), encoding="utf-8")
    return ledgerkit.load(str(path))


def invoice(number, due, amount, issued="2026-01-02"):
    return INVOICE.format(number=number, due=due, amount=amount, issued=issued)


def bill(number, due, amount, issued="2026-01-02"):
    return BILL.format(number=number, due=due, amount=amount, issued=issued)


def to_do(books, **options):
    rows = books.today(as_of=DAY, **options).to_dicts()
    return [(row["do"], row["what"], row["amount"]) for row in rows]


def test_late_bills_come_before_reminders_and_what_is_due_this_week(tmp_path):
    books = load(
        tmp_path,
        HEAD,
        bill("B-soon", "2026-03-08", 70),
        bill("B-next-week", "2026-03-09", 90),
        bill("B-late", "2026-02-01", 50),
        invoice("I-late", "2026-01-20", 200),
    )
    assert to_do(books) == [
        ("pay", "B-late", Decimal("50.00")),
        ("remind", "1 invoice", Decimal("200.00")),
        ("pay", "B-soon", Decimal("70.00")),
    ]


def test_errors_come_first_with_the_line_of_the_first(tmp_path):
    wrong = "2026-02-01 balance Assets:Bank 5 EUR\n"
    rows = load(tmp_path, HEAD, wrong)
    [first, *_] = rows.today(as_of=DAY).to_dicts()
    assert (first["do"], first["what"]) == ("look at errors", "1 error")
    assert first["why"].startswith("main.beancount:14: ")


def test_money_that_nobody_has_explained_and_files_that_wait_are_to_be_done(tmp_path):
    line = '2026-02-01 * "Who?" "?"\n  Assets:Bank -5 EUR\n  Assets:Suspense\n'
    books = load(tmp_path, HEAD, line)
    assert to_do(books, waiting=["inbox/march.csv"]) == [
        ("explain a bank line", "Assets:Suspense", Decimal("5.00")),
        ("import a file", "inbox/march.csv", None),
    ]


def test_of_each_kind_five_are_shown_and_the_rest_is_counted(tmp_path):
    bills = [bill(f"B-{n}", f"2026-02-0{n}", n) for n in range(1, 8)]
    books = load(tmp_path, HEAD, *bills)
    assert len(to_do(books)) == 5
    assert "2 more to pay." in books.today(as_of=DAY).notes
    assert len(to_do(books, everything=True)) == 7


def test_a_book_with_nothing_to_do_says_what_was_asked(tmp_path):
    table = load(tmp_path, HEAD).today(as_of=DAY)
    assert not table.rows
    assert table.notes[0].startswith("Nothing is to be done until 2026-03-08: no err")


def test_the_position_is_what_the_reports_say(tmp_path):
    books = load(
        tmp_path,
        HEAD,
        bill("B-soon", "2026-03-08", 70),
        bill("B-late", "2026-02-01", 50),
        invoice("I-late", "2026-01-20", 200),
        invoice("I-open", "2026-06-20", 300),
    )
    rows = books.position(as_of=DAY).to_dicts()
    assert [(r["figure"], r["amount"], r["detail"]) for r in rows[:3]] == [
        ("Cash", Decimal("1000.00"), "in 1 account"),
        ("Owed to us", Decimal("500.00"), "200.00 overdue"),
        ("We owe", Decimal("120.00"), "50.00 overdue, 70.00 due this week"),
    ]


def test_the_terminal_shows_both_and_programs_get_the_list(tmp_path):
    load(tmp_path, HEAD, bill("B-late", "2026-02-01", 50))
    arguments = ["today", str(tmp_path / "main.beancount"), "--as-of", str(DAY)]
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == 0
    assert "Position, as at 2026-03-04" in shown.output
    assert "B-late" in shown.output
    listed = CliRunner().invoke(main, [*arguments, "--format", "csv"])
    assert listed.output.startswith("do,date,party,")
