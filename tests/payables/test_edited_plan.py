"""A payment run that was edited in its file: exactly that run, or one sentence."""

import csv
import io
import re
from datetime import date

import pytest
from tests.conftest import ACCOUNTS
from tests.payables.shop import BANK, left, paid, proposed, why

from ledgerkit.api import load
from ledgerkit.entries.bills.payment_run_entries import run_directives
from ledgerkit.entries.directives import ledger_text
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.documents.payment_plan import read_payment_plan

BILLS = """\
2026-02-01 * "Rossi" "Bill" ^R-1
  due: 2026-03-05
  Liabilities:Payable  -500.00 EUR
  Expenses:Purchases
2026-02-02 * "Rossi" "Returned"
  vendor-credit: "NC-1"
  Liabilities:Payable   60.00 EUR
  Expenses:Purchases
2026-02-24 * "Verdi" "With a discount" ^V-1
  terms: "2/10 net 30"
  Liabilities:Payable  -1000.00 EUR
  Expenses:Purchases
2026-02-20 * "Verdi" "Not due" ^V-2
  due: 2026-05-01
  Liabilities:Payable  -70.00 EUR
  Expenses:Purchases
2026-02-20 * "Verdi" "Broken" ^V-3
  hold: "broken"
  Liabilities:Payable  -80.00 EUR
  Expenses:Purchases
"""


@pytest.fixture
def shop(tmp_path):
    return booked(tmp_path)


def booked(folder, more=""):
    path = folder / "main.beancount"
    path.write_text(f"{ACCOUNTS}{BANK}{BILLS}{more}", encoding="utf-8")
    return load(path)


def written(books):
    """The plan's rows, as a spreadsheet has them."""
    text = books.payment_plan(proposed(books)).to_csv()
    return list(csv.DictReader(io.StringIO(text)))


def edited(rows, number, **cells):
    """The same rows with some cells of one bill changed."""
    return [row | cells if row["bill"] == number else row for row in rows]


