"""What a payment run chooses, and why: values by hand."""

import inspect
from datetime import date

import pytest
from tests.conftest import ACCOUNTS
from tests.payables.shop import BANK, left, paid, pay, proposed, why

from ledgerkit.api import load
from ledgerkit.errors import UsageError


@pytest.fixture
def shop(request, tmp_path):
    """The test's docstring, with a bank account and two vendors."""
    path = tmp_path / "main.beancount"
    text = inspect.cleandoc(request.function.__doc__)
    path.write_text(f"{ACCOUNTS}{BANK}{text}\n", encoding="utf-8")
    loaded = load(path)
    assert [e.message for e in loaded.errors] == []
    return loaded


def test_what_is_due_by_the_day_is_paid_and_later_bills_wait(shop):
    """
    2026-02-01 * "Rossi" "Late" ^R-1
      due: 2026-03-01
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Sunday" ^R-2
      due: 2026-03-08
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Monday" ^V-1
      due: 2026-03-09
      Liabilities:Payable  -1.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop)
    # What is due on a Sunday must leave the bank on the Friday before.
    assert paid(plan) == {"R-1": "100.00", "R-2": "10.00"}
    assert why(plan, "R-1") == "due 2026-03-01, 4 days late"
    assert left(plan) == {"V-1": "due 2026-03-09, after 2026-03-06"}


def test_of_instalments_those_that_are_due_are_paid(shop):
    """
    2026-02-04 * "Rossi" "Machine" ^R-1
      terms: "30% 0, 30% 30, 40% 60"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-02-10 * "Rossi" "First part"
      Assets:Bank:Main     -300.00 EUR
      Liabilities:Payable   300.00 EUR
        bill: "R-1"
    """
    plan = proposed(shop)
    assert paid(plan) == {"R-1": "300.00"}
    assert why(plan, "R-1") == "due 2026-03-06; 400.00 EUR fall due later"


def test_a_discount_is_taken_when_it_lapses_before_the_next_run(shop):
    """
    1970-01-01 custom "ledgerkit" "discount-minimum-rate" 20
    2026-02-24 * "Rossi" "2/10 net 30" ^R-1
      terms: "2/10 net 30"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-02-28 * "Rossi" "May still wait" ^R-2
      terms: "2/10 net 30"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-02-24 * "Verdi" "Worth too little" ^V-1
      terms: "1/10 net 90"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-02-20 * "Verdi" "Lapsed" ^V-2
      terms: "2/10 net 30"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, made_on=date(2026, 3, 6))
    assert paid(plan) == {"R-1": "980.00"}
    # 2/98 * 365/20: due on 2026-03-26, paid on 2026-03-06.
    assert why(plan, "R-1") == (
        "less 20.00 EUR of discount until 2026-03-06, which earns 37.2 % a year for"
        " paying 20 days early"
    )
    assert left(plan) == {
        "R-2": "due 2026-03-30, after 2026-03-06; 20.00 EUR may be taken off until"
        " 2026-03-10",
        # 1/99 * 365/80.
        "V-1": "due 2026-05-25, after 2026-03-06; its discount earns 4.6 % a year for"
        " paying 80 days early, less than 20 %",
        "V-2": "due 2026-03-22, after 2026-03-06",
    }


def test_credits_and_money_on_account_are_netted(shop):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      due: 2026-03-06
      Liabilities:Payable  -500.00 EUR
      Expenses:Purchases
    2026-02-02 * "Rossi" "Returned"
      vendor-credit: "NC-1"
      Liabilities:Payable   60.00 EUR
      Expenses:Purchases
    2026-02-03 * "Rossi" "Paid ahead"
      Liabilities:Payable   40.00 EUR
      Assets:Bank:Main
    2026-02-01 * "Verdi" "Bill" ^V-1
      due: 2026-03-06
      Liabilities:Payable  -50.00 EUR
      Expenses:Purchases
    2026-02-02 * "Verdi" "Returned"
      vendor-credit: "NC-2"
      Liabilities:Payable   80.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop)
    assert paid(plan) == {"R-1": "460.00", "NC-1": "-60.00"}
    assert str(plan.proposal.amount) == "400.00"
    assert why(plan, "R-1") == "due 2026-03-06; 40.00 EUR on account pay the rest"
    assert left(plan) == {
        "V-1": "credits and money on account of the vendor pay it; nothing to send",
        "NC-2": "nothing is paid to the vendor that it is to be set against",
    }


