"""What is used once in a payment run is used: credits, money on account and cash."""

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import ACCOUNTS
from tests.payables.shop import BANK, left, paid, pay, proposed, why

from ledgerkit.api import load
from ledgerkit.open_items.side import Side
from ledgerkit.payables.proposal import (
    BillDiscount,
    BillToPay,
    PaymentOrder,
    VendorToPay,
)
from ledgerkit.payables.propose_payments import propose_payments

#: An account from which 100.00 may go.
SCARCE = """\
1970-01-01 open Assets:Bank:Scarce EUR
  iban: "IT60X0542811101000000123456"
  minimum-balance: 50.00 EUR
2026-01-01 * "Capital"
  Assets:Bank:Scarce   150.00 EUR
  Equity:Opening-Balances
"""


@pytest.fixture
def shop(request, tmp_path):
    """The test's docstring, with bank accounts and two vendors."""
    path = tmp_path / "main.beancount"
    text = inspect.cleandoc(request.function.__doc__)
    path.write_text(f"{ACCOUNTS}{BANK}{SCARCE}{text}\n", encoding="utf-8")
    loaded = load(path)
    assert [e.message for e in loaded.errors] == []
    return loaded


def test_a_payment_run_frees_a_credit_once(shop):
    """
    2026-02-01 * "Rossi" "One" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Two" ^R-2
      due: 2026-03-06
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-02 * "Rossi" "Returned"
      vendor-credit: "NC-1"
      Liabilities:Payable   60.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, account="Scarce")
    # 60 of credit and 40 of cash pay the first; 60 of cash are too little for the
    # second, and the credit is gone.
    assert paid(plan) == {"R-1": "100.00", "NC-1": "-60.00"}
    assert left(plan) == {
        "R-2": "due 2026-03-06, and 100.00 EUR are more than the 60.00 EUR that are"
        " left above the minimum balance of 50.00 EUR"
    }


def test_a_payment_run_uses_money_on_account_once(shop):
    """
    2026-02-01 * "Rossi" "One" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Two" ^R-2
      due: 2026-03-06
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-03 * "Rossi" "Paid ahead"
      Liabilities:Payable   60.00 EUR
      Assets:Bank:Main
    """
    plan = proposed(shop)
    assert paid(plan) == {"R-1": "40.00", "R-2": "100.00"}


def test_money_on_account_pays_what_credits_have_left_of_a_bill(shop):
    """
    2026-02-01 * "Rossi" "One" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Two" ^R-2
      due: 2026-03-06
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-02 * "Rossi" "Returned"
      vendor-credit: "NC-1"
      Liabilities:Payable   80.00 EUR
      Expenses:Purchases
    2026-02-03 * "Rossi" "Paid ahead"
      Liabilities:Payable   50.00 EUR
      Assets:Bank:Main
    """
    plan = proposed(shop)
    # 80 of credit and 20 on account. R-2: the other 30 on account, and 70.
    assert paid(plan) == {"R-1": "80.00", "R-2": "70.00", "NC-1": "-80.00"}


def test_a_discount_is_taken_off_a_bill_that_money_on_account_pays(shop):
    """
    2026-02-24 * "Rossi" "With discount" ^R-1
      terms: "2/10 net 10"
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Without" ^R-2
      due: 2026-03-06
      Liabilities:Payable   -50.00 EUR
      Expenses:Purchases
    2026-02-26 * "Rossi" "Paid ahead, less the discount"
      Liabilities:Payable    98.00 EUR
      Assets:Bank:Main
    """
    plan = proposed(shop)
    [payment] = plan.proposal.payments
    found = {
        line.document.number: (line.settles, line.discount) for line in payment.lines
    }
    assert found == {
        "R-1": (Decimal("2.00"), Decimal("2.00")),
        "R-2": (Decimal("50.00"), Decimal(0)),
    }


def test_a_discount_that_earns_just_the_minimum_is_worth_paying_early(shop):
    """
    1970-01-01 custom "ledgerkit" "discount-minimum-rate" 125
    2026-02-24 * "Rossi" "20/10 net 82" ^R-1
      terms: "20/10 net 82"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop)
    # 20/80 * 365/73: due on 2026-05-17, paid on 2026-03-05.
    assert paid(plan) == {"R-1": "800.00"}
    assert "earns 125.0 % a year for paying 73 days" in why(plan, "R-1")


def test_a_discount_for_one_day_earns_the_rate_of_one_day(shop):
    """
    2026-02-24 * "Rossi" "Due tomorrow" ^R-1
      terms: "2/9 net 10"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, until=date(2026, 3, 5))
    # 2/98 * 365/1.
    assert "earns 744.9 % a year for paying 1 days" in why(plan, "R-1")


def test_part_of_a_bill_that_is_asked_for_takes_no_discount(shop):
    """
    2026-02-24 * "Rossi" "With discount" ^R-1
      terms: "2/10 net 30"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    """
    assert paid(proposed(shop, pay=[pay("R-1", "979.99")])) == {"R-1": "979.99"}
    plan = proposed(shop, pay=[pay("R-1", "979.99")])
    assert why(plan, "R-1") == "asked for; 20.01 EUR stay open"
    whole = proposed(shop, pay=[pay("R-1", "980.00")])
    assert why(whole, "R-1").startswith("asked for, less 20.00 EUR of discount")


def test_a_discount_never_takes_off_all_that_is_open(shop):
    """
    2026-02-24 * "Rossi" "Bill" ^R-1
      due: 2026-05-01
      Liabilities:Payable  -20.00 EUR
      Expenses:Purchases
    """
    [document] = shop.subledger(Side.PAYABLE, date.max).open_documents
    order = PaymentOrder(until=date(2026, 3, 6), day=date(2026, 3, 5), currency="EUR")
    offer = BillDiscount(until=date(2026, 3, 5), amount=Decimal("19.99"))
    bill = BillToPay(document=document, discount=offer)
    taken = propose_payments([VendorToPay(id="rossi", bills=[bill])], order)
    assert taken.amount == Decimal("0.01")
    bill = replace(bill, discount=replace(offer, amount=Decimal("20.00")))
    plan = propose_payments([VendorToPay(id="rossi", bills=[bill])], order)
    assert [line.why for line in plan.left] == ["due 2026-05-01, after 2026-03-06"]
