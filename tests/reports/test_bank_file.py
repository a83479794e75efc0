"""A bank's statement as a table: its lines, what they come to, and what is missing."""

from datetime import date
from decimal import Decimal

from ledgerkit.banking.statement import Statement, StatementLine, statement_record
from ledgerkit.errors import Place
from ledgerkit.reports.bank.file import lines_table, statement_table

DAY = date(2026, 1, 31)
PLACE = Place("a.sta", 4)


def line(amount, currency="EUR", **given):
    return StatementLine(
        day=DAY, amount=Decimal(amount), currency=currency, place=PLACE, **given
    )


def statement(*lines, **given):
    facts = {"account": "IT60", "currency": "EUR", "since": DAY, "until": DAY}
    return Statement(lines=lines, place=PLACE, **(facts | given))


def table_of(one):
    return statement_table(one, as_of=date(2026, 2, 1))


def test_the_balance_runs_from_the_opening_one():
    one = statement(
        line("10"), line("-4.5"), opening=Decimal(100), closing=Decimal("105.50")
    )
    table = table_of(one)
    assert [row.cells["balance"] for row in table.rows] == [110, Decimal("105.50")]
    assert [tuple(total.values()) for total in table.totals] == [
        ("Opening", "EUR", Decimal("100.00")),
        ("1 in", "EUR", Decimal("10.00")),
        ("1 out", "EUR", Decimal("-4.50")),
        ("Closing", "EUR", Decimal("105.50")),
    ]
    assert table.notes == []


def test_what_is_missing_is_said():
    one = statement(line("10"), opening=Decimal(100), closing=Decimal(120))
    (note,) = table_of(one).notes
    assert note == (
        "a.sta:4: opening 100.00 EUR and lines 10.00 EUR don't come to closing 120.00"
        " EUR: 10.00 EUR is missing."
    )
    assert lines_table([one], as_of=DAY).notes == table_of(one).notes


def test_what_is_pending_or_in_another_currency_moves_no_balance():
    one = statement(
        line("10", pending=True),
        line("7", currency="USD"),
        line("5"),
        opening=Decimal(0),
        closing=Decimal(5),
    )
    table = table_of(one)
    assert [row.cells["balance"] for row in table.rows] == [None, None, 5]
    assert [row.cells["status"] for row in table.rows] == ["not booked", "", ""]
    assert [total["date"] for total in table.totals][1:3] == ["1 in", "1 in"]
    assert [total["currency"] for total in table.totals][1:3] == ["USD", "EUR"]
    (note,) = table.notes
    assert note.startswith("a.sta:4: 1 of 3 lines aren't booked: the bank announces")


def test_the_day_of_a_balance_is_said_where_it_is_another():
    one = statement(closing=Decimal(5), closing_day=date(2026, 2, 15))
    assert table_of(one).notes == ["The closing balance is that of 2026-02-15."]


def test_a_record_says_null_where_the_file_says_nothing():
    one = statement(line("1.5", currency=""), account="", currency="", since=None)
    assert statement_record(one) == {
        "account": None,
        "currency": None,
        "opening": None,
        "closing": None,
        "from": None,
        "until": "2026-01-31",
        "lines": [
            {
                "date": "2026-01-31",
                "amount": "1.50",
                "currency": None,
                "ref": None,
                "name": None,
                "iban": None,
                "text": None,
            }
        ],
    }


def test_amounts_of_a_record_have_their_currencys_decimals_and_lose_none():
    one = statement(
        line("1200", currency="JPY"), line("1.2345"), closing=Decimal("1E+3")
    )
    record = statement_record(one)
    assert record["closing"] == "1000.00"
    assert [each["amount"] for each in record["lines"]] == ["1200", "1.2345"]
