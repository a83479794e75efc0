"""A shop's payables, as text: what the tests on payment runs have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.payables.proposal import Action

BANK = """\
1970-01-01 custom "company" "Bottega Verde"
  street: "Via Roma 1"
  postal-code: "20121"
  locality: "Milano"
  country: "IT"
1970-01-01 open Assets:Bank:Main EUR
  iban: "IT60X0542811101000000123456"
  bic: "BCITITMM"
1970-01-01 open Income:Discounts
  role: "discount-taken"
1970-01-01 custom "vendor" "rossi" "Rossi"
  iban: "DE89370400440532013000"
1970-01-01 custom "vendor" "verdi" "Verdi"
  iban: "FR1420041010050500013M02606"
"""


def proposed(books, **asked):
    """The plan of a run on Thursday 2026-03-05."""
    request = {
        "until": date(2026, 3, 6),
        "account": "Main",
        "made_on": date(2026, 3, 5),
        **asked,
    }
    return books.payment_run_plan(RunRequest(**request))


def paid(plan):
    """Number and cash of what is paid, credits too."""
    return {
        line.document.number: str(line.cash)
        for payment in plan.proposal.payments
        for line in payment.lines
    }


def left(plan):
    """Number and reason of what is left."""
    assert all(line.action is Action.LEAVE for line in plan.proposal.left)
    return {line.document.number: line.why for line in plan.proposal.left}


def why(plan, number):
    """Why a bill is paid, or left."""
    lines = [line for payment in plan.proposal.payments for line in payment.lines]
    (found,) = [
        line for line in (*lines, *plan.proposal.left) if line.document.number == number
    ]
    return found.why


def pay(number, amount):
    """What ``--pay`` hands over."""
    return number, Decimal(amount)
