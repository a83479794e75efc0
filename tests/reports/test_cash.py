"""Bank and cash accounts, and the least that should lie in them."""

from datetime import date


def low(books, as_of):
    """The accounts that hold too little."""
    rows = books.cash(as_of=date.fromisoformat(as_of)).rows
    return [row.cells["account"] for row in rows if row.late]


def test_an_account_with_exactly_its_minimum_balance_holds_enough(books):
    """
    1970-01-01 open Assets:Bank:Main EUR
      minimum-balance: 200.00 EUR

    2026-01-01 * "Capital"
      Assets:Bank:Main          200.00 EUR
      Equity:Opening-Balances

    2026-01-02 * "A stamp"
      Assets:Bank:Main           -0.01 EUR
      Expenses:Purchases
    """
    assert low(books, "2026-01-01") == []
    assert low(books, "2026-01-02") == ["Assets:Bank:Main"]


def test_a_minimum_of_nothing_is_one(books):
    """
    1970-01-01 open Assets:Bank:Main EUR
      minimum-balance: 0.00 EUR

    2026-01-02 * "A stamp"
      Assets:Bank:Main           -0.01 EUR
      Expenses:Purchases
    """
    assert low(books, "2026-01-01") == []
    assert low(books, "2026-01-02") == ["Assets:Bank:Main"]