def test_the_minimum_balance_stays_and_what_is_overdue_comes_first(shop):
    """
    1970-01-01 open Assets:Bank:Savings EUR
      iban: "IT60X0542811101000000123456"
      minimum-balance: 200.00 EUR
    2026-01-01 * "Capital"
      Assets:Bank:Savings   1000.00 EUR
      Equity:Opening-Balances
    2026-02-01 * "Rossi" "Due" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-24 * "Rossi" "With discount" ^R-2
      terms: "2/10 net 30"
      Liabilities:Payable  -500.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Overdue" ^V-1
      due: 2026-03-04
      Liabilities:Payable  -200.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, account="Savings")
    # 800 may go: 200 overdue, 490 with discount, and 110 are too little for 300.
    assert paid(plan) == {"R-2": "490.00", "V-1": "200.00"}
    assert left(plan) == {
        "R-1": "due 2026-03-05, and 300.00 EUR are more than the 110.00 EUR that are"
        " left above the minimum balance of 200.00 EUR"
    }


def test_what_may_not_be_paid_is_left_with_its_reason(shop):
    """
    1970-01-01 custom "ledgerkit" "approval-above" 100.00 EUR
    2026-02-01 * "Rossi" "Broken" ^R-1
      due: 2026-03-05
      hold: "arrived broken"
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Too dear" ^R-2
      due: 2026-03-05
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "In dollars" ^V-1
      due: 2026-03-05
      Liabilities:Payable  -30.00 USD
      Expenses:Purchases
    2026-02-01 * "Verdi" "No number"
      due: 2026-03-05
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Skipped" ^V-2
      due: 2026-03-05
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, skip=["V-2"])
    assert paid(plan) == {}
    assert left(plan) == {
        "R-1": "on hold: arrived broken",
        "R-2": "nobody approved it",
        "V-1": "is in USD, and the run pays EUR",
        None: "has no number by which to settle it; give its transaction a link",
        "V-2": "left out as asked",
    }


def test_some_of_a_bill_is_paid_as_asked_and_never_more_than_is_open(shop):
    """
    2026-02-01 * "Rossi" "Later" ^R-1
      due: 2026-05-05
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Broken" ^V-1
      hold: "arrived broken"
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, pay=[pay("R-1", "100.00")])
    assert paid(plan) == {"R-1": "100.00"}
    assert why(plan, "R-1") == "asked for; 200.00 EUR stay open"
    for number, amount, message in (
        ("R-1", "300.01", "are more than the 300.00 EUR that are open"),
        ("R-1", "0", "can't be paid"),
        ("R-1", "1.005", "can't be paid"),
        ("R-2", "1.00", 'there is no open bill R-2; did you mean "R-1"'),
        ("V-1", "1.00", "V-1 can't be paid: on hold: arrived broken"),
    ):
        with pytest.raises(UsageError, match=message):
            proposed(shop, pay=[pay(number, amount)])


def test_a_bill_number_that_two_vendors_share_needs_the_vendor(shop):
    """
    2026-02-01 * "Rossi" "One" ^F-1
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Other"
      bill: "F-1"
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    """
    with pytest.raises(UsageError, match=r"write rossi:F-1 or verdi:F-1"):
        proposed(shop, skip=["F-1"])
    assert paid(proposed(shop, skip=["rossi:F-1"])) == {"F-1": "30.00"}


def test_money_under_way_pays_a_bill_already(shop):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      due: 2026-03-05
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-03-20 ! "Rossi" "Ordered for later"
      Assets:Bank:Main     -300.00 EUR
      Liabilities:Payable   300.00 EUR
        bill: "R-1"
    """
    assert proposed(shop).proposal.payments == []
    assert left(proposed(shop)) == {}


