"""Statements in another currency: rates, the translation difference, what is withheld.

The figures are worked out by hand; each is in the text of its test.
"""

from datetime import date, timedelta
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.general_ledger.test_statements import amounts

from ledgerkit.api import load
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.currencies.rates import Quote, Rates, mean_rate
from ledgerkit.general_ledger.layout import LAYOUT_NAMES

D = Decimal
HEAD = """\
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Equity:Capital
2020-01-01 open Equity:Retained
2020-01-01 open Income:Sales
2020-01-01 open Expenses:Rent
"""
#: 1,000 USD of capital at 0.90, a profit of 200 at 0.88, and 0.85 at the end.
SUBSIDIARY = """\
2025-01-01 price USD 0.90 EUR
2025-06-16 price USD 0.88 EUR
2025-12-31 price USD 0.85 EUR
2025-01-01 * "Capital"
  Assets:Bank      1000.00 USD
  Equity:Capital  -1000.00 USD
2025-06-20 * "Sale"
  Assets:Bank       300.00 USD
  Income:Sales     -300.00 USD
2025-06-21 * "Rent"
  Assets:Bank      -100.00 USD
  Expenses:Rent     100.00 USD
"""


@pytest.fixture
def book(tmp_path):
    def write(text, head=HEAD):
        path = tmp_path / "main.beancount"
        path.write_text(head + dedent(text), encoding="utf-8")
        books = load(path)
        assert [e.message for e in books.errors] == []
        return books

    return write


def quote(day, unit, number, currency, line=1):
    return Quote(
        day=date.fromisoformat(day),
        unit=unit,
        currency=currency,
        number=D(number),
        place=Place("prices.beancount", line),
    )


def test_a_rate_is_the_last_one_on_or_before_the_day_and_has_an_age():
    rates = Rates([quote("2024-12-30", "EUR", "1.0389", "USD")])
    assert rates.rate("USD", "EUR", date(2024, 12, 29)) is None
    rate = rates.rate("USD", "EUR", date(2025, 1, 1))
    assert rate.age(date(2025, 1, 1)) == 2
    assert round(rate.of(D(100)), 4) == D("96.2557")
    assert rates.rate("EUR", "USD", date(2025, 1, 1)).of(D(100)) == D("103.8900")


def test_what_nobody_quotes_has_no_rate():
    rates = Rates(
        [
            quote("2025-01-01", "EUR", "1.1", "USD"),
            quote("2025-01-01", "CHF", "0", "EUR"),
        ]
    )
    for unit, currency in (("GBP", "EUR"), ("EUR", "GBP"), ("CHF", "EUR")):
        assert rates.rate(unit, currency, date(2025, 6, 1)) is None


def test_two_currencies_are_exchanged_through_a_third():
    """One pound is 1.25 / 0.80 dollars, as old as the older of the two."""
    rates = Rates(
        [
            quote("2025-01-02", "EUR", "1.25", "USD"),
            quote("2025-01-03", "EUR", "0.80", "GBP"),
        ]
    )
    rate = rates.rate("GBP", "USD", date(2025, 1, 3))
    assert rate.number == D("1.5625")
    assert rate.day == date(2025, 1, 2)


def test_a_share_that_is_quoted_twice_is_no_rate_of_exchange():
    rates = Rates(
        [
            quote("2025-01-02", "ACME", "10", "USD"),
            quote("2025-01-02", "ACME", "9", "EUR"),
        ]
    )
    assert rates.rate("USD", "EUR", date(2025, 1, 3)) is None
    assert rates.rate("ACME", "EUR", date(2025, 1, 3)).number == 9


def test_the_mean_is_of_the_numbers_as_they_are_quoted():
    rates = Rates(
        [
            quote("2025-01-02", "EUR", "1.10", "USD"),
            quote("2025-01-03", "EUR", "1.12", "USD"),
            quote("2025-02-03", "EUR", "9", "USD"),
        ]
    )
    of_month = rates.average("USD", "EUR", date(2025, 1, 1), date(2025, 1, 31))
    assert mean_rate(of_month).of(D("111")) == 100


def test_the_translation_difference_is_a_line_of_equity(book):
    """900.00 + 176.00 - 56.00 = 1,200 at 0.85 = 1,020.00."""
    table = book(SUBSIDIARY).balance_sheet(period="2025", in_currency="EUR")
    found = amounts(table)
    assert found["total-assets"] == D("1020.00")
    assert found["Equity:Capital"] == D("900.00")
    assert found["result"] == D("176.00")
    assert found["translation"] == D("-56.00")
    assert found["total-liabilities-and-equity"] == D("1020.00")
    assert {row.cells["currency"] for row in table.rows} == {"EUR", None}
    assert table.is_whole
    notes = "\n".join(table.notes)
    assert "USD at closing rates: 2025-12-31 0.85 EUR (main.beancount:9)" in notes
    assert "average of each month: 2025-06 0.88 EUR (main.beancount:8)" in notes
    assert "of equity: 2025-01-01 0.90 EUR (main.beancount:7)" in notes


