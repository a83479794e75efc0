"""How long money spent on goods takes to come back."""

from datetime import date
from decimal import Decimal

D = Decimal


def test_the_cycle_is_days_in_stock_and_outstanding_less_days_payable(books):
    """
    2025-01-01 open Assets:Stock
      role: "stock"
    2025-01-01 open Expenses:Cost-of-Goods
      role: "cost-of-sales"

    2025-01-01 * "Mill" "Flour" ^B-1
      Assets:Stock           1000.00 EUR
      Liabilities:Payable

    2025-01-01 * "Baker" "Flour" ^INV-1
      Assets:Receivable       800.00 EUR
      Income:Services

    2025-01-20 * "Baker" "Transfer" ^INV-1
      Assets:Bank             600.00 EUR
      Assets:Receivable

    2025-01-31 * "Sold in January"
      Expenses:Cost-of-Goods  400.00 EUR
      Assets:Stock
    """
    last = books.cash_conversion(as_of=date(2025, 1, 31)).to_dicts()[-1]
    # In 31 days: 600 of stock on 400 sold, 200 owed of 800, 1000 to pay of 1000.
    assert (last["stock"], last["cost_of_sales"]) == (D("600.00"), D("400.00"))
    assert (last["dio"], last["dso"], last["dpo"]) == (D("46.5"), D("7.8"), D("31.0"))
    assert last["cycle"] == D("23.3")  # 46.5 + 7.75 - 31


def test_what_is_sold_at_the_till_waits_for_nobody(books):
    """
    2025-01-01 open Assets:Stock
      role: "stock"
    2025-01-01 open Expenses:Cost-of-Goods
      role: "cost-of-sales"

    2025-01-01 * "Baker" "Flour" ^INV-1
      Assets:Receivable       200.00 EUR
      Income:Services

    2025-01-10 * "Takings"
      Assets:Bank             610.00 EUR
      Expenses:Purchases        5.00 EUR
      Income:Services

    2025-01-11 * "Refund at the till"
      Assets:Bank             -10.00 EUR
      Income:Services

    2025-01-20 * "Not sold: capital"
      Assets:Bank             500.00 EUR
      Equity:Opening-Balances

    2025-01-31 * "Sold in January"
      Expenses:Cost-of-Goods  400.00 EUR
      Assets:Stock
    """
    last = books.cash_conversion(as_of=date(2025, 1, 31)).to_dicts()[-1]
    # 200 owed of 200 invoiced and 600 paid at once, in 31 days.
    assert last["dso"] == D("7.8")


def test_without_stock_the_report_says_what_to_write(books):
    """
    2025-01-01 * "Baker" "Advice" ^INV-1
      Assets:Receivable       800.00 EUR
      Income:Services
    """
    table = books.cash_conversion(as_of=date(2025, 1, 31))
    assert list(table.rows) == []
    assert 'role: "stock"' in table.notes[0]
