"""The statements of the sample books, and of small ones worked out by hand."""

from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest
from tests.conftest import ROOT

from ledgerkit.api import load
from ledgerkit.errors import UsageError

SAMPLES = ROOT / "sample_books"


@pytest.fixture(scope="module")
def agency():
    return load(SAMPLES / "agency" / "main.beancount")


@pytest.fixture(scope="module")
def shop():
    return load(SAMPLES / "shop" / "main.beancount")


@pytest.fixture
def book(tmp_path):
    def write(text):
        path = tmp_path / "main.beancount"
        path.write_text(dedent(text))
        return load(path)

    return write


def amounts(table, column="2025"):
    """The amounts of a statement by line; one that stands twice is an error.

    An account may stand in two activities of a cash flow.
    """
    found, seen = {}, set()
    for row in table.rows:
        key = row.cells.get("activity"), row.cells["line"]
        if row.cells[column] is not None:
            assert key not in seen
            seen.add(key)
            found[row.cells["line"]] = row.cells[column]
    return found


def test_the_income_statement_of_the_agency(agency):
    found = amounts(agency.income_statement(period="2025"))
    assert found["total-income"] == Decimal("169422.25")
    assert found["total-expenses"] == Decimal("136071.45")
    assert found["result"] == Decimal("33350.80")


def test_the_balance_sheet_of_the_agency(agency):
    found = amounts(agency.balance_sheet(period="2025"))
    assert found["total-assets"] == Decimal("109681.57")
    assert found["total-liabilities"] == Decimal("35395.48")
    assert found["total-equity"] == Decimal("74286.09")
    assert found["total-liabilities-and-equity"] == found["total-assets"]


def test_the_statements_of_the_shop(shop):
    result = amounts(shop.income_statement(period="2025"))
    assert result["total-income"] == Decimal("203374.41")
    assert result["total-expenses"] == Decimal("192327.72")
    assert result["result"] == Decimal("11046.69")
    found = amounts(shop.balance_sheet(period="2025"))
    assert found["total-assets"] == Decimal("97504.19")
    assert found["total-liabilities"] == Decimal("40942.20")
    assert found["total-equity"] == Decimal("56561.99")


def test_quarters_sum_to_the_year(shop):
    table = shop.income_statement(period="2025", by="quarter")
    for row in table.rows:
        if row.cells["2025"] is not None:
            quarters = [row.cells[f"2025-Q{n}"] or 0 for n in (1, 2, 3, 4)]
            assert sum(quarters) == row.cells["2025"]


def test_the_columns_of_a_comparison_are_keyed_by_their_periods(agency):
    table = agency.income_statement(period="2025-Q2", compare="year-before")
    [row] = [r for r in table.rows if r.cells["line"] == "Income:Branding"]
    assert {"2025-Q2", "2024-Q2"} <= row.cells.keys()
    alone = agency.income_statement(period="2024-Q2")
    assert row.cells["2024-Q2"] == amounts(alone, "2024-Q2")["Income:Branding"]


def test_a_trial_balance_balances_in_each_pair_of_columns(agency, shop):
    for books in (agency, shop):
        for period in ("2025", "2025-Q3", "2025-06"):
            [total] = books.trial_balance(period=period).totals
            for pair in ("opening_{}", "{}", "closing_{}"):
                assert total[pair.format("debit")] == total[pair.format("credit")]


def test_income_and_expenses_open_at_zero_on_the_first_day_of_the_year(agency):
    table = agency.trial_balance(period="2025")
    for row in table.rows:
        if str(row.cells["account"]).startswith(("Income", "Expenses")):
            assert row.cells["opening_debit"] is row.cells["opening_credit"] is None
    # What 2024 earned is not closed in this book: it stands in a row of its own.
    earlier = [r for r in table.rows if "earlier" in str(r.cells["account"])]
    assert [r.cells["opening_credit"] for r in earlier] == [Decimal("17878.65")]


def test_direct_cash_flow_says_what_was_paid_for(agency):
    found = amounts(agency.cash_flow(period="2025"))
    for line, amount in {
        "Income:Branding": "40540.03",
        "Income:Retainers": "32780.00",
        "Income:Print": "25709.51",
        "Income:Web": "22012.54",
        "Income:Packaging": "14830.00",
        "Liabilities:Client-Advances": "5000.00",
        "Liabilities:Deferred-Revenue": "2400.00",
        "Liabilities:VAT": "191.53",
        "On account from clients": "122.00",
        "Expenses:Salaries": "-54116.30",
        "Expenses:Social-Contributions": "-14435.88",
        "Expenses:Rent": "-14616.00",
        "Expenses:Freelancers": "-12334.00",
        "Equity:Dividends": "-12000.00",
        "Liabilities:Income-Tax": "-9236.00",
        "On account to vendors": "-1296.00",
        "change": "10372.73",
    }.items():
        assert found[line] == Decimal(amount), line
    lines = [
        row.cells["2025"]
        for row in agency.cash_flow(period="2025").rows
        if row.cells["activity"] and not row.cells["total"] and row.cells["2025"]
    ]
    assert sum(lines) == Decimal("10372.73")