def as_file(rows, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def run_of(books, rows):
    return proposed(books, plan=read_payment_plan(as_file(rows), "p.csv"))


def refusal(books, rows):
    with pytest.raises(UnreadableFileError) as caught:
        run_of(books, rows)
    return str(caught.value)


def test_a_plan_that_nobody_edited_is_the_run_that_was_proposed(shop):
    plan, again = proposed(shop), run_of(shop, written(shop))
    assert paid(plan) == {"R-1": "500.00", "NC-1": "-60.00", "V-1": "980.00"}
    assert paid(again) == paid(plan)
    assert ledger_text(run_directives(shop, again)) == ledger_text(
        run_directives(shop, plan)
    )


def test_amounts_and_actions_are_as_edited(shop):
    rows = edited(written(shop), "R-1", pay="200")
    rows = edited(rows, "NC-1", pay="-10")
    rows = edited(rows, "V-1", action="skip")
    rows = edited(rows, "V-2", action="Pay")
    plan = run_of(shop, rows)
    assert paid(plan) == {"R-1": "200", "NC-1": "-10", "V-2": "70.00"}
    assert why(plan, "R-1") == "as planned; 300.00 EUR stay open"
    assert why(plan, "NC-1").endswith("as planned; 50.00 EUR stay open")
    assert left(plan) == {"V-1": "the plan leaves it out", "V-3": "on hold: broken"}


def test_a_discount_that_is_edited_out_is_not_taken(shop):
    whole = edited(written(shop), "V-1", discount="", pay="1000.00")
    assert paid(run_of(shop, whole))["V-1"] == "1000.00"
    part = run_of(shop, edited(written(shop), "V-1", pay="500.00"))
    assert why(part, "V-1") == "as planned; 500.00 EUR stay open"


def test_a_bill_that_the_file_lacks_is_not_paid(shop):
    rows = [row for row in written(shop) if row["bill"] != "R-1"]
    assert refusal(shop, rows) == (
        "p.csv:2: what is paid to rossi comes to -60.00 EUR; skip some of its credits,"
        " or pay more"
    )
    assert set(paid(run_of(shop, edited(rows, "NC-1", action="skip")))) == {"V-1"}


def test_a_transfer_of_nothing_is_refused(shop):
    rows = edited(written(shop), "R-1", pay="60.00")
    assert "what is paid to rossi comes to 0.00 EUR" in refusal(shop, rows)
    assert paid(run_of(shop, edited(rows, "R-1", pay="60.01")))["R-1"] == "60.01"


def test_a_discount_in_a_plan_is_taken_until_its_last_day(shop):
    plan = read_payment_plan(as_file(written(shop)), "p.csv")
    on_the_last_day = proposed(shop, plan=plan, day=date(2026, 3, 6))
    assert paid(on_the_last_day)["V-1"] == "980.00"
    with pytest.raises(UnreadableFileError, match="to be taken until 2026-03-06"):
        proposed(shop, plan=plan, until=date(2026, 3, 9), day=date(2026, 3, 9))


def test_what_a_spreadsheet_makes_of_the_file_is_read(shop):
    rows = [
        {key: re.sub(r"^(-?\d+)\.(\d\d)$", r"\1,\2", cell) for key, cell in row.items()}
        for row in written(shop)
    ]
    plan = proposed(shop, plan=read_payment_plan(as_file(rows, ";"), "p.csv"))
    assert paid(plan) == paid(proposed(shop))


@pytest.mark.parametrize(
    ("number", "cells", "message"),
    [
        ("R-1", {"pay": "500.01"}, "has 500.00 EUR open, less than the 500.01 EUR"),
        ("R-1", {"pay": "0.00"}, "0.00 EUR can't be paid; write an amount up to"),
        ("R-1", {"pay": "1.005"}, "1.005 EUR can't be paid"),
        ("R-1", {"pay": "much"}, "'much' is no amount"),
        ("R-1", {"action": "paid"}, '"paid" is no action; write pay or skip'),
        ("R-1", {"bill": "R-9"}, '"R-9" of "rossi": is no bill in the books'),
        ("R-1", {"vendor": "verdi"}, '"R-1" of "verdi": is no bill in the books'),
        ("R-1", {"bill": "NC-1", "open": ""}, "500.00 EUR can't be set against"),
        ("R-1", {"open": "600.00"}, "had 600.00 EUR open when the plan was written"),
        ("R-1", {"bill": ""}, "names no bill"),
        ("NC-1", {"pay": "-60.01"}, "can't be set against bills"),
        ("NC-1", {"pay": "60.00"}, "can't be set against bills"),
        ("V-1", {"bill": "V-2", "open": ""}, "has 70.00 EUR open"),
        ("V-1", {"discount": "20.01", "pay": "979.99"}, "is not on offer; pay 1000.00"),
        ("V-3", {"action": "pay"}, "can't be paid: on hold: broken"),
    ],
)
def test_what_cannot_be_paid_stops_the_plan(shop, number, cells, message):
    rows = edited(written(shop), number, **cells)
    line = 2 + next(i for i, row in enumerate(written(shop)) if row["bill"] == number)
    refused = refusal(shop, rows)
    assert message in refused
    assert re.match(rf"p\.csv:{line}: ", refused)


def test_a_bill_is_on_one_row_only(shop):
    rows = written(shop)
    assert refusal(shop, [*rows, rows[0]]) == (
        'p.csv:7: "R-1" of "rossi": is on line 2 too; delete one'
    )


def test_what_was_paid_since_is_not_paid_again(shop, tmp_path):
    rows = written(shop)
    payment = (
        '2026-03-04 * "Rossi" "By card" ^R-1\n'
        "  Liabilities:Payable  {} EUR\n  Assets:Bank:Main\n"
    )
    part = refusal(booked(tmp_path, payment.format("100.00")), rows)
    assert "had 500.00 EUR open when the plan was written and has 400.00 EUR" in part
    whole = refusal(booked(tmp_path, payment.format("500.00")), rows)
    assert '"R-1" of "rossi": is paid already; delete the row, or write skip' in whole
    run = ledger_text(run_directives(shop, run_of(shop, rows)))
    twice = refusal(booked(tmp_path, f"\n{run}"), rows)
    assert "is paid already" in twice


def test_money_on_account_is_not_paid_again(tmp_path):
    ahead = (
        '2026-02-03 * "Rossi" "Ahead"\n  Liabilities:Payable  40.00 EUR\n'
        "  Assets:Bank:Main\n"
    )
    books = booked(tmp_path, ahead)
    rows = written(books)
    assert paid(run_of(books, rows)) == paid(proposed(books))
    assert refusal(books, edited(rows, "R-1", pay="500.00")) == (
        "p.csv:2: 40.00 EUR are on account with rossi, so of its bills at most 460.00"
        " EUR can be paid"
    )


def test_more_than_the_account_may_give_is_a_caution(tmp_path):
    books = booked(tmp_path)
    text = (tmp_path / "main.beancount").read_text(encoding="utf-8")
    text = text.replace(
        '  bic: "BCITITMM"', '  bic: "BCITITMM"\n  minimum-balance: 50.00 EUR'
    )
    (tmp_path / "main.beancount").write_text(text, encoding="utf-8")
    rows = written(books)
    plan = run_of(load(tmp_path / "main.beancount"), rows)
    assert plan.notes[0] == (
        "Caution: 1420.00 EUR are more than the 0.00 EUR above the minimum balance of"
        " 50.00 EUR."
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "p.csv: has no columns"),
        (b"bill,pay,action\n", "p.csv:1: has no column vendor"),
        (b"vendor,bill,pay,action,Pay\n", "p.csv:1: has two columns pay"),
        (b"vendor,bill,pay,action\na,b,1\n", "p.csv:2: has 3 cells where the header"),
        (b"PK\x03\x04", "p.csv: is a spreadsheet"),
        (b"vendor,bill,pay,action\na,b,\xff\x00,pay\n", "p.csv:2: holds a NUL"),
        (b'vendor,bill,pay,action\na,b,"1.000",pay\n', "no clear decimal mark"),
    ],
)
def test_what_is_no_plan_is_named(data, message):
    with pytest.raises(UnreadableFileError) as caught:
        read_payment_plan(data, "p.csv")
    assert message in str(caught.value)


def test_an_amount_may_have_its_currency_and_no_other():
    rows = "vendor,bill,currency,pay,action\na,b,EUR,{},pay\n"
    for cell in ["€100.00", "100.00 EUR", "100.00"]:
        [row] = read_payment_plan(rows.format(cell).encode(), "p.csv").rows
        assert row.pay == 100
    with pytest.raises(UnreadableFileError, match=r"p\.csv:2: pay: 100\.00 USD is in"):
        read_payment_plan(rows.format("100.00 USD").encode(), "p.csv")


def test_a_number_that_looks_like_a_formula_comes_back(tmp_path):
    bill = '2026-02-01 * "Rossi" "Odd"\n  bill: "-17"\n  Liabilities:Payable -1 EUR\n'
    books = booked(tmp_path, f"{bill}  Expenses:Purchases\n")
    rows = written(books)
    assert any(row["bill"] == "'-17" for row in rows)
    assert paid(run_of(books, rows))["-17"] == "1.00"