@pytest.mark.parametrize(
    ("rate", "income", "result"),
    [(None, "264.00", "176.00"), ("closing", "255.00", "170.00")],
)
def test_the_income_statement_takes_the_average_of_months_or_the_closing_rate(
    book, rate, income, result
):
    books = book(SUBSIDIARY)
    table = books.income_statement(period="2025", in_currency="EUR", rate=rate)
    assert amounts(table)["total-income"] == D(income)
    assert amounts(table)["result"] == D(result)
    sheet = amounts(books.balance_sheet(period="2025", in_currency="EUR", rate=rate))
    assert sheet["result"] == D(result)


def test_without_a_rate_a_row_stays_in_its_currency_and_totals_have_no_number(book):
    text = SUBSIDIARY + (
        '2025-07-01 * "In pounds"\n'
        "  Assets:Bank    50.00 GBP\n  Income:Sales  -50.00 GBP\n"
    )
    table = book(text).balance_sheet(period="2025", in_currency="EUR")
    rows = [
        (row.cells["line"], row.cells["currency"], row.cells["2025"])
        for row in table.rows
    ]
    assert ("Assets:Bank", "EUR", None) in rows
    assert ("Assets:Bank", "GBP", D("50.00")) in rows
    totals = {row[0]: row[2] for row in rows if row[0].startswith("total-")}
    assert set(totals.values()) == {None}
    assert ("Equity:Capital", "EUR", D("900.00")) in rows
    assert not table.is_whole
    [note] = [n for n in table.notes if n.startswith("Withheld")]
    assert "[missing-rate]: there is no rate of GBP to EUR on 2025-07-31" in note
    assert "as on 1 other day; every total with GBP is left out" in note
    assert "2025-07-31 price GBP … EUR" in note


def test_a_stale_rate_is_as_none(book):
    text = SUBSIDIARY.replace("2025-12-31 price", "2025-12-23 price")
    table = book(text).balance_sheet(period="2025", in_currency="EUR")
    assert amounts(table).get("total-assets") is None
    [note] = [n for n in table.notes if n.startswith("Withheld")]
    assert "[stale-rate]" in note
    assert "is of 2025-12-23 (main.beancount:9), 8 days before" in note
    longer = '2020-01-01 custom "ledgerkit" "rate-stale-after" 8\n' + text
    table = book(longer).balance_sheet(period="2025", in_currency="EUR")
    assert amounts(table)["total-assets"] == D("1020.00")


def test_a_close_that_is_booked_keeps_the_rates_of_the_result(book):
    """What was earned at 0.88 is carried to equity at 0.88."""
    later = "2026-12-31 price USD 0.80 EUR\n"
    close = (
        '2025-12-31 * "Close"\n  Income:Sales  300.00 USD\n'
        "  Expenses:Rent  -100.00 USD\n  Equity:Retained  -200.00 USD\n"
    )
    virtual = book(SUBSIDIARY + later)
    found = amounts(virtual.balance_sheet(period="2026", in_currency="EUR"), "2026")
    assert found["earlier"] == D("176.00")
    booked = book(SUBSIDIARY + later + close)
    closed = amounts(booked.balance_sheet(period="2026", in_currency="EUR"), "2026")
    assert closed["Equity:Retained"] == D("176.00")
    assert "earlier" not in closed
    assert closed["translation"] == found["translation"] == D("-116.00")


def test_in_the_books_own_currency_only_what_has_another_is_translated(book):
    """100 USD in a drawer at 0.85 are 85.00; what weighs euros stays."""
    head = HEAD.replace('"USD"', '"EUR"')
    text = """\
        2025-01-01 price USD 0.90 EUR
        2025-12-31 price USD 0.85 EUR
        2025-01-01 * "Capital"
          Assets:Bank      1000.00 EUR
          Equity:Capital  -1000.00 EUR
        2025-01-05 * "Sale"
          Assets:Bank       100.00 USD
          Income:Sales     -100.00 USD
    """
    found = amounts(book(text, head).balance_sheet(period="2025", in_currency="EUR"))
    assert found["Assets:Bank"] == D("1085.00")
    assert found["result"] == D("90.00")
    assert found["translation"] == D("-5.00")


def test_a_rate_goes_with_a_currency(book):
    with pytest.raises(UsageError, match="--rate goes with --in"):
        book(SUBSIDIARY).balance_sheet(period="2025", rate="closing")


def test_what_is_earned_and_lost_again_at_other_rates_is_not_nothing(book):
    """100 at 0.90 in January less 100 at 0.80 in March are 10.00, and -10.00 below."""
    text = """\
        2025-01-10 price USD 0.90 EUR
        2025-03-10 price USD 0.80 EUR
        2025-12-31 price USD 0.85 EUR
        2025-01-15 * "Sale"
          Assets:Bank     100.00 USD
          Income:Sales   -100.00 USD
        2025-03-15 * "Refund"
          Assets:Bank    -100.00 USD
          Income:Sales    100.00 USD
    """
    books = book(text)
    year = amounts(books.income_statement(period="2025", in_currency="EUR"))
    assert year["result"] == D("10.00")
    sheet = amounts(books.balance_sheet(period="2025", in_currency="EUR"))
    assert sheet["result"] == D("10.00")
    assert sheet["translation"] == D("-10.00")
    assert "total-assets" not in sheet or sheet["total-assets"] == 0


