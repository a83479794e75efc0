"""What bills ask for by week, and how fast we pay: values by hand."""

from datetime import date

from ledgerkit.open_items.side import Side


def cells(table, *keys):
    return [tuple(str(row.cells[key]) for key in keys) for row in table.rows]


def test_cash_required_sums_to_what_is_owed_with_and_without_discounts(books):
    """
    2026-02-01 * "Rossi" "Late" ^R-1
      due: 2026-03-03
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Today, a Wednesday" ^R-2
      due: 2026-03-04
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    2026-03-02 * "Verdi" "2 % off until 12 March, due 1 April" ^V-1
      terms: "2/10 net 30"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-03-02 * "Verdi" "Half now, half in two weeks" ^V-2
      terms: "50% 2, 50% 14"
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-03-02 * "Verdi" "Returned"
      vendor-credit: "NC-1"
      Liabilities:Payable  20.00 EUR
      Expenses:Purchases
    2026-03-03 * "Rossi" "Paid ahead"
      Liabilities:Payable  5.00 EUR
      Assets:Bank
    2026-03-03 * "Muller" "In dollars" ^M-1
      Liabilities:Payable  -7.00 USD
      Expenses:Purchases
    """
    table = books.cash_required(as_of=date(2026, 3, 4))
    columns = ("week", "until", "currency", "due", "so_far", "early", "discount")
    assert cells(table, *columns) == [
        ("overdue", "None", "EUR", "100.00", "100.00", "100.00", "0.00"),
        ("from 2026-03-02", "2026-03-08", "EUR", "160.00", "260.00", "160.00", "0.00"),
        ("from 2026-03-09", "2026-03-15", "EUR", "0.00", "260.00", "980.00", "20.00"),
        ("from 2026-03-16", "2026-03-22", "EUR", "150.00", "410.00", "150.00", "0.00"),
        ("from 2026-03-30", "2026-04-05", "EUR", "1000.00", "1410.00", "0.00", "0.00"),
        (
            "credits, on account",
            "None",
            "EUR",
            "-25.00",
            "1385.00",
            "-25.00",
            "None",
        ),
        ("overdue", "None", "USD", "7.00", "7.00", "7.00", "0.00"),
    ]
    owed = [
        (proof.currency, proof.general_ledger)
        for proof in books.control_account_proofs(Side.PAYABLE, date(2026, 3, 4))
    ]
    assert [(total["currency"], total["due"]) for total in table.totals] == owed
    assert str(table.totals[0]["early"]) == "1365.00"


def test_days_payable_outstanding_is_owed_by_purchases_times_days(books):
    """
    2026-01-01 * "Rossi" "Paid 5 days late" ^R-1
      due: 2026-01-10
      Liabilities:Payable  -600.00 EUR
      Expenses:Purchases
    2026-01-15 * "Rossi" "Payment" ^R-1
      Liabilities:Payable   600.00 EUR
      Assets:Bank
    2026-01-31 * "Rossi" "Open" ^R-2
      due: 2026-01-31
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    """
    table = books.collection(as_of=date(2026, 1, 31), months=1, side=Side.PAYABLE)
    # 300 of 900 is a third of January's 31 days.
    keys = ("last", "days", "purchases", "owed", "overdue", "dpo", "days_late")
    assert cells(table, *keys)[-1] == (
        "2026-01-31", "31", "900.00", "300.00", "0.00", "10.3", "5.0",
    )  # fmt: skip
    assert table.title == "How fast we pay"
