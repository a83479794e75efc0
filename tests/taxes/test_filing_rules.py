"""What forms say of filing: limits, days, what is carried, and boxes of corrections."""

from datetime import date
from decimal import Decimal

import pytest
from tests.taxes.test_filed_properties import NEW_YEAR

from ledgerkit.books.taxes.filing.filed_returns import payment_day
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.period import FiscalYearEnd, parse_period
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.filing.changes import correction_shares
from ledgerkit.taxes.filing.filed_posting import FiledPosting
from ledgerkit.taxes.filing.rules import CorrectionRule, Route
from ledgerkit.taxes.parse_form import parse_form
from ledgerkit.taxes.share import Share

FORM = """
title = "Return"
currency = "EUR"
source = "Law"
valid-from = "2020-01-01"
lengths = ["month"]
due-months = 1
result = "28"
[[box]]
id = "28"
label = "Owed"
[[box]]
id = "22"
label = "Credit of the period before"
carried = { box = "27" }
[[box]]
id = "27"
label = "Credit to carry"
"""


def posting(amount, part, kind=TaxKind.SALES, **more):
    return FiledPosting(
        due=NEW_YEAR,
        day=NEW_YEAR,
        kind=kind,
        code="fr20",
        part=part,
        amount=Decimal(amount),
        account="Liabilities:Tax",
        party="",
        number="",
        is_bad_debt=False,
        is_reckoned=False,
        shares=(Share("08-tax"),),
        place=Place("main.beancount", 1),
        earlier="2026-01",
        **more,
    )


@pytest.mark.parametrize(
    ("net", "turnover", "route"),
    [
        ("10000", "0", Route.NEXT_RETURN),
        ("-10000.01", "0", Route.LETTER),
        ("10000.01", "1000001", Route.NEXT_RETURN),
        ("50000.01", "90000000", Route.LETTER),
    ],
)
def test_the_british_limits_are_of_the_net_error(net, turnover, route):
    rule = shipped_form("uk-vat").filing.correction
    assert rule.route_of(Decimal(net), Decimal(turnover)) is route


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_form_says_where_corrections_go(name):
    assert shipped_form(name).filing.correction.words != CorrectionRule().words


def test_italian_tax_is_paid_before_its_communication_is_due():
    rules = shipped_form("it-lipe").filing
    days = [
        rules.payment_day(date(2026, 3, 31), "Q1"),
        rules.payment_day(date(2026, 6, 30), "Q2"),
        rules.payment_day(date(2026, 12, 31), "Q4"),
        rules.payment_day(date(2026, 4, 30), "month"),
    ]
    assert [f"{day:%d %m %Y}" for day in days if day] == [
        "16 05 2026",
        "20 08 2026",
        "16 03 2027",
        "16 05 2026",
    ]


@pytest.mark.parametrize(
    ("form", "period", "paid"),
    [
        ("it-lipe", "2026-Q1", date(2026, 5, 18)),  # The 16th is a Saturday.
        ("it-lipe", "2025-Q3", date(2025, 11, 17)),  # A Sunday.
        ("it-lipe", "2026-07", date(2026, 8, 20)),  # Not before the 20th.
        ("de-ustva", "2026-Q1", date(2026, 4, 10)),
        ("de-ustva", "2026-Q3", date(2026, 10, 12)),  # A Saturday.
        ("fr-ca3", "2026-04", date(2026, 5, 26)),  # A Sunday, then Whit Monday.
        ("uk-vat", "2026-Q3", date(2026, 11, 6)),  # Saturday: the Friday before.
        ("uk-vat", "2026-Q4", date(2027, 2, 5)),  # A Sunday.
        ("us-sales", "2026-Q3", date(2026, 11, 2)),  # 31 October is a Saturday.
        ("oss", "2026-Q3", date(2026, 10, 31)),  # Whatever day that is.
    ],
)
def test_tax_is_paid_on_a_business_day_of_its_country(form, period, paid):
    asked = parse_period(period, FiscalYearEnd())
    assert payment_day(shipped_form(form), asked) == paid


@pytest.mark.parametrize(
    ("country", "due"),
    [
        ("DE", date(2026, 4, 25)),
        ("AT", date(2026, 4, 30)),
        ("BE", date(2026, 4, 20)),
        ("LU", date(2026, 4, 25)),
    ],
)
def test_each_state_has_its_own_day_for_the_ec_sales_list(country, due):
    form = shipped_form("ec-sales").in_country(country)
    assert form.due_after(date(2026, 3, 31)) == due


def test_a_form_may_have_boxes_for_what_was_wrong():
    rule = CorrectionRule(
        route=Route.NEXT_RETURN,
        owed_box="15",
        deducted_box="21",
        more_box="B5",
        less_box="F8",
    )
    wrong = [
        posting("20", TaxedPart.TAX, is_taken_back=True),
        posting("30", TaxedPart.TAX),
        posting("4", TaxedPart.TAX, TaxKind.PURCHASE),
        posting("100", TaxedPart.BASE, is_taken_back=True),
        posting("50", TaxedPart.BASE),
    ]
    boxes = {}
    for each, [share] in correction_shares(wrong, rule):
        known = boxes.get(share.box, 0)
        boxes[share.box] = known + each.effect * share.factor
    # 10 more of output tax less 4 of input tax; 50 less of sales.
    assert boxes == {"15": Decimal(6), "F8": Decimal(50)}


def test_what_is_carried_or_corrected_in_no_box_is_refused():
    assert parse_form(FORM, "fr").boxes[1].carry.box == "27"
    with pytest.raises(UsageError, match="box 22 is carried from 99, no box"):
        parse_form(FORM.replace('"27" }', '"99" }'), "fr")
    correction = '[correction]\nroute = "next-return"\nwords = "x"\nowed-box = "15"\n'
    with pytest.raises(UsageError, match="owed-box 15, which is no box"):
        parse_form(
            correction.join(FORM.split("[[box]]", 1)).replace(
                correction, correction + "[[box]]"
            ),
            "fr",
        )
