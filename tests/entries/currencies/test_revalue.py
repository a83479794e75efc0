"""Open foreign items at the closing rate, and back: the figures worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli.group import main
from ledgerkit.open_items.side import Side

D = Decimal
HEAD = """\
option "operating_currency" "EUR"
2020-01-01 open Assets:Bank:EUR EUR
2020-01-01 open Assets:Bank:USD USD
2020-01-01 open Assets:Bank-Revaluation EUR
  role: "fx-valuation"
2020-01-01 open Assets:Receivable
2020-01-01 open Assets:Receivable-Revaluation EUR
  role: "fx-valuation"
2020-01-01 open Liabilities:Payable
2020-01-01 open Liabilities:Payable-Revaluation EUR
  role: "fx-valuation"
2020-01-01 open Income:Sales
2020-01-01 open Expenses:Goods
2020-01-01 open Equity:Capital
2020-01-01 open Income:Exchange
  role: "exchange-gain"
2020-01-01 open Income:Unrealised
  role: "unrealised-gain"
"""
INVOICE = (
    '2025-11-10 * "Acme" "Website" ^INV-1\n'
    "  Assets:Receivable  600 USD @@ 552.00 EUR\n  Income:Sales  -552.00 EUR\n"
)
CLOSING = "2025-12-31 price USD 0.95 EUR\n"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "main.beancount"

    def write(text, head=HEAD):
        path.write_text(head + text, encoding="utf-8")
        return path

    return write


def revalued(path, day="2025-12-31", *options):
    return CliRunner().invoke(main, ["revalue", day, str(path), "--yes", *options])


def posted(path, account, first="2000-01-01", last="2100-01-01"):
    """What an account weighs in euros between two days, by Beancount's own figures."""
    books = load(path)
    assert [e.message for e in books.errors] == []
    return sum(
        (
            get_weight(posting).number
            for txn in books.directives
            if isinstance(txn, Transaction) and first <= str(txn.date) <= last
            for posting in txn.postings
            if posting.account == account
        ),
        D(0),
    )


def test_an_open_invoice_is_worth_more_until_tomorrow(book):
    """600 USD carried at 552.00 are 570.00 at 0.95: 18.00."""
    path = book(INVOICE + CLOSING)
    done = revalued(path)
    assert done.exit_code == 0, done.output
    assert "INV-1: 600.00 USD carried at 552.00 EUR are worth 570.00 EUR" in done.output
    valuation = "Assets:Receivable-Revaluation"
    assert posted(path, valuation, last="2025-12-31") == 18
    assert posted(path, "Income:Unrealised", last="2025-12-31") == -18
    assert posted(path, valuation) == posted(path, "Income:Unrealised") == 0
    text = path.read_text()
    assert '    revalues: "INV-1"' in text
    assert "  revalued: 2025-12-31" in text
    books = load(path)
    assert [f.message for f in books.findings()] == []
    aged = books.subledger(Side.RECEIVABLE, date(2025, 12, 31))
    assert not aged.unapplied
    again = revalued(path)
    assert "nothing was written" in again.output
    assert path.read_text() == text


def test_what_is_realised_is_measured_from_the_first_rate(book):
    """Settled at 0.94: 12.00 realised; the new year has -18.00 + 12.00 = -6.00."""
    settled = (
        '2026-01-20 * "Acme" "Payment" ^INV-1\n  Assets:Bank:EUR  564.00 EUR\n'
        "  Assets:Receivable  -600 USD @@ 552.00 EUR\n  Income:Exchange  -12.00 EUR\n"
    )
    path = book(INVOICE + CLOSING + settled)
    assert revalued(path).exit_code == 0
    gains = ("Income:Exchange", "Income:Unrealised")
    old, new, both = (
        -sum(posted(path, account, *days) for account in gains)
        for days in (
            ("2025-01-01", "2025-12-31"),
            ("2026-01-01", "2026-12-31"),
            ("2025-01-01", "2026-12-31"),
        )
    )
    assert (old, new, both) == (18, -6, 12)