@pytest.mark.parametrize("method", ["direct", "indirect"])
def test_the_change_of_cash_is_without_the_entry_that_opens_the_books(shop, method):
    found = amounts(shop.cash_flow(period="2025", method=method))
    assert found["change"] == Decimal("16695.31")
    assert found["brought-forward"] == Decimal("22961.50")
    assert found["closing"] == Decimal("39656.81")
    assert "unexplained" not in found


def test_both_methods_agree_by_activity(agency, shop):
    for books in (agency, shop):
        direct, indirect = (
            amounts(books.cash_flow(period="2025", method=method))
            for method in ("direct", "indirect")
        )
        for line in direct:
            if line.startswith("total-"):
                assert direct[line] == indirect[line]


def test_a_discount_is_no_cash(shop):
    """The goods were paid less the discount; it is not received as money."""
    found = amounts(shop.cash_flow(period="2025"))
    assert not any("Discount" in line for line in found)


MIXED = """\
    option "operating_currency" "EUR"
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Machinery
    2025-01-01 open Liabilities:Loan
    2025-01-01 open Equity:Capital
      role: "capital"
    2025-01-02 * "Owner" "Paid in"
      Assets:Bank  5000.00 EUR
      Equity:Capital
    2025-02-01 * "Maker" "A machine, most of it by a loan"
      Assets:Machinery  1000.00 EUR
      Liabilities:Loan  -800.00 EUR
      Assets:Bank       -200.00 EUR
"""


def test_what_a_loan_paid_was_neither_invested_nor_borrowed_in_cash(book):
    """IAS 7.43: 200 invested, nothing financed, though both accounts moved."""
    found = amounts(book(MIXED).cash_flow(period="2025"))
    assert found["total-investing"] == Decimal("-200.00")
    assert found["total-financing"] == Decimal("5000.00")
    assert "Liabilities:Loan" not in found


CHARGE = """\
    option "operating_currency" "EUR"
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Receivable
    2025-01-01 open Income:Services
    2025-01-01 open Expenses:Fees
    2025-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable  100.00 EUR
      Income:Services
    2025-01-20 * "Acme" "Less the bank's charge" ^INV-1
      Assets:Bank         97.00 EUR
      Expenses:Fees        3.00 EUR
      Assets:Receivable -100.00 EUR
"""


def test_a_receipt_and_its_charge_stay_gross(book):
    found = amounts(book(CHARGE).cash_flow(period="2025"))
    assert found["Income:Services"] == Decimal("100.00")
    assert found["Expenses:Fees"] == Decimal("-3.00")


YEARS = """\
    option "operating_currency" "EUR"
    1970-01-01 custom "fava-option" "fiscal-year-end" "06-30"
    2024-01-01 open Assets:Bank
    2024-01-01 open Equity:Retained
    2024-01-01 open Income:Sales
    2024-01-01 open Expenses:Rent
    2024-08-01 * "A sale"
      Assets:Bank      300.00 EUR
      Income:Sales
    2025-05-01 * "Rent"
      Expenses:Rent    120.00 EUR
      Assets:Bank
    2025-08-01 * "A sale"
      Assets:Bank       50.00 EUR
      Income:Sales
"""
CLOSING = """\
    {day} * "Result to equity"
      {key}
      Income:Sales     300.00 EUR
      Expenses:Rent   -120.00 EUR
      Equity:Retained
"""


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01"])
@pytest.mark.parametrize("key", ["closing: TRUE", "note: 1"])
@pytest.mark.parametrize("period", ["FY2025", "FY2026"])
def test_a_booked_close_gives_the_same_statements(book, day, key, period):
    """Stated by its key or known by its form, on either end of the year."""
    virtual = book(YEARS)
    plain = [
        amounts(virtual.income_statement(period=period), period),
        amounts(virtual.balance_sheet(period=period), period),
    ]
    booked = book(YEARS + CLOSING.format(day=day, key=key))
    income, balance = (
        amounts(booked.income_statement(period=period), period),
        amounts(booked.balance_sheet(period=period), period),
    )
    assert income == plain[0]
    for line in ("total-assets", "total-liabilities-and-equity", "result"):
        assert balance[line] == plain[1][line]
    # Closed, it is on the account that it was carried to, in the year after.
    closed = "Equity:Retained" if period == "FY2026" else "result"
    assert balance[closed] == Decimal("180.00")


