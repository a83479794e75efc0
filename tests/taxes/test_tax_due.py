"""Which tax is to be paid when, wherever money and days are looked at."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.taxes.tax_books import code, file_return, head, load, sale

import ledgerkit
from ledgerkit.books.general_ledger.close_checklist import close_checklist
from ledgerkit.books.today.today import read_today
from ledgerkit.general_ledger.period import FiscalYearEnd, parse_period

POUNDS = "GBP"
BOOK = (
    head("GB", POUNDS)
    + '2020-01-01 open Liabilities:Tax-Payable\n  role: "tax-payable"\n'
    + code("gb20", "0.20", "sales", "S")
    + sale("2026-01-02", "0", [("1000", "0", "gb20")], currency=POUNDS, paid=True)
    + sale("2026-01-15", "1", [("1000", "200", "gb20")], currency=POUNDS)
    + sale("2026-04-15", "2", [("500", "100", "gb20")], currency=POUNDS)
)


def filed(tmp_path, *more):
    tmp_path.mkdir(exist_ok=True)
    return file_return(load(tmp_path, BOOK, *more), "2026-Q1", date(2026, 4, 20))


def taxes_of(books, day):
    rows = books.agenda(as_of=day, days=200).to_dicts()
    return [(row["date"], row["what"]) for row in rows if row["kind"] == "tax"]


def test_the_agenda_knows_what_is_filed_and_what_is_to_be_filed(tmp_path):
    assert taxes_of(filed(tmp_path), date(2026, 4, 30)) == [
        (date(2026, 5, 7), "pay 200.00 GBP: uk-vat 2026-Q1"),
        (date(2026, 8, 7), "file and pay 100.00 GBP: uk-vat 2026-Q2, so far"),
    ]


def test_what_is_paid_is_no_longer_due(tmp_path):
    books = filed(tmp_path)
    path = Path(books.filename)
    payment = (
        '2026-05-07 * "HMRC" "VAT"\n'
        "  Liabilities:Tax-Payable  150 GBP\n  Assets:Bank  -150 GBP\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + payment)
    books = ledgerkit.load(books.filename)
    assert taxes_of(books, date(2026, 5, 31))[0] == (
        date(2026, 5, 7),
        "pay 50.00 GBP: uk-vat 2026-Q1",
    )
    assert taxes_of(books, date(2026, 5, 6))[0][1] == "pay 200.00 GBP: uk-vat 2026-Q1"


def test_the_forecast_pays_it_when_it_is_due(tmp_path):
    rows = filed(tmp_path).forecast_items(as_of=date(2026, 4, 30)).to_dicts()
    taxes = [(r["day"], r["amount"], r["label"]) for r in rows if r["kind"] == "tax"]
    assert taxes == [
        (date(2026, 5, 7), Decimal("-200.00"), "uk-vat 2026-Q1"),
        (date(2026, 8, 7), Decimal("-100.00"), "uk-vat 2026-Q2"),
    ]


def test_what_is_posted_after_the_day_is_not_known_yet(tmp_path):
    later = sale("2026-06-15", "3", [("500", "100", "gb20")], currency=POUNDS)
    books = filed(tmp_path, later)
    assert taxes_of(books, date(2026, 5, 31))[1][1].startswith("file and pay 100.00")
    assert taxes_of(books, date(2026, 6, 30))[1] == (
        date(2026, 8, 7),
        "file and pay 200.00 GBP: uk-vat 2026-Q2, not filed yet",
    )


def test_a_close_asks_for_the_return_from_the_first_filing_on(tmp_path):
    books = filed(tmp_path)

    def problems(word):
        period = parse_period(word, FiscalYearEnd())
        items = close_checklist(books, period, {})
        return next(item.problems for item in items if item.name == "tax")

    assert not problems("2026-Q1")
    assert not problems("2025-Q4")
    [missing] = problems("2026-Q2")
    assert missing == "uk-vat: no return is filed of 2026-04-01 to 2026-06-30"


def test_cash_required_counts_it_in_its_week(tmp_path):
    table = filed(tmp_path).cash_required(as_of=date(2026, 4, 30))
    dues = [(row["until"], row["due"]) for row in table.to_dicts()]
    assert dues == [
        (date(2026, 5, 10), Decimal("200.00")),
        (date(2026, 8, 9), Decimal("100.00")),
    ]
    assert "Tax: 200.00 GBP by 2026-05-07, uk-vat 2026-Q1." in table.notes


def test_books_that_file_nothing_owe_nothing_here(tmp_path):
    assert taxes_of(load(tmp_path, BOOK), date(2026, 4, 30)) == []


def test_today_has_what_is_to_be_filed_and_paid_this_week(tmp_path):
    day = date(2026, 5, 4)
    deeds = [item.deed.value for item in read_today(filed(tmp_path), day)]
    assert "pay" in deeds
    waiting = filed(tmp_path / "later")
    deeds = [item.deed.value for item in read_today(waiting, date(2026, 8, 4))]
    assert "file a tax return" in deeds


ITALIAN = (
    head("IT", "EUR")
    + '2020-01-01 open Liabilities:Tax-Payable\n  role: "tax-payable"\n'
    + "2020-01-01 open Expenses:Interest\n"
    + code("it22", "0.22", "sales", "S")
    + sale("2025-11-10", "1", [("1000", "220", "it22")], currency="EUR")
    + sale("2026-11-10", "2", [("2000", "440", "it22")], currency="EUR")
)


def test_an_advance_is_due_before_the_year_ends_and_taken_off_its_return(tmp_path):
    books = file_return(load(tmp_path, ITALIAN), "2026-Q3", date(2026, 11, 16))
    # 88 % of 220.00, on the Monday after the 27th, and what is left of 440.00 in March.
    assert taxes_of(books, date(2026, 12, 1)) == [
        (date(2026, 12, 28), "pay 193.60 EUR: advance for it-lipe 2026-Q4"),
        (date(2027, 3, 16), "file and pay 246.40 EUR: it-lipe 2026-Q4, so far"),
    ]
    stated = '2026-12-20 custom "tax-figure" "it-lipe" "2026-Q4" "VP13" 193.60 EUR\n'
    path = Path(books.filename)
    path.write_text(path.read_text(encoding="utf-8") + stated)
    assert taxes_of(ledgerkit.load(books.filename), date(2026, 12, 20)) == [
        (date(2027, 3, 16), "file and pay 246.40 EUR: it-lipe 2026-Q4, so far"),
    ]


def test_a_period_is_open_filed_or_changed_since(tmp_path):
    def states(books):
        rows = books.tax_periods(as_of=date(2026, 5, 31)).to_dicts()
        return {row["period"]: row["state"] for row in rows}

    books = filed(tmp_path)
    assert states(books) == {"2026-Q1": "filed", "2026-Q2": "open"}
    path = Path(books.filename)
    text = path.read_text(encoding="utf-8")
    late = sale("2026-03-31", "9", [("10", "2", "gb20")], currency=POUNDS)
    path.write_text(text + late, encoding="utf-8")
    changed = states(ledgerkit.load(books.filename))
    assert changed == {"2026-Q1": "changed since", "2026-Q2": "open"}


def test_quarters_that_end_in_another_month_go_on_as_the_last_one_filed(tmp_path):
    books = load(tmp_path, BOOK)
    books = file_return(books, "2026-02-01..2026-04-30", date(2026, 5, 20))
    rows = books.tax_periods(as_of=date(2026, 5, 31)).to_dicts()
    assert [(r["period"], r["state"], r["amount"]) for r in rows] == [
        ("2026-05-01..2026-07-31", "open", Decimal("0.00")),
        ("2026-02-01..2026-04-30", "filed", Decimal("100.00")),
        ("2025-11-01..2026-01-31", "open", Decimal("200.00")),
    ]
    before = books.tax_periods(as_of=date(2026, 5, 19)).to_dicts()
    assert [row["period"] for row in before] == ["2026-Q2", "2026-Q1"]