def test_only_what_is_still_open_is_revalued(book):
    """100 at 5, of which 40 are paid; 60 at 4.30 are -42.00 and not -70.00."""
    text = (
        '2025-11-10 * "Rossi" "Goods" ^17\n'
        "  Liabilities:Payable  -100 USD @ 5 EUR\n  Expenses:Goods  500.00 EUR\n"
        '2025-12-01 * "Rossi" "Part" ^17\n'
        "  Liabilities:Payable  40 USD @ 5 EUR\n  Assets:Bank:EUR  -200.00 EUR\n"
        "2025-12-31 price USD 4.30 EUR\n"
    )
    path = book(text)
    assert revalued(path).exit_code == 0
    account = "Liabilities:Payable-Revaluation"
    assert posted(path, account, last="2025-12-31") == 42
    assert posted(path, "Income:Unrealised", last="2025-12-31") == -42


def test_foreign_money_is_revalued_beside_its_account(book):
    """100 USD bought at 0.90 are 95.00; the bank's own account keeps its dollars."""
    text = (
        '2025-11-10 * "Bought"\n  Assets:Bank:USD  100 USD @ 0.90 EUR\n'
        "  Equity:Capital  -90.00 EUR\n"
    )
    path = book(text + CLOSING)
    assert revalued(path).exit_code == 0
    assert posted(path, "Assets:Bank-Revaluation", last="2025-12-31") == 5
    assert posted(path, "Assets:Bank:USD") == 90


def test_a_day_that_is_revalued_anew_gets_the_difference_only(book):
    path = book(INVOICE + CLOSING)
    revalued(path)
    path.write_text(
        path.read_text().replace(CLOSING, "2025-12-31 price USD 0.96 EUR\n")
    )
    assert revalued(path).exit_code == 0
    account = "Assets:Receivable-Revaluation"
    assert posted(path, account, last="2025-12-31") == 24
    assert posted(path, account) == 0


def test_each_month_end_is_measured_from_the_booking(book):
    path = book("2025-11-30 price USD 0.93 EUR\n" + INVOICE + CLOSING)
    assert revalued(path, "2025-11-30").exit_code == 0
    assert revalued(path, "2025-12-31").exit_code == 0
    account = "Assets:Receivable-Revaluation"
    assert posted(path, account, last="2025-11-30") == 6
    assert posted(path, account, last="2025-12-01") == 0
    assert posted(path, account, last="2025-12-31") == 18


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            INVOICE,
            "there is no rate of USD to EUR on 2025-12-31; write 2025-12-31 price",
        ),
        (
            INVOICE + "2025-12-01 price USD 0.95 EUR\n",
            "of 2025-12-01 (main.beancount:22), 30 days before; write",
        ),
        (
            INVOICE + CLOSING + '2025-06-30 * "By hand"\n'
            "  Assets:Receivable-Revaluation  7.00 EUR\n"
            "  Income:Unrealised  -7.00 EUR\n",
            "Assets:Receivable-Revaluation still holds 7.00 EUR of before 2025-12-31",
        ),
    ],
    ids=["missing", "stale", "not reversed"],
)
def test_what_cant_be_valued_is_refused_in_a_sentence(book, text, message):
    path = book(text)
    before = path.read_text()
    refused = revalued(path)
    assert refused.exit_code == 2
    assert message in refused.output
    assert path.read_text() == before


def test_without_an_account_for_it_the_line_to_write_is_named(book):
    head = HEAD.replace('  role: "fx-valuation"\n', "")
    refused = revalued(book(INVOICE + CLOSING, head))
    assert refused.exit_code == 2
    assert (
        "nothing takes what Assets:Receivable is worth more or less; write open"
        ' Assets:Receivable-Revaluation with role: "fx-valuation" below it'
    ) in refused.output