def test_a_discount_without_an_account_is_not_taken_and_a_note_says_so(ledger_file):
    """
    1970-01-01 custom "vendor" "rossi" "Rossi"
    2026-03-04 * "Rossi" "2/2 net 3" ^R-1
      terms: "2/2 net 3"
      Liabilities:Payable  -1000.00 EUR
      Expenses:Purchases
    2026-01-01 * "Capital"
      Assets:Bank   10.00 EUR
      Equity:Opening-Balances
    """
    plan = proposed(load(ledger_file), account="Assets:Bank")
    assert paid(plan) == {"R-1": "1000.00"}
    assert why(plan, "R-1").endswith("by hand: Assets:Bank has no iban:")
    assert [note.split(";")[0] for note in plan.notes] == [
        "Discounts are on offer and no account takes them"
    ]


def test_banks_execute_on_the_next_day_they_work(shop):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      due: 2026-04-03
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    """
    # Good Friday to Easter Monday.
    plan = proposed(shop, made_on=date(2026, 4, 3), until=date(2026, 4, 3))
    assert plan.proposal.order.day == date(2026, 4, 7)
    assert plan.notes[0] == (
        "Banks don't work on 2026-04-03; it is executed on 2026-04-07."
    )
    with pytest.raises(UsageError, match="before"):
        proposed(shop, day=date(2026, 3, 4))


def test_vendors_with_one_account_are_pointed_out(shop):
    """
    1970-01-01 custom "vendor" "bianchi" "Bianchi"
      iban: "de89 3704 0044 0532 0130 00"
    2026-02-01 * "Rossi" "Bill" ^R-1
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Bianchi" "Bill" ^B-1
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    """
    assert proposed(shop).notes[0] == (
        "Bianchi and Rossi have the same IBAN, DE89370400440532013000; is that right?"
    )


def test_credits_pay_a_bill_even_where_no_cash_is_left(shop):
    """
    1970-01-01 open Assets:Bank:Empty EUR
      iban: "IT60X0542811101000000123456"
      minimum-balance: 200.00 EUR
    2026-01-01 * "Capital"
      Assets:Bank:Empty   100.00 EUR
      Equity:Opening-Balances
    2026-02-01 * "Rossi" "Bill" ^R-1
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Rossi" "Returned"
      vendor-credit: "NC-1"
      Liabilities:Payable  300.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Bill" ^V-1
      Liabilities:Payable  -30.00 EUR
      Expenses:Purchases
    """
    plan = proposed(shop, account="Empty")
    assert paid(plan) == {}
    assert why(plan, "R-1").startswith("credits and money on account")
    assert "30.00 EUR are more than the 0.00 EUR" in why(plan, "V-1")


def test_a_first_payment_to_an_account_is_a_caution_until_it_is_confirmed(shop):
    """
    2026-02-01 * "Rossi" "Bill" ^R-1
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    2026-02-01 * "Verdi" "Bill" ^V-1
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    2026-02-02 custom "vendor" "verdi"
      iban-confirmed: 2026-02-02
    """
    (caution,) = proposed(shop).notes
    assert caution == (
        "Caution: no run has paid to rossi DE89370400440532013000 before; is that what"
        " their bills say?"
    )


def test_a_paid_account_needs_no_caution(shop):
    """
    2026-02-01 * "Rossi" "Bills" ^R-1
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    2026-02-03 custom "payment-run" "PR-2026-02-03-1" 3.00 EUR
    2026-02-03 * "Rossi" "Part"
      vendor: "rossi"
      payment-run: "PR-2026-02-03-1"
      paid-to: "DE89 3704 0044 0532 0130 00"
      Liabilities:Payable  3.00 EUR
        bill: "R-1"
      Assets:Bank:Main
    """
    assert proposed(shop).notes == []


def test_a_record_edited_in_place_before_the_first_run_holds_the_bill(shop):
    """
    2026-02-01 * "Rossi" "As its file had it" ^R-1
      iban: "FR1420041010050500013M02606"
      Liabilities:Payable  -10.00 EUR
      Expenses:Purchases
    """
    assert left(proposed(shop))["R-1"].startswith(
        "the bill names the IBAN FR1420041010050500013M02606, not the vendor's DE89"
    )