POSTED = st.lists(
    st.tuples(
        st.integers(0, 700),
        st.sampled_from(["Equity:Capital", "Income:Sales", "Expenses:Rent"]),
        st.integers(-(10**6), 10**6),
    ),
    min_size=1,
    max_size=8,
)
QUOTED = st.lists(st.integers(50, 200), min_size=24, max_size=24)


@settings(max_examples=60, deadline=None)
@given(posted=POSTED, quoted=QUOTED)
def test_any_book_balances_after_the_translation(tmp_path_factory, posted, quoted):
    start = date(2024, 1, 1)
    lines = [
        f"{date(2024 + n // 12, n % 12 + 1, 1)} price USD 0.{number:03} EUR"
        for n, number in enumerate(quoted)
    ]
    for days, account, cents in posted:
        amount = D(cents) / 100
        lines += [
            f'{start + timedelta(days=days)} * "x"',
            f"  {account}  {amount} USD",
            f"  Assets:Bank  {-amount} USD",
        ]
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    setting = '2020-01-01 custom "ledgerkit" "rate-stale-after" 40\n'
    path.write_text(HEAD + setting + "\n".join(lines) + "\n")
    books = load(path)
    table = books.balance_sheet(period="2025", by="quarter", in_currency="EUR")
    assert table.is_whole
    assert not [n for n in table.notes if str(n).startswith("Not proven")]
    years = books.income_statement(
        period="2024-01-01..2025-12-31", by="year", in_currency="EUR"
    )
    for row in years.rows:
        parts = [row.cells[column] for column in ("2024", "2025")]
        whole = row.cells["2024-01-01..2025-12-31"]
        if whole is not None:
            over = whole - sum(part or 0 for part in parts)
            assert abs(over) <= D("0.01")


@pytest.mark.parametrize("layout", [n for n in LAYOUT_NAMES if n != "plain"])
def test_each_layout_has_a_line_for_the_translation_difference(book, layout):
    """Assets of 1,020.00, equity of 1,076.00 and -56.00, whatever they are called."""
    books = book(SUBSIDIARY)
    table = books.balance_sheet(period="2025", in_currency="EUR", layout=layout)
    assert table.is_whole
    shown = [row.cells["2025"] for row in table.rows]
    assert D("-56.00") in shown
    totals = {row.cells["2025"] for row in table.rows if row.cells["total"]}
    assert D("1020.00") in totals
    own = books.balance_sheet(period="2025", layout=layout)
    lines = {row.cells["line"] for row in table.rows}
    [new] = lines - {row.cells["line"] for row in own.rows}
    assert new.rpartition(".")[2] in {
        "translation-difference", "traduzione", "conversion", "waehrung"
    }  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_no_layout_has_a_total_with_an_amount_that_has_no_rate(book, layout):
    text = SUBSIDIARY.replace("2025-12-31 price USD", "2025-12-31 price CHF")
    books = book(text)
    for make, amount in (
        (books.balance_sheet, "1200.00"),
        (books.income_statement, "300.00"),
    ):
        table = make(period="2025", in_currency="EUR", layout=layout, rate="closing")
        assert not table.is_whole
        for row in table.rows:
            if row.cells["total"]:
                assert row.cells["2025"] is None
        own = [row.cells for row in table.rows if row.cells["currency"] == "USD"]
        assert D(amount) in {cells["2025"] for cells in own}


OPEN = """\
2025-01-01 open Assets:Receivable
2025-01-01 open Assets:Cash
2025-12-30 price USD 0.90 EUR
2025-12-01 * "Acme" "Work" ^INV-1
  Assets:Receivable  100.00 USD @ 0.80 EUR
  Income:Sales
2025-12-02 * "Beta" "Work" ^INV-2
  Assets:Receivable  50.00 EUR
  Income:Sales
2025-12-03 * "Till"
  Assets:Cash  10.00 USD @ 0.80 EUR
  Income:Sales
"""


@pytest.mark.parametrize(
    ("report", "total"),
    [("aging", "140.00"), ("open_items", "140.00"), ("cash", "9.00")],
)
def test_what_is_owed_and_held_has_a_column_of_its_worth(book, report, total):
    """100 USD at 0.90 are 90.00, with 50.00 EUR 140.00; 10 USD are 9.00."""
    books = book(OPEN)
    table = getattr(books, report)(as_of=date(2025, 12, 31), in_currency="EUR")
    assert table.totals[-1]["worth"] == D(total)
    assert sum(row.cells["worth"] for row in table.rows) == D(total)
    assert "of 2025-12-30, the day before" in table.notes[-1]
    lost = getattr(books, report)(as_of=date(2025, 12, 31), in_currency="GBP")
    assert not lost.is_whole
    assert all("worth" not in total for total in lost.totals)
    plain = getattr(books, report)(as_of=date(2025, 12, 31))
    assert "worth" not in {column.key for column in plain.columns}