def test_what_has_no_carrying_amount_is_named_and_left_out(book):
    text = (
        '2025-11-11 * "Acme" "In dollars alone" ^INV-2\n'
        "  Assets:Receivable  50 USD\n  Income:Sales  -50 USD\n"
    )
    done = revalued(book(INVOICE + CLOSING + text))
    assert (
        "INV-2 in USD is not booked at a rate to EUR, and was left out" in done.output
    )
    assert done.exit_code == 0


@pytest.mark.parametrize("rate", ["0.95", "0.85"])
@pytest.mark.parametrize("layout", ["ifrs", "italian", "german-small-skr03"])
def test_a_layout_has_both_in_one_line(book, layout, rate):
    """600 USD carried at 552.00 are 570.00 or 510.00, in one line of assets."""
    path = book(INVOICE + CLOSING.replace("0.95", rate))
    before = load(path).balance_sheet(period="2025", layout=layout)
    assert revalued(path).exit_code == 0
    after = load(path).balance_sheet(period="2025", layout=layout)
    worth = 600 * D(rate)

    def lines(table, amount):
        return {
            row.cells["line"]
            for row in table.rows
            if row.cells["2025"] == amount and not row.cells["total"]
        }

    assert lines(before, D("552.00")) & lines(after, worth)
    assert not lines(after, abs(worth - 552))
    assert not any("In no line" in note for note in after.notes)


def test_two_years_of_a_book_with_dollars(book):
    """Net assets of 1,195.00, then -50.00 rent, 4.00 - 11.00 - 5.00: 1,133.00."""
    path = book(
        '2024-01-01 * "Capital"\n  Assets:Bank:EUR  1000 EUR\n  Equity:Capital\n'
        '2024-01-02 * "Bought"\n  Assets:Bank:USD  100 USD @ 0.90 EUR\n'
        "  Assets:Bank:EUR  -90 EUR\n"
        '2024-06-01 * "Acme" "Work" ^INV-1\n'
        "  Assets:Receivable  200 USD @ 0.92 EUR\n  Income:Sales\n"
        "2024-12-31 price USD 0.95 EUR\n"
        '2025-02-01 * "Acme" "Paid" ^INV-1\n  Assets:Bank:EUR  188 EUR\n'
        "  Assets:Receivable  -200 USD @ 0.92 EUR\n  Income:Exchange  -4 EUR\n"
        '2025-03-01 * "Rent"\n  Expenses:Goods  50 EUR\n  Assets:Bank:EUR  -50 EUR\n'
        "2025-12-31 price USD 0.85 EUR\n"
    )
    for day in ("2024-12-31", "2025-12-31"):
        done = revalued(path, day)
        assert done.exit_code == 0, done.output
    books = load(path)
    found = {}
    for year in ("2024", "2025"):
        sheet = books.balance_sheet(period=year)
        found |= {
            (year, row.cells["line"]): row.cells[year]
            for row in sheet.rows
            if row.cells["line"] in {"total-assets", "result"}
        }
    assert found == {
        ("2024", "total-assets"): D("1195.00"),
        ("2024", "result"): D("195.00"),
        ("2025", "total-assets"): D("1133.00"),
        ("2025", "result"): D("-62.00"),
    }


def test_a_bill_that_was_revalued_gains_from_its_first_rate_once(book):
    """388 at 94.39, 93.9325 and 94.125: 177.51, then 102.82 in all."""
    path = book(
        '2025-11-10 * "Rossi" "Goods" ^17\n'
        "  Liabilities:Payable  -388 USD @ 94.39 EUR\n  Expenses:Goods\n"
        "2025-12-31 price USD 93.9325 EUR\n"
        '2026-01-20 * "Rossi" "Paid" ^17\n  Assets:Bank:EUR  -36520.50 EUR\n'
        "  Liabilities:Payable  388 USD @ 94.39 EUR\n  Income:Exchange  -102.82 EUR\n"
    )
    assert revalued(path).exit_code == 0
    assert posted(path, "Income:Unrealised", last="2025-12-31") == D("-177.51")
    gains = ("Income:Exchange", "Income:Unrealised")
    assert sum(posted(path, account) for account in gains) == D("-102.82")