def test_an_entry_that_leaves_something_on_the_accounts_is_no_close(book):
    """An owner who pays a bill on the last day of the year has closed nothing."""
    books = book(
        YEARS
        + """\
    2025-06-30 * "Rent, paid by the owner"
      Expenses:Rent     40.00 EUR
      Equity:Retained
"""
    )
    found = amounts(books.income_statement(period="FY2025"), "FY2025")
    assert found["total-expenses"] == Decimal("160.00")


def test_a_statement_is_in_the_currency_that_postings_weigh_in(book):
    """The book T of the chapter: no result of exchange is lost."""
    books = book(
        """\
    option "operating_currency" "EUR"
    2024-01-01 open Assets:Bank
    2024-01-01 open Assets:Dollars
    2024-01-01 open Assets:Receivable
    2024-01-01 open Income:Services
    2024-01-01 open Income:Exchange
    2024-01-01 open Expenses:Rent
    2024-01-01 open Equity:Capital
    2024-01-01 * "Capital"
      Assets:Bank       1000.00 EUR
      Equity:Capital
    2024-01-02 * "Dollars bought"
      Assets:Dollars     100.00 USD @ 0.90 EUR
      Assets:Bank
    2024-06-01 * "Acme" "Work" ^INV-1
      Assets:Receivable  200.00 USD @ 0.92 EUR
      Income:Services
    2025-02-01 * "Acme" "Paid" ^INV-1
      Assets:Bank        188.00 EUR
      Assets:Receivable -200.00 USD @ 0.92 EUR
      Income:Exchange     -4.00 EUR
    2025-03-01 * "Rent"
      Expenses:Rent       50.00 EUR
      Assets:Bank
"""
    )
    assert amounts(books.income_statement(period="2024"), "2024")["result"] == 184
    found = amounts(books.balance_sheet(period="2025"))
    assert found["Assets:Dollars"] == Decimal("90.00")
    assert found["total-assets"] == Decimal("1138.00")
    assert found["result"] == Decimal("-46.00")


def test_changes_in_equity_lead_to_the_balance_sheet(agency):
    [total] = agency.equity_changes(period="2025").totals
    assert total["distributions"] == Decimal("-12000.00")
    assert total["result"] == Decimal("33350.80")
    assert total["closing"] == Decimal("74286.09")


def test_each_line_opens_as_postings_that_sum_to_it(agency):
    statements = (
        (agency.income_statement, agency.income_statement_line),
        (agency.balance_sheet, agency.balance_sheet_line),
    )
    for statement, explained in statements:
        for line, amount in amounts(statement(period="2025-Q3"), "2025-Q3").items():
            table = explained(explain=line, period="2025-Q3")
            assert sum(row.cells["amount"] for row in table.rows) == amount, line


def test_a_card_begins_and_ends_with_the_balances_of_the_trial_balance(agency):
    balance = agency.trial_balance(period="2025-05")
    for row in balance.rows:
        if ":" not in row.cells["account"]:
            continue
        table = agency.account_card(row.cells["account"], period="2025-05")
        [total] = table.totals
        assert total["debit"] == (row.cells["debit"] or 0)
        assert total["credit"] == (row.cells["credit"] or 0)
        closing = (row.cells["closing_debit"] or 0) - (row.cells["closing_credit"] or 0)
        assert total["balance"] == closing
        assert table.rows[-1].cells["balance"] == closing


def test_the_journal_has_the_turnover_of_the_trial_balance(agency):
    [journal] = agency.journal(period="2025").totals
    [balance] = agency.trial_balance(period="2025").totals
    assert (journal["debit"], journal["credit"]) == (
        balance["debit"],
        balance["credit"],
    )


def test_a_months_journal_goes_on_with_the_numbers_of_the_month_before(shop):
    january = shop.journal(period="2025-01").rows[-1].cells["number"]
    february = shop.journal(period="2025-02").rows[0].cells["number"]
    assert february == january + 1


def test_pages_of_a_journal_carry_their_totals_forward(shop):
    table = shop.journal(period="2025-02", lines_per_page=10)
    carried = [r for r in table.rows if r.is_total]
    lines = [r for r in table.rows if not r.is_total][:10]
    debits = sum(r.cells["debit"] or 0 for r in lines)
    assert carried[0].cells["account"] == "Carried forward"
    assert carried[0].cells["debit"] == carried[1].cells["debit"] == debits


