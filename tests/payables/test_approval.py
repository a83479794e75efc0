"""Who must approve a bill, and whether somebody did."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.payables.approval import (
    Approval,
    ApprovalPolicy,
    ApprovalRule,
    BillToApprove,
    approval_state,
)

JANUARY, MAY, TODAY = date(2026, 1, 1), date(2026, 5, 2), date(2026, 5, 31)


def rule(who, *limits, day=JANUARY):
    return ApprovalRule(who=who, day=day, limits=dict(limits))


def eur(number):
    return "EUR", Decimal(number)


def bill(amount, *approvals, **facts):
    given = [Approval(by=by, on=MAY) for by in approvals]
    return BillToApprove(
        **{
            "party": "rossi",
            "issued": date(2026, 4, 1),
            "amount": Decimal(amount),
            "currency": "EUR",
            "approvals": given,
            **facts,
        }
    )


def why_not(bill, **policy):
    return approval_state(bill, ApprovalPolicy(**policy), TODAY).why_not


def test_nothing_is_asked_without_a_policy():
    state = approval_state(bill("1000000"), ApprovalPolicy(), TODAY)
    assert state.may_be_paid
    assert not state.is_asked


def test_a_rule_asks_for_one_of_those_who_may():
    rules = [rule("anna"), rule("bruno", eur("500")), rule("carla", eur("1000"))]
    assert why_not(bill("600"), rules=rules) == (
        "nobody approved it; anna or carla may"
    )
    assert why_not(bill("600", "carla"), rules=rules) == ""
    assert why_not(bill("600", "bruno"), rules=rules) == (
        "bruno may not approve more than 500.00 EUR"
    )
    assert why_not(bill("600", "dario"), rules=rules) == "dario may not approve bills"


def test_a_limit_is_the_highest_amount_that_is_allowed():
    rules = [rule("bruno", eur("500"))]
    assert why_not(bill("500.00", "bruno"), rules=rules) == ""
    assert why_not(bill("500.01", "bruno"), rules=rules) != ""


def test_a_currency_without_a_limit_is_beyond_it():
    rules = [rule("bruno", eur("500"))]
    assert why_not(bill("1", "bruno", currency="USD"), rules=rules) == (
        "bruno may not approve amounts in USD, for which no limit is set"
    )


def test_the_rule_of_the_day_of_approval_holds():
    rules = [rule("bruno"), rule("bruno", eur("0"), day=date(2026, 5, 2))]
    early = [Approval(by="bruno", on=date(2026, 5, 1))]
    assert why_not(bill("9", approvals=early), rules=rules) == ""
    assert why_not(bill("9", "bruno"), rules=rules) == (
        "bruno may not approve more than 0.00 EUR"
    )


def test_an_approval_has_a_day_and_counts_from_it():
    none = [Approval(by="anna", on=None)]
    later = [Approval(by="anna", on=date(2026, 6, 1))]
    rules = [rule("anna")]
    assert why_not(bill("9", approvals=none), rules=rules).startswith(
        "anna approved it on no day; add approved-on:"
    )
    assert why_not(bill("9", approvals=later), rules=rules).startswith(
        "anna approves it only on 2026-06-01"
    )


def test_four_eyes_are_of_two_people():
    limits = dict([eur("5000")])
    assert why_not(bill("5000", "anna"), four_eyes_above=limits) == ""
    assert why_not(bill("5000.01", "anna"), four_eyes_above=limits) == (
        "two people must approve more than 5000.00 EUR, and only anna did; a second one"
        " writes approved-also-by:"
    )
    assert why_not(bill("5000.01", "anna", "anna"), four_eyes_above=limits) != ""
    assert why_not(bill("5000.01", "anna", "carla"), four_eyes_above=limits) == ""


def test_nobody_approves_what_is_owed_to_himself():
    assert why_not(bill("9", "anna", party="anna"), rules=[rule("anna")]) == (
        "anna can't approve what is owed to anna"
    )


def test_small_bills_and_credits_need_nobody():
    policy = {"rules": [rule("anna")], "above": dict([eur("50")])}
    assert why_not(bill("50"), **policy) == ""
    assert why_not(bill("-9"), rules=[rule("anna")]) == ""
    assert why_not(bill("0"), rules=[rule("anna")]) == ""
    assert why_not(bill("0.01"), rules=[rule("anna")]) != ""
    assert why_not(bill("50.01"), **policy) != ""


def test_bills_from_before_the_first_rule_need_nobody():
    rules = [rule("anna"), rule("carla", day=date(2026, 9, 1))]
    assert why_not(bill("9", issued=date(2025, 12, 31)), rules=rules) == ""
    assert why_not(bill("9", issued=JANUARY), rules=rules) != ""


@pytest.mark.parametrize(("amount", "wanted"), [("100", False), ("100.01", True)])
def test_a_document_is_asked_for_above_an_amount(amount, wanted):
    limits = dict([eur("100")])
    state = approval_state(bill(amount), ApprovalPolicy(document_above=limits), TODAY)
    assert not state.lacks_approval
    assert bool(state.lacks_document) == wanted
    assert why_not(bill(amount, has_document=True), document_above=limits) == ""
