"""What each week asks for: the day itself, a discount's last day, instalments."""

from datetime import date
from decimal import Decimal

from ledgerkit.open_items.side import Side
from ledgerkit.payables.cash_required import required_cash
from ledgerkit.payables.proposal import BillDiscount, BillToPay

D = Decimal


def weeks(books, as_of, discount=None):
    """Monday, due, early and discount of each week, by hand for one bill each."""
    documents = books.subledger(Side.PAYABLE, date.max).open_documents
    bills = [BillToPay(document=each, discount=discount) for each in documents]
    return [
        (week.monday and str(week.monday), week.due, week.early, week.discount)
        for week in required_cash(bills, date.fromisoformat(as_of))
    ]


def test_what_is_due_on_the_day_is_not_overdue(books):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    """
    hundred = D("100.00")
    assert weeks(books, "2026-03-05") == [("2026-03-02", hundred, hundred, 0)]
    assert weeks(books, "2026-03-06") == [(None, hundred, hundred, 0)]


def test_a_discount_is_taken_on_its_last_day_and_not_after_it(books):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      due: 2026-03-20
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    """
    offer = BillDiscount(until=date(2026, 3, 5), amount=D("2.00"))
    assert weeks(books, "2026-03-05", offer) == [
        ("2026-03-02", 0, D("98.00"), D("2.00")),
        ("2026-03-16", D("100.00"), 0, 0),
    ]
    assert weeks(books, "2026-03-06", offer) == [
        ("2026-03-16", D("100.00"), D("100.00"), 0)
    ]


def test_each_instalment_is_asked_for_in_its_week(books):
    """
    2026-03-02 * "Rossi" "Machine" ^R-1
      terms: "30% 0, 70% 14"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    """
    assert weeks(books, "2026-03-02") == [
        ("2026-03-02", D("300.00"), D("300.00"), 0),
        ("2026-03-16", D("700.00"), D("700.00"), 0),
    ]