def test_without_a_period_it_is_the_fiscal_year_to_date(agency):
    table = agency.income_statement(as_of=date(2025, 3, 31))
    quarter = agency.income_statement(period="2025-Q1")
    [label] = [c.key for c in table.columns if c.key.startswith("2025")]
    assert label == "2025-01-01..2025-03-31"
    assert amounts(table, label) == amounts(quarter, "2025-Q1")


def test_nothing_is_shown_of_no_period(agency):
    with pytest.raises(UsageError, match="which period"):
        agency.balance_sheet()


def test_an_empty_book_has_empty_statements(book):
    books = book('option "operating_currency" "EUR"\n')
    for name in ("trial_balance", "balance_sheet", "income_statement", "cash_flow"):
        assert not getattr(books, name)(period="2025").rows


def test_ratios_are_their_formulas(shop):
    """Worked out from the balance sheet; the loan is no current debt."""
    found = {
        row.cells["ratio"]: row.cells["2025"] for row in shop.ratios(period="2025").rows
    }
    sheet = amounts(shop.balance_sheet(period="2025"))
    debts = sheet["total-liabilities"] - sheet["Liabilities:Loan"]
    assert found["cash-ratio"] == round(Decimal("39656.81") / debts, 2)
    assert found["equity-ratio"] == Decimal("58.0")
    assert found["gross-margin"] == Decimal("45.7")
    assert found["profit-margin"] == Decimal("5.4")


def test_each_line_of_the_cash_flow_opens_as_payments_that_sum_to_it(shop):
    for line, amount in amounts(shop.cash_flow(period="2025")).items():
        if line in {"opening", "closing", "brought-forward", "rounding"}:
            continue
        [total] = shop.cash_flow_line(explain=line, period="2025").totals
        assert total["amount"] == amount, line


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01"])
@pytest.mark.parametrize("period", ["FY2025", "FY2026"])
def test_cards_and_explanations_leave_closing_entries_out_as_statements_do(
    book, day, period
):
    """On the first day of a year it would count twice: brought forward, and posted."""
    books = book(YEARS + CLOSING.format(day=day, key="closing: TRUE"))
    for row in books.trial_balance(period=period).rows:
        [total] = books.account_card(row.cells["account"], period=period).totals
        closing = (row.cells["closing_debit"] or 0) - (row.cells["closing_credit"] or 0)
        assert total["balance"] == closing, row.cells["account"]
    sales = books.income_statement_line(explain="Income:Sales", period=period)
    texts = {row.cells["text"] for row in sales.rows}
    assert texts == {"A sale"}


SETTLED_TAX = """
2025-01-01 open Assets:Bank EUR
  role: "bank"
2025-01-01 open Liabilities:VAT EUR
2025-01-01 open Liabilities:VAT-Payable EUR
  role: "tax-payable"
2025-01-01 open Expenses:Interest EUR
2025-01-01 open Income:Sales EUR

2025-03-01 * "Cash sale"
  Assets:Bank          3000.00 EUR
  Liabilities:VAT     -1000.00 EUR
  Income:Sales        -2000.00 EUR

2025-03-20 * "Office" "In advance"
  Liabilities:VAT-Payable  100.00 EUR
  Assets:Bank             -100.00 EUR

2025-03-31 * "Settlement of it-lipe 2025-Q1"
  tax-return: "it-lipe 2025-Q1"
  Liabilities:VAT           990.00 EUR
  Expenses:Interest          10.00 EUR
  Liabilities:VAT-Payable -1000.00 EUR

2025-05-16 * "Office" "The half of it"
  Liabilities:VAT-Payable  450.00 EUR
  Assets:Bank             -450.00 EUR

2025-05-30 * "Office" "The rest, and 50.00 too much"
  Liabilities:VAT-Payable  500.00 EUR
  Assets:Bank             -500.00 EUR
"""


def test_what_a_return_owes_is_paid_for_its_tax_and_interest(book):
    year = date(2025, 1, 1), date(2025, 12, 31)
    flow = book(SETTLED_TAX).general_ledger.cash_flow(*year)
    # In advance, and 50.00 too much: tax. Of the 900.00 between, 1 % is interest.
    assert flow.direct("EUR") == {
        "Income:Sales": Decimal("2000.00"),
        "Liabilities:VAT": Decimal("1000.00") - 100 - 891 - 50,
        "Expenses:Interest": Decimal("-9.00"),
    }
